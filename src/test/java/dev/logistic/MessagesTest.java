package dev.logistic;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Only the command lines speak of options; the library names settings. */
class MessagesTest {

  private static final List<Path> SOURCES =
      List.of(
          Path.of("src/main/java/dev/logistic"), Path.of("spark/src/main/java/dev/logistic/spark"));

  /** A comment, a character, or a text, which alone is captured. */
  private static final Pattern TOKEN =
      Pattern.compile(
          "//[^\n]*+|/\\*[\\s\\S]*?\\*/|'(?:[^'\\\\\n]|\\\\.)++'"
              + "|\"\"\"([\\s\\S]*?)\"\"\"|\"((?:[^\"\\\\\n]|\\\\.)*+)\"");

  /** Not a custom property of a style sheet, which a colon follows. */
  private static final Pattern OPTION =
      Pattern.compile("(?:^|(?<=[\\s\"'(=]))--[a-z][a-z0-9-]*+(?!:)");

  @Test
  void noTextOutsideTheCommandLinesNamesAnOption() throws IOException {
    for (Path sources : SOURCES) {
      assertThat(options(sources, false)).isEmpty();
    }
  }

  @Test
  void optionsAreFoundWhereTheyAre() throws IOException {
    for (Path sources : SOURCES) {
      assertThat(options(sources, true))
          .anyMatch(each -> each.endsWith(": --overwrite"))
          .anyMatch(each -> each.endsWith(": --json"));
    }
    assertThat(options("\"leave it out with --exclude, or\" // \"--a\""))
        .containsExactly("--exclude");
    assertThat(options("/* \"--a\" */ \"as in \\\"--query\\\"\" + '\"' + \"--set\" + '\"'"))
        .containsExactly("--query", "--set");
    assertThat(options("\"style=\\\"--share: \" + \"a--b\" + \" -- \" + \"--\"")).isEmpty();
  }

  private static List<String> options(Path sources, boolean commandLine) throws IOException {
    List<Path> ofCommandLine = List.of(sources.resolve("cli"), sources.resolve("console"));
    try (Stream<Path> paths = Files.walk(sources)) {
      List<Path> files =
          paths
              .filter(path -> path.toString().endsWith(".java"))
              .filter(path -> ofCommandLine.stream().anyMatch(path::startsWith) == commandLine)
              .sorted()
              .toList();
      assertThat(files).isNotEmpty();
      return files.stream()
          .flatMap(path -> options(read(path)).stream().map(option -> path + ": " + option))
          .toList();
    }
  }

  private static List<String> options(String source) {
    return TOKEN
        .matcher(source)
        .results()
        .flatMap(token -> Stream.of(1, 2).map(token::group).filter(text -> text != null))
        .flatMap(text -> OPTION.matcher(text).results().map(MatchResult::group))
        .toList();
  }

  private static String read(Path path) {
    try {
      return Files.readString(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
