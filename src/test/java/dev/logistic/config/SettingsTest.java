package dev.logistic.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {

  @TempDir Path directory;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "error|error",
        "median|median",
        "age:median,income:indicator|age:median,income:indicator",
        "mean,a:error|mean,a:error",
        "error,a:mean|a:mean",
        "a\\,b:mean,c:d:median|a\\,b:mean,c:d:median",
      })
  void missingValuesAreTreatedByColumn(String text, String printed) {
    assertThat(Settings.MISSING.print(Settings.MISSING.parse(text))).isEqualTo(printed);
    assertThat(Settings.MISSING.parse(printed)).isEqualTo(Settings.MISSING.parse(text));
  }

  @Test
  void seedPropertiesSpellOutEveryDefault() throws IOException {
    Layer file = Layer.file(Path.of("config/seed.properties"));

    assertThat(file.values()).isEqualTo(Settings.original().toMap());
  }

  @Test
  void laterLayersWinOverEarlierOnes() {
    Settings settings =
        Settings.layered(
            List.of(
                new Layer("file", Map.of("train.epochs", "5", "engine.seed", "1")),
                new Layer("system property", Map.of("train.epochs", "6")),
                Layer.assignments("--set", List.of("train.epochs=7", "train.epochs=8"))));

    assertThat(settings.get(Settings.EPOCHS)).isEqualTo(8);
    assertThat(settings.get(Settings.SEED)).isEqualTo(1);
    assertThat(settings.get(Settings.BATCH_SIZE)).isEqualTo(1);
  }

  @Test
  void optionalValuesMayBeGivenPlain() {
    Settings settings =
        Settings.defaults()
            .with(Settings.L2, 0.01)
            .with(Settings.CLIP_NORM, 2)
            .with(Settings.THREADS, 3);

    assertThat(settings.get(Settings.L2)).hasValue(0.01);
    assertThat(settings.get(Settings.CLIP_NORM)).hasValue(2);
    assertThat(settings.get(Settings.THREADS)).hasValue(3);
    assertThatThrownBy(() -> settings.with(Settings.L2, -1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("train.l2 must be empty or a finite number of at least 0, was \"-1.0\"");
  }

  @Test
  void itsTextHasWhatDiffersFromTheDefaults() {
    assertThat(Settings.original()).hasToString("Settings[original]");
    assertThat(
            Settings.defaults()
                .with(Settings.L2, 0.01)
                .with(Settings.SOURCE, "jdbc:duckdb:x?user=me&password=secret")
                .with(Settings.MAX_LEVELS, 100))
        .hasToString(
            "Settings[defaults, data.source="
                + Settings.SOURCE.print("jdbc:duckdb:x?user=me&password=secret")
                + ", train.l2=0.01]");
    assertThat(
            Settings.defaults()
                .with(Settings.SOURCE, "jdbc:duckdb:x?user=me&password=secret")
                .toString())
        .doesNotContain("secret");
  }

  @Test
  void sameValuesOverTheSameDefaultsAreEqual() {
    Settings settings = Settings.defaults().with(Settings.L2, 0.01).with(Settings.EPOCHS, 5);

    assertThat(Settings.defaults().with(Settings.EPOCHS, 5).with(Settings.L2, 0.01))
        .isEqualTo(settings)
        .hasSameHashCodeAs(settings);
    assertThat(Settings.original().with(Settings.EPOCHS, 5).with(Settings.L2, 0.01))
        .isNotEqualTo(settings);
    assertThat(settings.with(Settings.EPOCHS, 6)).isNotEqualTo(settings);
  }

  @Test
  void everyValuePrintsAsItReads() {
    Settings settings =
        Settings.original()
            .with(Settings.THREADS, OptionalInt.of(2))
            .with(Settings.COEFFICIENTS, List.of(1.0, -1e-7))
            .with(Settings.LOSS, LossForm.LOGITS)
            .with(Settings.SEED, Long.MIN_VALUE);

    assertThat(Settings.original().under(new Layer("map", settings.toMap())).toMap())
        .isEqualTo(settings.toMap())
        .containsEntry("engine.seed", "-9223372036854775808")
        .containsEntry("data.coefficients", "1.0,-1.0E-7")
        .containsEntry("train.gradient", "autograd");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "train.epochs|0|a whole number from 1 to 2147483647",
        "train.epochs|2.5|a whole number from 1 to 2147483647",
        "train.epochs|99999999999|a whole number from 1 to 2147483647",
        "train.batch-size|-1|a whole number from 1 to 2147483647",
        "data.samples|many|a whole number from 1 to 2147483647",
        "engine.threads|0|empty or a whole number from 1 to 2147483647",
        "engine.seed|1e3|a whole number from -2^63 to 2^63-1",
        "train.learning-rate|0|a finite number greater than 0",
        "train.learning-rate|NaN|a finite number greater than 0",
        "train.learning-rate|1e999|a finite number greater than 0",
        "train.learning-rate|1f|a finite number greater than 0",
        "data.coefficients|1,,2|one or more comma-separated finite numbers",
        "train.shuffle|yes|true or false",
        "train.loss|Logits|one of probability, logits",
        "train.gradient|closed_form|one of autograd, closed-form",
        "engine.device|gpu:x|auto, cpu, gpu or gpu:N",
        "engine.device|cuda|auto, cpu, gpu or gpu:N",
        "engine.precision|float16|one of float32, float64",
        "train.solver|Adam|one of sgd, adam, adamw, lbfgs",
        "train.schedule|linear|one of fixed, step, cosine, warm-up",
        "train.schedule-step|0|a whole number from 1 to 2147483647",
        "train.schedule-factor|0|a finite number greater than 0",
        "train.warm-up|0|a whole number from 1 to 2147483647",
        "train.momentum|1|a number from 0 to below 1",
        "train.momentum|-0.1|a number from 0 to below 1",
        "train.dampening|1.1|a number from 0 to 1.0",
        "train.nesterov|1|true or false",
        "train.beta1|1|a number from 0 to below 1",
        "train.beta2|NaN|a number from 0 to below 1",
        "train.epsilon|0|a finite number greater than 0",
        "train.weight-decay|-1|empty or a finite number of at least 0",
        "train.clip-norm|-1|empty or a finite number of at least 0",
        "data.source|``|synthetic, a file, a glob or a jdbc: address",
        "data.features|a,b,a|comma-separated texts without repeats",
        "data.exclude|a\\,b,a\\,b|comma-separated texts without repeats",
        "data.missing|mode|one of error, mean, median, indicator, drop, or by column, as in age:median,income:indicator,"
            + " without drop",
        "data.missing|age:mode|one of error, mean, median, indicator, drop, or by column, as in age:median,income:indicator,"
            + " without drop",
        "data.missing|age:drop|one of error, mean, median, indicator, drop, or by column, as in age:median,income:indicator,"
            + " without drop",
        "data.missing|drop,age:mean|one of error, mean, median, indicator, drop, or by column, as in age:median,income:indicator,"
            + " without drop",
        "data.missing|age:mean,age:median|one of error, mean, median, indicator, drop, or by column, as in age:median,income:indicator,"
            + " without drop",
        "data.missing|mean,median|one of error, mean, median, indicator, drop, or by column, as in age:median,income:indicator,"
            + " without drop",
        "data.missing|``|one of error, mean, median, indicator, drop, or by column, as in age:median,income:indicator,"
            + " without drop",
        "data.max-levels|0|a whole number from 1 to 2147483647",
        "data.standardize|1|true or false",
        "data.validation|-0.1|a number from 0 to 0.9",
        "data.validation|0.91|a number from 0 to 0.9",
        "data.validation|20%|a number from 0 to 0.9",
        "data.validation|NaN|a number from 0 to 0.9",
        "train.l1|-1|a finite number of at least 0",
        "train.checkpoint-every|0|a whole number of epochs of at least 1, or of seconds"
            + " followed by s",
        "train.checkpoint-every|30m|a whole number of epochs of at least 1, or of seconds"
            + " followed by s",
        "train.patience|0|empty or a whole number from 1 to 2147483647",
        "train.l2|-1|empty or a finite number of at least 0",
        "train.l2|1e999|empty or a finite number of at least 0",
        "train.l2|auto|empty or a finite number of at least 0"
      })
  void aValueThatIsNotAllowedIsNamedWithItsRuleAndPlace(String name, String text, String rule) {
    assertThatThrownBy(
            () -> Settings.layered(List.of(new Layer("my.properties", Map.of(name, text)))))
        .isInstanceOf(SettingsException.class)
        .hasMessage("%s must be %s, was \"%s\" (my.properties)", name, rule, text);
  }

  @Test
  void anOutOfRangeValueInCodeIsRefusedToo() {
    assertThatThrownBy(() -> Settings.original().with(Settings.EPOCHS, 0))
        .hasMessage("train.epochs must be a whole number from 1 to 2147483647, was \"0\"");
  }

  @ParameterizedTest
  @CsvSource({
    "train.epoch, train.epochs",
    "train.learningrate, train.learning-rate",
    "epochs, train.epochs",
    "engine.samples, data.samples"
  })
  void anUnknownNameListsTheNearOne(String name, String near) {
    assertThatThrownBy(() -> Settings.layered(List.of(new Layer("--set", Map.of(name, "1")))))
        .isInstanceOf(SettingsException.class)
        .hasMessage("unknown setting \"%s\" (--set); did you mean %s?", name, near);
  }

  @Test
  void anUnknownNameThatIsNearNothingListsAll() {
    assertThatThrownBy(() -> Settings.layered(List.of(new Layer("f", Map.of("colour", "red")))))
        .hasMessageStartingWith("unknown setting \"colour\" (f); known are engine.device, ")
        .hasMessageEndingWith(
            ", train.class-weight, train.tolerance, train.firth, train.covariance, train.tests, train.intervals, train.threshold, train.prior,"
                + " train.patience, train.checkpoint, train.checkpoint-every");
  }

  private static Settings of(String name, String text) {
    return Settings.layered(List.of(new Layer("test", Map.of(name, text))));
  }

  @Test
  void textsMayContainEscapedCommasAndBackslashes() {
    Settings settings = of("data.features", " a\\,b , c d,\\\\,e\\f,,");

    assertThat(settings.get(Settings.FEATURES)).containsExactly("a,b", "c d", "\\", "e\\f");
    String printed =
        settings.with(Settings.SOURCE, "t.csv").toMap().getOrDefault("data.features", "");
    assertThat(printed).isEqualTo("a\\,b,c d,\\\\,e\\\\f");
    assertThat(of("data.features", printed).get(Settings.FEATURES))
        .isEqualTo(settings.get(Settings.FEATURES));
    assertThat(of("data.na", "").get(Settings.NA)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"0,0", "0.2,0.2", "0.9,0.9", "9e-1,0.9"})
  void sharesReachFromNothingToNineTenths(String text, double share) {
    assertThat(of("data.validation", text).get(Settings.VALIDATION)).isEqualTo(share);
  }

  @Test
  void anEmptyPenaltyIsOneOverTheRowsOfATableAndNoneElse() {
    assertThat(Settings.original().get(Settings.L2)).hasValue(0);
    assertThat(of("data.source", "t.csv").get(Settings.L2)).isEmpty();
    assertThat(of("train.l2", "").get(Settings.L2)).isEmpty();
    assertThat(of("train.l2", "").toMap()).containsEntry("train.l2", "");
    assertThat(of("train.l2", "0.5").get(Settings.L2)).hasValue(0.5);
  }

  @Test
  void tablesHaveDefaultsOfTheirOwn() {
    assertThat(of("data.source", "t.csv").toMap())
        .containsExactly(
            entry("engine.device", "cpu"),
            entry("engine.seed", "123"),
            entry("engine.precision", "float32"),
            entry("engine.threads", ""),
            entry("data.source", "t.csv"),
            entry("data.query", ""),
            entry("data.label", ""),
            entry("data.positive", ""),
            entry("data.weight", ""),
            entry("data.weight-kind", "importance"),
            entry("data.trials", ""),
            entry("data.offset", ""),
            entry("data.cluster", ""),
            entry("data.group", ""),
            entry("data.time", ""),
            entry("data.features", ""),
            entry("data.terms", ""),
            entry("data.exclude", ""),
            entry("data.categorical", ""),
            entry("data.reference", ""),
            entry("data.missing", "error"),
            entry("data.na", ""),
            entry("data.not-missing", ""),
            entry("data.max-levels", "100"),
            entry("data.min-level-rows", "0"),
            entry("data.standardize", "true"),
            entry("data.storage", "auto"),
            entry("data.memory", "auto"),
            entry("data.spill", ""),
            entry("data.index-base", "auto"),
            entry("data.validation", "0.0"),
            entry("train.solver", "lbfgs"),
            entry("train.epochs", "200"),
            entry("train.batch-size", "32"),
            entry("train.learning-rate", "0.01"),
            entry("train.schedule", "fixed"),
            entry("train.schedule-step", "30"),
            entry("train.schedule-factor", "0.1"),
            entry("train.warm-up", "5"),
            entry("train.momentum", "0.0"),
            entry("train.dampening", "0.0"),
            entry("train.nesterov", "false"),
            entry("train.beta1", "0.9"),
            entry("train.beta2", "0.999"),
            entry("train.epsilon", "1.0E-8"),
            entry("train.weight-decay", ""),
            entry("train.clip-norm", ""),
            entry("train.shuffle", "true"),
            entry("train.loss", "logits"),
            entry("train.gradient", "closed-form"),
            entry("train.epoch-loss", "mean"),
            entry("train.l1", "0.0"),
            entry("train.l2", ""),
            entry("train.class-weight", ""),
            entry("train.tolerance", ""),
            entry("train.firth", "false"),
            entry("train.covariance", "model"),
            entry("train.tests", "none"),
            entry("train.intervals", "wald"),
            entry("train.threshold", "0.5"),
            entry("train.prior", ""),
            entry("train.patience", ""),
            entry("train.checkpoint", ""),
            entry("train.checkpoint-every", "10"));
  }

  @Test
  void whatIsGivenCountsForTablesTooWhereverItComes() {
    Settings settings =
        Settings.layered(
            List.of(
                new Layer("file", Map.of("train.shuffle", "false", "train.batch-size", "1")),
                new Layer("--data", Map.of("data.source", "t.csv"))));

    assertThat(settings.get(Settings.SHUFFLE)).isFalse();
    assertThat(settings.get(Settings.BATCH_SIZE)).isEqualTo(1);
    assertThat(settings.get(Settings.LOSS)).isEqualTo(LossForm.LOGITS);
  }

  @Test
  void aPasswordIsKnownToTheReaderAndToNoListing() {
    String address = "jdbc:postgresql://host/db?user=me&password=secret";
    Settings settings = of("data.source", address);

    assertThat(settings.get(Settings.SOURCE)).isEqualTo(address);
    assertThat(settings.toMap())
        .containsEntry("data.source", "jdbc:postgresql://host/db?user=me&password=***");
    assertThat(settings).asString().doesNotContain("secret");
  }

  @Test
  void systemPropertiesCountUnderOurPrefixesAlone() {
    Properties properties = new Properties();
    properties.setProperty("train.epochs", "9");
    properties.setProperty("user.name", "someone");

    assertThat(Layer.systemProperties(properties).values()).isEqualTo(Map.of("train.epochs", "9"));
  }

  @Test
  void anAssignmentNeedsAnEqualsSign() {
    assertThatThrownBy(() -> Layer.assignments("--set", List.of("train.epochs")))
        .hasMessage("--set must be key=value, was \"train.epochs\"");
  }

  @Test
  void aKeyGivenTwiceInAFileIsRefused() throws IOException {
    Path file = Files.writeString(directory.resolve("twice.properties"), "a.b=1\na.b=2\n");

    assertThatThrownBy(() -> Layer.file(file)).hasMessage("a.b is given twice (%s)", file);
  }

  @Test
  void aFileThatIsNotTextIsRefused() throws IOException {
    Path binary = Files.write(directory.resolve("x.bin"), new byte[] {(byte) 0xff, (byte) 0xfe});
    Path escape = Files.writeString(directory.resolve("x.properties"), "a=\\u12x4\n");

    assertThatThrownBy(() -> Layer.file(binary))
        .hasMessage(binary + " is not a text file in UTF-8");
    assertThatThrownBy(() -> Layer.file(escape))
        .hasMessageStartingWith(escape + " is not a properties file: ");
  }

  @Test
  void aFileThatIsTooLargeIsNotRead() throws IOException {
    Path large = Files.writeString(directory.resolve("large"), "#".repeat((1 << 20) + 1));

    assertThatThrownBy(() -> Layer.file(large))
        .isInstanceOf(SettingsException.class)
        .hasMessage(large + " must have at most 1048576 bytes");
  }

  @Test
  void aLongTextIsShownShortened() {
    assertThatThrownBy(() -> Settings.L1.parse("1".repeat(5000)))
        .hasMessage(
            "train.l1 must be a finite number of at least 0, was \"" + "1".repeat(200) + "...\"");
  }
}
