package dev.logistic.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.types.DataType;
import dev.logistic.schema.FeatureSchema;
import dev.logistic.schema.LevelsTerm;
import dev.logistic.schema.NumberTerm;
import dev.logistic.schema.RowEncoder;
import dev.logistic.schema.Term;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Numbers that are levels. */
class CategoricalTest {

  @TempDir Path directory;

  private Path write(String name, String content) throws IOException {
    return Files.writeString(directory.resolve(name), content);
  }

  private Path parquet(String rows) {
    Path file = directory.resolve("t.parquet");
    Duck.run("COPY (SELECT * FROM (VALUES %s) AS t(a, z, y)) TO '%s'".formatted(rows, file));
    return file;
  }

  private static FeatureSchema schema(String... levels) {
    return new FeatureSchema(List.of(new LevelsTerm("z", List.of(levels), null)), Optional.empty());
  }

  private static double[] features(Path file, FeatureSchema schema) throws TableException {
    try (TableRows rows =
        TableRows.builder(new TableSource(file.toString(), ""), schema).allCells().open()) {
      rows.next();
      return Arrays.copyOf(rows.features(), rows.rows() * schema.width());
    }
  }

  @Test
  void ofACsvFileAreReadAsTheyStandAndOrderedAsNumbers() throws IOException {
    Path file = write("t.csv", "a,z,y\n1,10,0\n2,02,1\n3,9,1\n4,02,0\n");

    Read read = Read.of(file, Choice.usual().categorical("z"));

    assertThat(read.schema().terms().get(0)).isInstanceOf(NumberTerm.class);
    assertThat(read.schema().terms().get(1)).isInstanceOf(LevelsTerm.class);
    assertThat(read.schema().terms().get(1).levels()).containsExactly("02", "9", "10");
    assertThat(read.feature("z=9")).containsExactly(0, 0, 1, 0);
    assertThat(read.feature("z=10")).containsExactly(1, 0, 0, 0);
  }

  @Test
  void standardizationIsThatOfIndicators() throws IOException {
    Path file = write("t.csv", "z,y\n1,0\n2,1\n2,1\n2,0\n");

    Read read = Read.of(file, Choice.usual().categorical("z").standardize());

    assertThat(read.schema().standardization().orElseThrow().means()).containsExactly(0.75);
  }

  @Test
  void besideOtherTextsTheOrderIsThatOfTexts() throws IOException {
    Path file = write("t.csv", "z,y\n9,0\n10,1\nx,1\n1,0\n");

    assertThat(Read.of(file, Choice.usual().categorical("z")).schema().terms().get(0).levels())
        .containsExactly("1", "10", "9", "x");
  }

  @ParameterizedTest
  @ValueSource(strings = {"INTEGER", "DOUBLE", "DECIMAL(9,2)", "FLOAT", "VARCHAR"})
  void ofATypedColumnHaveTheirPlainText(String type) throws IOException {
    Path file = parquet("(1, 10::%1$s, 0), (2, 2::%1$s, 1), (3, 9::%1$s, 1)".formatted(type));

    List<String> levels =
        Read.of(file, Choice.usual().categorical("z")).schema().terms().get(1).levels();

    assertThat(levels).containsExactly("2", "9", "10");
    assertThat(features(file, schema("2", "9", "10"))).containsExactly(0, 1, 0, 0, 1, 0);
  }

  @Test
  void fractionsAndBooleansHaveTheirPlainTextToo() throws IOException {
    Path file = parquet("(true, 0.50::DOUBLE, 0), (false, -1.25::DOUBLE, 1)");

    Read read = Read.of(file, Choice.usual().categorical("z", "a"));

    assertThat(read.schema().terms())
        .extracting(Term::levels)
        .containsExactly(List.of("false", "true"), List.of("-1.25", "0.5"));
  }

  @Test
  void missingNumbersOfATypedColumnAreMissing() throws IOException {
    Path file = parquet("(1, 1, 0), (2, -999, 1), (3, 2, 1), (4, NULL, 0)");

    Read read = Read.of(file, Choice.usual().categorical("z").na("-999").dropMissing());

    assertThat(read.feature("z=2")).containsExactly(0, 1);
  }

  @Test
  void areMatchedInATableAsTheyStandThere() throws IOException {
    FeatureSchema schema = schema("01", "1", "2");

    assertThat(features(write("t.csv", "z\n01\n1\n2\n"), schema)).containsExactly(0, 0, 1, 0, 0, 1);
    assertThat(features(parquet("(0, 1, 0), (0, 2, 0)"), schema)).containsExactly(1, 0, 0, 1);
  }

  @Test
  void areMatchedInARowByTheirText() {
    RowEncoder encoder = new RowEncoder(schema("0", "1", "2.5", "x"));

    assertThat(encoder.encode(Map.of("z", 1))).containsExactly(1, 0, 0);
    assertThat(encoder.encode(Map.of("z", 1.0))).containsExactly(1, 0, 0);
    assertThat(encoder.encode(Map.of("z", 2.50f))).containsExactly(0, 1, 0);
    assertThat(encoder.encode(Map.of("z", -0.0))).containsExactly(0, 0, 0);
    assertThat(encoder.encode(Map.of("z", "x"))).containsExactly(0, 0, 1);
    assertThat(encoder.encode(Map.of("z", 77))).containsExactly(0, 0, 0);
    assertThatThrownBy(() -> encoder.encode(Map.of("z", true)))
        .hasMessage("column \"z\" must be a text, was true");
    assertThat(new RowEncoder(schema("false", "true")).encode(Map.of("z", true)))
        .containsExactly(1);
  }

  @Test
  void heldOutRowsOfAnotherFileAreReadLikewise() throws IOException {
    Path training = write("t.csv", "z,y\n01,0\n02,1\n02,0\n");
    Path other = write("v.csv", "z,y\n02,1\n01,0\n");

    Read read =
        Read.of(
            new TableSource(training.toString(), ""),
            new TableSource(other.toString(), ""),
            Choice.usual().categorical("z"),
            DataType.FLOAT32);

    assertThat(read.heldOut()).isDeepEqualTo(new double[][] {{1}, {0}});
  }

  @Test
  void mostLevelsCountForThemToo() throws IOException {
    Path file = write("t.csv", "z,y\n1,0\n2,1\n3,1\n");

    assertThatThrownBy(() -> Read.of(file, Choice.usual().categorical("z").maxLevels(2)))
        .hasMessageContaining("column \"z\" has more than 2 distinct texts (data.max-levels)");
  }

  @Test
  void aColumnThatIsNoFeatureIsRefused() throws IOException {
    Path file = write("t.csv", "a,z,y\n1,1,0\n2,2,1\n");

    assertThatThrownBy(() -> Read.of(file, Choice.usual().categorical("b")))
        .isInstanceOf(TableException.class)
        .hasMessage(file + " has no column \"b\"; it has a, z, y");
    assertThatThrownBy(() -> Read.of(file, Choice.usual().categorical("z").exclude("z")))
        .hasMessage(
            "column \"z\" is named in data.categorical, but is not a feature; features are a");
    assertThatThrownBy(() -> Read.of(file, Choice.usual().categorical("y")))
        .hasMessageStartingWith("column \"y\" is named in data.categorical, but is not a feature");
  }
}
