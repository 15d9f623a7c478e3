package dev.logistic;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ArchitecturePageTest {

  @Test
  void itsTableHasEveryRoomAndNoOther() throws IOException {
    List<String> rooms;
    try (Stream<Path> paths = Files.list(Path.of("src/main/java/dev/logistic"))) {
      rooms = paths.filter(Files::isDirectory).map(path -> path.getFileName().toString()).toList();
    }

    List<String> rows =
        Files.readAllLines(Path.of("docs/architecture.md")).stream()
            .filter(line -> line.startsWith("| `"))
            .map(line -> line.substring(3, line.indexOf('`', 3)))
            .toList();

    assertThat(rows).containsExactlyInAnyOrderElementsOf(rooms);
  }
}
