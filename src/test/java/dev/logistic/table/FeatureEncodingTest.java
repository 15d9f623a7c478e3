package dev.logistic.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.types.DataType;
import dev.logistic.schema.FlagTerm;
import dev.logistic.schema.LevelsTerm;
import dev.logistic.schema.NumberTerm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FeatureEncodingTest {

  @TempDir Path directory;

  private Path write(String content) throws IOException {
    return Files.writeString(directory.resolve("t.csv"), content);
  }

  @Test
  void numbersAndBooleansAreUsedAsTheyAreAndTextsBecomeIndicators() throws IOException {
    Path file = write("n,b,t,y\n1.5,true,red,0\n-2,false,blue,1\n1e3,true,green,1\n");

    Read read = Read.of(file, Choice.usual());

    assertThat(read.schema().terms())
        .containsExactly(
            new NumberTerm("n"),
            new FlagTerm("b", null),
            new LevelsTerm("t", List.of("blue", "green", "red"), null));
    assertThat(read.schema().featureNames()).containsExactly("n", "b", "t=green", "t=red");
    assertThat(read.features())
        .isDeepEqualTo(new double[][] {{1.5, 1, 0, 1}, {-2, 0, 0, 0}, {1000, 1, 1, 0}});
    assertThat(read.schema().standardization()).isEmpty();
  }

  @Test
  void levelsAreInTheOrderOfTheirCharactersAndKeepTheirCaseAndBlanks() throws IOException {
    Path file = write("t,y\nb,0\n\u00e4,1\nB,1\n a,0\nb1,1\nb10,1\nb2,0\n");

    assertThat(Read.of(file, Choice.usual()).schema().terms().get(0).levels())
        .containsExactly(" a", "B", "b", "b1", "b10", "b2", "\u00e4");
  }

  @Test
  void columnsAreThoseNamedInThatOrderOrAllButTheLabelAndThoseLeftOut() throws IOException {
    Path file = write("a,y,b,c\n1,0,2,3\n4,1,5,6\n");

    assertThat(Read.of(file, Choice.usual()).schema().featureNames())
        .containsExactly("a", "b", "c");
    assertThat(Read.of(file, Choice.usual().exclude("a")).schema().featureNames())
        .containsExactly("b", "c");
    Read read = Read.of(file, Choice.usual().features("c", "a"));
    assertThat(read.schema().featureNames()).containsExactly("c", "a");
    assertThat(read.features()).isDeepEqualTo(new double[][] {{3, 1}, {6, 4}});
    assertThat(
            Read.of(file, Choice.usual().features("c", "a").exclude("c")).schema().featureNames())
        .containsExactly("a");
  }

  @Test
  void aDateThatIsLeftOutDoesNoHarm() throws IOException {
    Path file = write("when,a,y\n2024-01-31,1,0\n2024-02-01,2,1\n");

    assertThat(Read.of(file, Choice.usual().exclude("when")).feature("a")).containsExactly(1, 2);
  }

  @Test
  void aConstantNumberStaysWithAWarningAndAConstantTextGoes() throws IOException {
    Path file = write("a,b,t,x,y\n7,true,only,1,0\n7,true,only,2,1\n");

    Read read = Read.of(file, Choice.usual().standardize());

    assertThat(read.schema().featureNames()).containsExactly("a", "b", "x");
    assertThat(read.features()).isDeepEqualTo(new double[][] {{0, 0, -1}, {0, 0, 1}});
    assertThat(read.schema().standardization().orElseThrow().scales())
        .containsExactly(1.0, 1.0, 0.5);
    assertThat(read.warnings())
        .containsExactly(
            "column \"a\" is constant (7) in the training rows and carries no information",
            "column \"b\" is constant (1) in the training rows and carries no information",
            "column \"t\" is constant (\"only\") in the training rows and carries no information");
  }

  @Test
  void aTableOfConstantTextsAloneIsRefused() throws IOException {
    Path file = write("t,y\nonly,0\nonly,1\n");

    assertThatThrownBy(() -> Read.of(file, Choice.usual()))
        .hasMessage("no column is left to learn from: all are constant texts");
  }

  @Test
  void float64KeepsEveryDigit() throws IOException {
    Path file = write("a,y\n0.1,0\n1234567890.123456789,1\n1e300,1\n");

    assertThat(Read.of(file.toString(), "", Choice.usual(), DataType.FLOAT64).feature("a"))
        .containsExactly(0.1, 1234567890.1234567, 1e300);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  void everyCellOfARandomTableIsWhatPlainJavaMakesOfIt(int seed) throws IOException {
    RandomTable table = new RandomTable(seed, 40 + 211 * seed);
    Path file = write(table.csv());

    Read raw = Read.of(file.toString(), "", table.choice(), DataType.FLOAT32);
    Read standardized =
        Read.of(file.toString(), "", table.choice().standardize().byColumn(true), DataType.FLOAT32);
    Read exact = Read.of(file.toString(), "", table.choice().standardize(), DataType.FLOAT64);

    BitSet none = new BitSet();
    assertSame(raw, table, none, false, 1e-6);
    assertSame(standardized, table, none, true, 2e-6);
    assertSame(exact, table, none, true, 1e-12);
  }

  @ParameterizedTest
  @CsvSource({"1, false", "2, false", "3, true", "4, true"})
  void heldOutRowsDoNotAffectTheSchema(int seed, boolean byColumn) throws IOException {
    RandomTable table = new RandomTable(100 + seed, 300 * seed);
    Path file = write(table.csv());
    Choice choice = table.choice().standardize().validation(0.3).seed(seed).byColumn(byColumn);

    Read read = Read.of(file.toString(), "", choice, DataType.FLOAT64);

    BitSet heldOut = HoldOut.of(table.codes(), 2, 0.3, seed);
    assertThat(read.heldOut()).hasDimensions(heldOut.cardinality(), read.schema().width());
    assertSame(read, table, heldOut, true, 1e-12);
  }

  private static void assertSame(
      Read read, RandomTable table, BitSet heldOut, boolean standardize, double error) {
    RandomTable.Expected expected = table.expected(heldOut, standardize);
    assertThat(read.schema().featureNames()).isEqualTo(expected.names());
    assertMatrix(read.features(), expected.training(), error);
    assertMatrix(read.heldOut(), expected.heldOut(), error);
    assertThat(read.labels()).containsExactly(expected.trainingLabels());
    assertThat(read.heldOutLabels()).containsExactly(expected.heldOutLabels());
  }

  private static void assertMatrix(double[][] actual, double[][] expected, double error) {
    assertThat(actual).hasNumberOfRows(expected.length);
    for (int row = 0; row < expected.length; row++) {
      for (int column = 0; column < expected[row].length; column++) {
        double value = expected[row][column];
        assertThat(actual[row][column])
            .as("row %d, column %d", row, column)
            .isCloseTo(value, within(error * Math.max(1, Math.abs(value))));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void rowsOfSeveralBlocksKeepTheirOrder(boolean byColumn) throws IOException {
    Path file = directory.resolve("t.parquet");
    Duck.run(
        "COPY (SELECT i AS a, (i %% 3)::DOUBLE AS b, i %% 2 AS y FROM range(150000) t(i)) TO '%s'"
            .formatted(file));

    Read all = Read.of(file, Choice.usual().byColumn(byColumn));
    Read some = Read.of(file, Choice.usual().validation(0.25).byColumn(byColumn));

    BitSet heldOut = HoldOut.of(RandomTable.codes(odd(150_000), 150_000), 2, 0.25, 123);
    assertThat(heldOut.cardinality()).isEqualTo(37_500);
    assertRows(all.features(), IntStream.range(0, 150_000));
    assertRows(some.features(), IntStream.range(0, 150_000).filter(row -> !heldOut.get(row)));
    assertRows(some.heldOut(), heldOut.stream());
    assertThat(some.labels())
        .containsExactly(
            IntStream.range(0, 150_000)
                .filter(row -> !heldOut.get(row))
                .mapToDouble(row -> row % 2)
                .toArray());
    assertThat(some.heldOutLabels())
        .containsExactly(heldOut.stream().mapToDouble(row -> row % 2).toArray());
  }

  private static void assertRows(double[][] features, IntStream rows) {
    double[][] expected =
        rows.mapToObj(row -> new double[] {row, row % 3}).toArray(double[][]::new);
    assertThat(Arrays.deepEquals(features, expected)).isTrue();
  }

  private static BitSet odd(int rows) {
    BitSet odd = new BitSet();
    for (int row = 1; row < rows; row += 2) {
      odd.set(row);
    }
    return odd;
  }
}
