package dev.logistic.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
  void everyValuePrintsAsItReads() {
    Settings settings =
        Settings.original()
            .with(Settings.THREADS, OptionalInt.of(2))
            .with(Settings.COEFFICIENTS, List.of(1.0, -1e-7))
            .with(Settings.LOSS, Settings.LossForm.LOGITS)
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
        "data.coefficients|1,,2|one or more finite numbers with commas between them",
        "train.shuffle|yes|true or false",
        "train.loss|Logits|one of probability, logits",
        "train.gradient|closed_form|one of autograd, closed-form",
        "engine.device|gpu:x|auto, cpu, gpu or gpu:N",
        "engine.device|cuda|auto, cpu, gpu or gpu:N",
        "engine.precision|float16|one of float32, float64",
        "train.solver|adam|sgd",
        "data.source|x.csv|synthetic"
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
        .hasMessageEndingWith(", train.epoch-loss");
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
}
