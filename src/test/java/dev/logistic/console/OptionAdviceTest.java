package dev.logistic.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.Model.CommandSpec;

class OptionAdviceTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "leave it out with data.exclude, or|leave it out with --exclude, or",
        "leave them out with data.exclude=a,b|leave them out with --exclude a,b",
        "convert it in SQL with data.query, as|convert it in SQL with --query, as",
        "merge levels with SQL in data.query, or|merge levels with SQL in --query, or",
        "not UTF-8; data.query can say|not UTF-8; --query can say",
        "convert it in SQL with data.query.|convert it in SQL with --query.",
        "name the column, as in data.exclude=flag|name the column, as in --exclude flag",
        "name the column, as in data.features=flag|name the column, as in --features flag",
        "or choose columns with data.features|or choose columns with --features",
        "add a penalty with train.l2=0.02|add a penalty with --set train.l2=0.02",
        "or Jeffreys' prior with train.firth=true|or Jeffreys' prior with --set train.firth=true",
        "or mark incomplete rows instead of refusing them|or predict with --on-missing empty",
        "m: exists already; overwriting it was not requested|m: exists already; --overwrite"
            + " replaces it",
        "c has checkpoints of a run: resume to continue it; to start|c has checkpoints of a run:"
            + " --resume continues it; to start"
      })
  void adviceNamesOptions(String ofLibrary, String printed) {
    assertThat(OptionAdvice.in(ofLibrary)).isEqualTo(printed);
  }

  @Test
  void valuesBetweenQuotationMarksAreQuotedForAShell() {
    assertThat(OptionAdvice.in("leave it out with \"data.exclude=city=Bern\", or add"))
        .isEqualTo("leave it out with --exclude 'city=Bern', or add");
    assertThat(OptionAdvice.in("leave it out with \"data.exclude=a\\, b,it's,5\\\",c\\\\,$1\""))
        .isEqualTo("leave it out with --exclude 'a\\, b,it'\\''s,5\",c\\\\,$1'");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "data.exclude names \"city=Rome\", but column \"city\" is not a feature",
        "data.features with data.exclude leaves no level of column \"city\" with an indicator",
        "unknown setting \"data.exclud\" (--set); did you mean data.exclude?",
        "train with train.l2=0",
        "try a larger train.l2"
      })
  void otherMentionsOfSettingsStay(String message) {
    assertThat(OptionAdvice.in(message)).isEqualTo(message);
  }

  private static Stream<Arguments> settingsWithOptions() {
    return SettingsOptions.OPTIONS.entrySet().stream()
        .map(entry -> Arguments.of(entry.getKey(), entry.getValue()));
  }

  @ParameterizedTest
  @MethodSource("settingsWithOptions")
  void adviceOnEverySettingWithAnOptionNamesIt(String setting, String option) {
    assertThat(CommandSpec.forAnnotatedObject(new SettingsOptions()).optionsMap())
        .containsKey(option);
    assertThat(
            OptionAdvice.in(
                "do it with %s, or in %s=a; %s can do it".formatted(setting, setting, setting)))
        .isEqualTo("do it with %s, or in %s a; %s can do it", option, option, option);
    assertThat(OptionAdvice.in("do it with \"%s=a b\", or".formatted(setting)))
        .isEqualTo("do it with %s 'a b', or", option);
    for (String kept :
        List.of(
            "%s names \"a\"; choose another",
            "data.query with %s leaves none",
            "unknown setting \"%s\"",
            "SELECT %s FROM data",
            "set in %s.more",
            "or use %s=a")) {
      String message = kept.formatted(setting);
      assertThat(OptionAdvice.in(message)).isEqualTo(message);
    }
  }

  @Test
  void theLibraryWordsRemediesAsTheCommandLineKnowsThem() throws IOException {
    String library;
    try (Stream<Path> paths = Files.walk(Path.of("src/main/java/dev/logistic"))) {
      library =
          paths
              .filter(
                  path -> path.toString().endsWith(".java") && !path.toString().contains("console"))
              .map(OptionAdviceTest::read)
              .collect(Collectors.joining());
    }

    assertThat(OptionAdvice.REMEDIES.keySet())
        .allSatisfy(remedy -> assertThat(library).contains(remedy));
  }

  /** With texts in parts as one. */
  private static String read(Path path) {
    try {
      return Files.readString(path).replaceAll("\"\\s*\\+\\s*\"", "");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
