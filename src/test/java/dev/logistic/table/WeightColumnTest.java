package dev.logistic.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.types.DataType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code data.weight} names the column of row weights. */
class WeightColumnTest {

  @TempDir Path directory;

  private Path write(String name, String content) throws IOException {
    return Files.writeString(directory.resolve(name), content);
  }

  private static Choice choice() {
    return Choice.usual().weight("w");
  }

  private static void assertRefused(Path file, Choice choice, String message) {
    assertThatThrownBy(() -> Read.of(file, choice))
        .isInstanceOf(TableException.class)
        .hasMessage(message.replace("FILE", file.toString()));
  }

  @Test
  void itIsReadWithTheTableAndIsNoFeature() throws IOException {
    Read read = Read.of(write("t.csv", "a,w,y\n1,0.5,0\n2,0,1\n3,2,1\n"), choice());

    assertThat(read.schema().featureNames()).containsExactly("a");
    assertThat(read.weights()).containsExactly(0.5, 0, 2);
    assertThat(read.heldOutWeights()).isEmpty();
  }

  @Test
  void withoutTheKeyThereAreNoWeights() throws IOException {
    Read read = Read.of(write("t.csv", "a,w,y\n1,0.5,0\n2,0,1\n"), Choice.usual());

    assertThat(read.schema().featureNames()).containsExactly("a", "w");
    assertThat(read.weights()).isEmpty();
  }

  @Test
  void excludingItDoesNoHarm() throws IOException {
    Path file = write("t.csv", "a,w,y\n1,0.5,0\n2,0,1\n");

    assertThat(Read.of(file, choice().exclude("w")).weights()).containsExactly(0.5, 0);
    assertThat(Read.of(file, choice().features("a")).weights()).containsExactly(0.5, 0);
  }

  private static void assertSameSchema(Read weighted, Read repeated) {
    assertThat(weighted.schema()).isEqualTo(repeated.schema());
    assertThat(weighted.warnings()).isEqualTo(repeated.warnings());
  }

  @Test
  void standardizationCountsARowOfWeightTwoTwiceAndOneOfWeightZeroNever() throws IOException {
    Choice choice = choice().standardize();
    Path weighted = write("w.csv", "a,t,w,y\n1,p,2,0\n9e9,q,0,1\n3,q,1,0\n7,p,1,1\n");
    Path repeated = write("r.csv", "a,t,w,y\n1,p,1,0\n1,p,1,0\n3,q,1,0\n7,p,1,1\n");

    Read read = Read.of(weighted.toString(), "", choice, DataType.FLOAT64);

    assertThat(read.schema().standardization().orElseThrow().means()).containsExactly(3.0, 0.25);
    assertThat(read.schema().standardization().orElseThrow().scales())
        .containsExactly(Math.sqrt(6), Math.sqrt(0.25 * 0.75));
    assertSameSchema(read, Read.of(repeated.toString(), "", choice, DataType.FLOAT64));
  }

  @Test
  void missingCellsAreFilledWithTheWeightedMeanAndTheHeaviestLevel() throws IOException {
    Choice choice = choice().standardize().fillMissing();
    Path weighted = write("w.csv", "a,t,w,y\n1,p,3,0\n5,q,1,1\n,,1,1\n9,r,0,1\n");
    Path repeated = write("r.csv", "a,t,w,y\n1,p,1,0\n1,p,1,0\n1,p,1,0\n5,q,1,1\n,,1,1\n");

    Read read = Read.of(weighted.toString(), "", choice, DataType.FLOAT64);

    assertThat(read.schema().terms().get(0).fill()).isEqualTo(2);
    assertThat(read.schema().terms().get(1).levels()).containsExactly("p", "q");
    assertThat(read.schema().terms().get(1).fill()).isEqualTo(0);
    assertSameSchema(read, Read.of(repeated.toString(), "", choice, DataType.FLOAT64));
  }

  @Test
  void aColumnThatVariesOnlyInRowsOfWeightZeroIsConstant() throws IOException {
    Path file = write("t.csv", "a,b,w,y\n1,7,1,0\n2,7,1,1\n3,8,0,1\n");
    Read read = Read.of(file, choice().standardize());

    assertThat(read.warnings())
        .containsExactly(
            "column \"b\" is constant (7) in the training rows and carries no information");
    assertThat(read.schema().standardization().orElseThrow().scales()).containsExactly(.5, 1.0);
  }

  @ParameterizedTest
  @ValueSource(doubles = {1e-300, 1e300})
  void theScaleOfWeightsDoesNotMatter(double unit) throws IOException {
    Choice choice = choice().standardize();
    String rows = "a,w,y\n1,%s,0\n2,0,1\n3,%s,1\n";
    Path plain = write("p.csv", rows.formatted(1, 3));
    Path scaled = write("s.csv", rows.formatted(unit, 3 * unit));

    List<Double> expected = scales(Read.of(plain.toString(), "", choice, DataType.FLOAT64));
    List<Double> actual = scales(Read.of(scaled.toString(), "", choice, DataType.FLOAT64));

    assertThat(actual.get(0)).isCloseTo(expected.get(0), within(1e-15));
  }

