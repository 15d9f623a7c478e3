package dev.logistic;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Which public types are meant for users: all but those that say otherwise. */
class PublicTypesTest {

  private static final Path SOURCES = Path.of("src/main/java/dev/logistic");
  private static final String MARK = "within this project";

  private static final Pattern PUBLIC =
      Pattern.compile("(?m)^public (final |sealed )*(class|record|interface|enum) ");

  private static List<Path> sources() throws IOException {
    try (Stream<Path> files = Files.walk(SOURCES)) {
      return files.filter(file -> file.toString().endsWith(".java")).sorted().toList();
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file).replace("\n * ", " "); // a sentence may be on two lines
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A new one is marked, or is worth a page of the guide. */
  @Test
  void typesForUsersStayFew() throws IOException {
    Set<Path> internal =
        sources().stream()
            .filter(file -> file.endsWith("package-info.java") && text(file).contains(MARK))
            .map(file -> SOURCES.relativize(file).subpath(0, 1))
            .collect(Collectors.toSet());
    List<String> forUsers = new ArrayList<>();
    for (Path file : sources()) {
      String source = text(file);
      boolean isPublic = PUBLIC.matcher(source).find();
      boolean isMarked = source.split("(?m)^public ", 2)[0].contains(MARK);
      if (isPublic && !isMarked && !internal.contains(SOURCES.relativize(file).subpath(0, 1))) {
        forUsers.add(SOURCES.relativize(file).toString());
      }
    }

    assertThat(internal).hasSize(10);
    assertThat(forUsers)
        .contains("train/LogisticRegression.java", "model/LogisticModel.java")
        .doesNotContain("table/ColumnRoles.java", "solver/AllRows.java")
        .hasSizeLessThanOrEqualTo(100);
  }
}
