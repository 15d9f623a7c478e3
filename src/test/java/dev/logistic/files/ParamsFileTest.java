package dev.logistic.files;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The errors about the stored inputs of {@code ParamsFuzz}, with three features and one output. */
class ParamsFileTest {

  private static final Path FOLDER = Path.of("src/test/resources/fuzz/ParamsFuzz");

  @Test
  void bothTypesAreTaken() {
    assertThatCode(() -> ParamsFile.read(FOLDER.resolve("good"), 3, 1)).doesNotThrowAnyException();
    assertThatCode(() -> ParamsFile.read(FOLDER.resolve("float64"), 3, 1))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "empty | the start must be DJL@, was",
        "cut | it is truncated",
        "more-behind | unexpected bytes follow the bias",
        "many-inputs | the number of the block's inputs must be 1, was 2147483647",
        "many-dimensions | the number of dimensions of weight must be 2, was 2147483647",
        "negative-dimensions | the number of dimensions of weight must be 2, was -1",
        "long-layout | the length of the layout of weight must be 2, was 2147483647",
        "length-of-2-gib | the length of weight must be 12, was 2147483647",
        "negative-length | the length of weight must be 12, was -1",
        "other-byte-order | the byte order of weight must be <, was >",
        "weight-without-values | the mark of weight must be P, was N",
      })
  void eachCountAndLengthMustBeTheOneOfThisModel(String name, String reason) {
    Path file = FOLDER.resolve(name);
    assertThatThrownBy(() -> ParamsFile.read(file, 3, 1))
        .isInstanceOf(CorruptFileException.class)
        .hasMessageStartingWith(file + " does not hold the parameters of a model: " + reason);
  }

  @Test
  void aShapeWhoseSizeOverflowsIsNamed() {
    Path file = FOLDER.resolve("shape-whose-size-overflows");
    assertThatThrownBy(() -> ParamsFile.read(file, 3, 1))
        .hasMessage(
            file
                + ": weight must have shape (3, 1) as model.json says, was (4294967296, 4294967296)");
  }
}