  private static List<Double> scales(Read read) {
    return read.schema().standardization().orElseThrow().scales();
  }

  /** Row i weighs i + 1, as its only feature says. */
  @Test
  void rowsThatAreHeldOutTakeTheirWeightsAlong() throws IOException {
    String rows =
        IntStream.rangeClosed(1, 20_000)
            .mapToObj(i -> i + "," + i + "," + i % 2)
            .collect(Collectors.joining("\n"));
    Read read = Read.of(write("t.csv", "a,w,y\n" + rows + "\n"), choice().validation(0.25));

    assertThat(read.heldOutWeights()).hasSize(5_000);
    assertThat(read.weights()).isEqualTo(firstColumn(read.features()));
    assertThat(read.heldOutWeights()).isEqualTo(firstColumn(read.heldOut()));
  }

  private static double[] firstColumn(double[][] rows) {
    return Arrays.stream(rows).mapToDouble(row -> row[0]).toArray();
  }

  private Read withValidation(String validation) throws IOException {
    Path training = write("t.csv", "a,w,y\n1,1,0\n2,2,1\n");
    Path other = write("v.csv", validation);
    return Read.of(
        new TableSource(training.toString(), ""),
        new TableSource(other.toString(), ""),
        choice(),
        DataType.FLOAT32);
  }

  @Test
  void theTableForValidationHasTheColumnToo() throws IOException {
    Read read = withValidation("y,w,a\n1,3,7\n0,0.5,8\n");

    assertThat(read.heldOutWeights()).containsExactly(3, 0.5);
    assertThatThrownBy(() -> withValidation("a,y\n1,0\n2,1\n"))
        .hasMessage(directory.resolve("v.csv") + " has no column \"w\"; it has a, y");
    assertThatThrownBy(() -> withValidation("a,w,y\n1,1,0\n2,-2,1\n"))
        .hasMessage(
            directory.resolve("v.csv")
                + ", row 2, column \"w\": must be a weight of at least 0, was -2");
    assertThatThrownBy(() -> withValidation("a,w,y\n1,0,0\n2,0,1\n"))
        .hasMessage(
            "the weights in column \"w\" are 0 in all rows of " + directory.resolve("v.csv"));
  }

  @Test
  void aParquetFileAndAQueryCanHaveIt() throws IOException {
    Path file = directory.resolve("t.parquet");
    Duck.run(
        "COPY (SELECT i AS a, i %% 2 AS y, i::DECIMAL(9,2) / 4 AS w FROM range(3) t(i)) TO '%s'"
            .formatted(file));

    assertThat(Read.of(file, choice()).weights()).containsExactly(0, 0.25, 0.5);
    assertThat(Read.of(file, "SELECT a, y, 2 * w AS w FROM data", choice()).weights())
        .containsExactly(0, 0.5, 1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "-1|must be a weight of at least 0, was -1",
        "-0.25|must be a weight of at least 0, was -0.25",
        "''|must be a weight, is missing",
        "nan|must be a finite number, was NaN",
        "inf|must be a finite number, was Infinity",
        "1e39|is too large for float32, was 1.0E39; engine.precision=float64 can hold it",
        "heavy|must be a number, was \"heavy\""
      })
  void whatIsNoWeightIsNamedWithRowAndColumn(String cell, String message) throws IOException {
    assertRefused(
        write("t.csv", "a,w,y\n1,1,0\n2," + cell + ",1\n3,1,1\n"),
        choice(),
        "FILE, row 2, column \"w\": " + message);
  }

  @Test
  void aTextThatMeansMissingIsNoWeightEither() throws IOException {
    assertRefused(
        write("t.csv", "a,w,y\n1,1,0\n2,-9,1\n"),
        choice().na("-9"),
        "FILE, row 2, column \"w\": must be a weight, is missing");
  }

  @Test
  void theColumnMustBeThereAndBeFree() throws IOException {
    Path file = write("t.csv", "a,w,d,y\n1,1,2024-01-31,0\n2,1,2024-01-31,1\n");

    assertRefused(
        file,
        Choice.usual().weight("W"),
        "FILE has no column \"W\"; did you mean \"w\"? it has a, w, d, y");
    assertRefused(
        file, Choice.usual().weight("y"), "column \"y\" cannot be both the label and the weight");
    assertRefused(
        file, choice().features("a", "w"), "column \"w\" cannot be both the weight and a feature");
    assertRefused(
        file,
        Choice.usual().weight("d"),
        "FILE: column \"d\" is of type DATE; a weight must be a number");
  }

  @Test
  void weightsThatAreAllZeroAreRefused() throws IOException {
    assertRefused(
        write("t.csv", "a,w,y\n1,0,0\n2,0,1\n"),
        choice(),
        "the weights in column \"w\" are 0 in all rows to learn from");
  }
}
