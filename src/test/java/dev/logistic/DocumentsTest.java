package dev.logistic;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Mechanical checks of the documents. */
class DocumentsTest {

  private static final Pattern LINK = Pattern.compile("]\\(([^)\\s]+)\\)");

  static Stream<Path> documents() throws IOException {
    try (Stream<Path> docs = Files.walk(Path.of("docs"))) {
      List<Path> all =
          Stream.concat(
                  Stream.of(
                      Path.of("README.md"), Path.of("CONTRIBUTING.md"), Path.of("CHANGELOG.md")),
                  docs.filter(file -> file.toString().endsWith(".md")))
              .toList();
      return all.stream();
    }
  }

  @ParameterizedTest
  @MethodSource("documents")
  void everyLinkLeadsToAFileAndItsHeading(Path document) {
    assertThat(links(document).filter(link -> !leadsSomewhere(document, link))).isEmpty();
  }

  private static Stream<String> links(Path document) {
    return LINK.matcher(text(document))
        .results()
        .map(found -> found.group(1))
        .filter(link -> !link.startsWith("http"));
  }

  private static boolean leadsSomewhere(Path from, String link) {
    String[] parts = link.split("#", 2);
    Path file = parts[0].isEmpty() ? from : from.resolveSibling(parts[0]).normalize();
    return Files.exists(file) && (parts.length == 1 || headings(file).anyMatch(parts[1]::equals));
  }

  private static Stream<String> headings(Path document) {
    return text(document)
        .lines()
        .filter(line -> line.startsWith("#"))
        .map(line -> line.replaceFirst("^#+ ", "").toLowerCase(Locale.ROOT))
        .map(title -> title.replaceAll("[^a-z0-9 _-]", "").replace(' ', '-'));
  }

  @Test
  void theReadmeFitsOnTwoScreens() {
    assertThat(text(Path.of("README.md")).lines().count()).isLessThanOrEqualTo(150);
  }

  @Test
  void decisionsHaveConsecutiveNumbersAndTheirIndexListsEach() throws IOException {
    List<String> decisions;
    try (Stream<Path> files = Files.list(Path.of("docs/adr"))) {
      decisions =
          files
              .map(file -> file.getFileName().toString())
              .filter(name -> name.matches("\\d{4}-.*"))
              .sorted()
              .toList();
    }

    for (int i = 0; i < decisions.size(); i++) {
      assertThat(decisions.get(i)).startsWith("%04d-".formatted(i + 1));
    }
    assertThat(links(Path.of("docs/adr/README.md"))).containsExactlyElementsOf(decisions);
  }

  @Test
  void theLoopThatTheGuideShowsIsTheOneThatRuns() {
    String page = text(Path.of("docs/guide/parity.md"));
    String loop = text(Path.of("src/main/java/dev/logistic/train/GradientDescent.java"));
    int from = page.indexOf("```java\n") + "```java\n".length();

    assertThat(page.substring(from, page.indexOf("```", from)).lines())
        .hasSizeGreaterThan(10)
        .allMatch(line -> loop.contains(line.strip()));
  }

  @Test
  void theGuideIsComplete() throws IOException {
    List<String> pages;
    try (Stream<Path> files = Files.list(Path.of("docs/guide"))) {
      pages = files.map(file -> "docs/guide/" + file.getFileName()).toList();
    }

    assertThat(links(Path.of("README.md")).map(link -> link.replaceFirst("#.*", "")))
        .containsAll(pages);
  }

  private static String text(Path document) {
    try {
      return Files.readString(document);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
