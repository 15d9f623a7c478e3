package dev.logistic.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.types.DataType;
import dev.logistic.schema.FeatureSchema;
import dev.logistic.schema.FlagTerm;
import dev.logistic.schema.LevelsTerm;
import dev.logistic.schema.NumberTerm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows that are read by the schema of a model. */
class TableRowsTest {

  private static final FeatureSchema SCHEMA = schema(null);
  private static final FeatureSchema FILLING = schema(1.0);

  @TempDir Path directory;

  private static FeatureSchema schema(@Nullable Double fill) {
    return new FeatureSchema(
        List.of(
            new NumberTerm("n", fill),
            new FlagTerm("b", fill),
            new LevelsTerm("t", List.of("p", "q", "r"), fill)),
        Optional.empty());
  }

  /** What was read, to the end. */
  private record All(
      List<List<Double>> features,
      List<List<String>> cells,
      Map<String, String> types,
      List<String> warnings) {}

  private All read(Path file, FeatureSchema schema, String query, String... na)
      throws TableException {
    try (TableRows rows =
        TableRows.builder(new TableSource(file.toString(), query), schema)
            .na(List.of(na))
            .allCells()
            .open()) {
      List<List<Double>> features = new ArrayList<>();
      List<List<String>> cells = new ArrayList<>();
      while (rows.next()) {
        for (int row = 0; row < rows.rows(); row++) {
          features.add(
              Arrays.stream(rows.features(), row * schema.width(), (row + 1) * schema.width())
                  .boxed()
                  .toList());
          cells.add(Arrays.asList(rows.cells(row)));
        }
      }
      rows.requireSome();
      return new All(features, cells, rows.types(), rows.warnings());
    }
  }

  private Path write(String content) throws IOException {
    return Files.writeString(directory.resolve("t.csv"), content);
  }

  @Test
  void columnsAreFoundByTheirNamesWhateverTheirOrderAndOthersDoNotMatter() throws IOException {
    All all = read(write("more,t,when,n,b\nx,r,2024-01-31,1.5,true\n,p,,-2,false\n"), SCHEMA, "");

    assertThat(all.features()).containsExactly(List.of(1.5, 1., 0., 1.), List.of(-2., 0., 0., 0.));
    assertThat(all.cells())
        .containsExactly(
            List.of("x", "r", "2024-01-31", "1.5", "true"),
            Arrays.asList(null, "p", null, "-2", "false"));
    assertThat(all.warnings()).isEmpty();
  }

  @Test
  void booleansMayBeWrittenAsNumbers() throws IOException {
    assertThat(read(write("n,b,t\n1,1,p\n2,0,q\n"), SCHEMA, "").features())
        .containsExactly(List.of(1., 1., 0., 0.), List.of(2., 0., 1., 0.));
  }

  @Test
  void textsThatTheTrainingDidNotSeeAreTheReferenceAndCounted() throws IOException {
    All all = read(write("n,b,t\n1,true,new\n2,true,q\n3,true,newer\n4,true,P\n"), SCHEMA, "");

    assertThat(all.features())
        .extracting(row -> row.subList(2, 4))
        .containsExactly(List.of(0., 0.), List.of(1., 0.), List.of(0., 0.), List.of(0., 0.));
    assertThat(all.warnings())
        .containsExactly(
            "column \"t\": 3 texts that the training did not see (\"new\", \"newer\", \"P\"), taken as"
                + " \"p\"");
  }

  @Test
  void textsThatLookLikeNumbersStayTexts() throws IOException {
    FeatureSchema codes =
        new FeatureSchema(
            List.of(new LevelsTerm("t", List.of("007", "1.10", "x"), null)), Optional.empty());

    assertThat(read(write("t,u\n1.10,1\n007,2\n"), codes, "").features())
        .containsExactly(List.of(1., 0.), List.of(0., 0.));
  }

  @Test
  void missingCellsAreFilledByTheSchema() throws IOException {
    assertThat(read(write("n,b,t\n,,\nNA,NA,NA\n5,0,r\n"), FILLING, "", "NA").features())
        .containsExactly(List.of(1., 1., 1., 0.), List.of(1., 1., 1., 0.), List.of(5., 0., 0., 1.));
  }

  @Test
  void missingCellsAreRefusedWhereTheSchemaHasNothingForThem() throws IOException {
    Path number = write("n,b,t\n1,true,p\n,true,p\n");
    assertThatThrownBy(() -> read(number, SCHEMA, ""))
        .isInstanceOf(TableException.class)
        .hasMessage(
            number
                + ", row 2, column \"n\": is missing; the model was not trained with data.missing=mean"
                + " and has no value to fill in; leave such rows out in SQL with data.query, or"
                + " mark incomplete rows instead of refusing them");
    Path text = Files.writeString(directory.resolve("u.csv"), "n,b,t\n1,true,p\n1,true,?\n");
    assertThatThrownBy(() -> read(text, SCHEMA, "", "?"))
        .hasMessage(
            text
                + ", row 2, column \"t\": is missing; the model was not trained with data.missing=mean"
                + " and has no value to fill in; leave such rows out in SQL with data.query, or"
                + " mark incomplete rows instead of refusing them");
  }

  @Test
  void numbersMayHaveADecimalComma() throws IOException {
    All all = read(write("n;b;t\n1,5;1;p\n-0,125;0;q\nNA;1;p\n"), FILLING, "", "NA");

    assertThat(all.features()).extracting(row -> row.get(0)).containsExactly(1.5, -0.125, 1.);
    assertThat(all.cells()).extracting(row -> row.get(0)).containsExactly("1,5", "-0,125", "NA");
  }

  @ParameterizedTest
  @ValueSource(strings = {"n;b;t\n1,234;1;p\n5;0;q\n", "n,b,t\n\"1,234\",1,p\n"})
  void aCommaThatMayGroupThousandsIsRefused(String content) throws IOException {
    Path file = write(content);

    assertThatThrownBy(() -> read(file, FILLING, ""))
        .hasMessageContainingAll(
            file + ", row 1, column \"n\":",
            "\"1,234\"",
            "CAST(replace(\"n\", ',', '') AS DOUBLE) if the comma marks thousands",
            "CAST(replace(\"n\", ',', '.') AS DOUBLE) if it marks decimals");
  }

  @Test
  void columnsThatAreAbsentAreNamed() throws IOException {
    Path file = write("a,b\n1,true\n");

    assertThatThrownBy(() -> read(file, SCHEMA, ""))
        .hasMessage(file + " lacks columns that the model needs: n, t; it has a, b");
  }

  @Test
  void cellsThatDoNotFitAreNamed() throws IOException {
    Path text = write("n,b,t\n1,true,p\ntwo,true,p\n");
    assertThatThrownBy(() -> read(text, SCHEMA, ""))
        .hasMessage(text + ", row 2, column \"n\": must be a number, was \"two\"");
    Path infinite = Files.writeString(directory.resolve("u.csv"), "n,b,t\n1,true,p\n-inf,true,p\n");
    assertThatThrownBy(() -> read(infinite, SCHEMA, ""))
        .hasMessage(infinite + ", row 2, column \"n\": must be a finite number, was -inf");
    Path flag = Files.writeString(directory.resolve("v.csv"), "n,b,t\n1,1,p\n1,2,p\n");
    assertThatThrownBy(() -> read(flag, SCHEMA, ""))
        .hasMessage(flag + ", row 2, column \"b\": must be true or false, was 2");
    Path letter = Files.writeString(directory.resolve("x.csv"), "n,b,t\n1,Y,p\n1,N,p\n");
    assertThatThrownBy(() -> read(letter, SCHEMA, ""))
        .hasMessage(letter + ", row 1, column \"b\": must be true or false, was \"Y\"");
    Path none = Files.writeString(directory.resolve("w.csv"), "n,b,t\n");
    assertThatThrownBy(() -> read(none, SCHEMA, "")).hasMessage(none + " has no rows");
  }

  @Test
  void numbersThatTheTypeOfAModelCannotHoldAreNamed() throws IOException {
    Path file = write("n,b,t\n3e38,1,p\n-1e39,1,p\n");
    TableSource source = new TableSource(file.toString(), "");

    try (TableRows rows = TableRows.builder(source, SCHEMA).allCells().open()) {
      rows.requireFit(DataType.FLOAT32);
      assertThatThrownBy(rows::next)
          .isInstanceOf(TableException.class)
          .hasMessage(
              file
                  + ", row 2, column \"n\": is too large for float32, was -1.0E39; a model of"
                  + " engine.precision=float64 can hold it");
    }
    try (TableRows rows = TableRows.builder(source, SCHEMA).allCells().open()) {
      rows.requireFit(DataType.FLOAT64);
      assertThat(rows.next()).isTrue();
    }
  }

  @Test
  void cellsAreCarriedThroughAsTheyAreWritten() throws IOException {
    Path file =
        write(
            "n,b,t,id,note\n1.10,TRUE,p,007,\"a, \"\"b\"\"\"\n"
                + "2e0,False,q,1_0,\"two\nlines\"\n+3,true,r, x ,NA\n");

    All all = read(file, SCHEMA, "", "NA");

    assertThat(all.cells())
        .containsExactly(
            List.of("1.10", "TRUE", "p", "007", "a, \"b\""),
            List.of("2e0", "False", "q", "1_0", "two\nlines"),
            List.of("+3", "true", "r", " x ", "NA"));
    assertThat(all.features())
        .containsExactly(
            List.of(1.1, 1., 0., 0.), List.of(2., 0., 1., 0.), List.of(3., 1., 0., 1.));
    assertThat(all.types()).isEmpty();
  }

  @Test
  void typedFilesTellTheirTypes() throws IOException {
    Path file = directory.resolve("t.parquet");
    Duck.run(
        ("COPY (SELECT 1::DECIMAL(9, 2) AS n, true AS b, 'q' AS t, '' AS empty, DATE '2024-01-31'"
                + " AS d, NULL::INTEGER AS none, 12345678901234567890::HUGEINT AS big) TO '%s'")
            .formatted(file));

    All all = read(file, SCHEMA, "");

    assertThat(all.features()).containsExactly(List.of(1., 1., 1., 0.));
    assertThat(all.cells())
        .containsExactly(
            Arrays.asList("1.00", "true", "q", "", "2024-01-31", null, "1.2345678901234567e+19"));
    assertThat(all.types())
        .containsEntry("n", "DECIMAL(9,2)")
        .containsEntry("b", "BOOLEAN")
        .containsEntry("t", "VARCHAR")
        .containsEntry("d", "DATE")
        .containsEntry("none", "INTEGER");
  }

  @Test
  void moreRowsThanAreReadAtATime() throws IOException {
    String rows =
        IntStream.range(0, 20_001).mapToObj(row -> row + ",true,q\n").collect(Collectors.joining());

    All all = read(write("n,b,t\n" + rows), SCHEMA, "");

    assertThat(all.cells())
        .extracting(row -> row.get(0))
        .isEqualTo(IntStream.range(0, 20_001).mapToObj(String::valueOf).toList());
    assertThat(all.features())
        .extracting(row -> row.get(0))
        .isEqualTo(IntStream.range(0, 20_001).mapToObj(Double::valueOf).toList());
  }

  @Test
  void labelsMustBeOneOfTheClasses() throws IOException {
    Path file = write("n,b,t,y\n1,true,p,no\n2,true,q,yes\n3,true,q,\n");
    TableSource source = new TableSource(file.toString(), "");

    try (TableRows rows =
        TableRows.builder(source, SCHEMA).label("y", List.of("no", "yes")).open()) {
      assertThatThrownBy(rows::next)
          .hasMessage(file + ", row 3, column \"y\": must be one of no, yes, is missing");
      assertThat(rows.classOf(0)).isEqualTo(0);
      assertThat(rows.classOf(1)).isEqualTo(1);
    }
    assertThatThrownBy(
            () -> TableRows.builder(source, SCHEMA).label("z", List.of("no", "yes")).open())
        .hasMessage(file + " has no column \"z\"; it has n, b, t, y");
  }

  /** The same label in another spelling, or of another type, is the same class. */
  @ParameterizedTest
  @CsvSource({
    "'0,1', '0,1'",
    "'0,1', '0.0,1.0'",
    "'0,1', '-0,+1'",
    "'0,1', 'FALSE,TRUE'",
    "'0,1000', '0,1e3'",
    "'false,true', 'FALSE,True'",
    "'false,true', '0,1'",
    "'01,02', '01,02'",
    "'01,02', '1,2'",
    "'no,yes', 'no,yes'",
    "'TRUE,maybe', 'TRUE,maybe'"
  })
  void theModelDecidesHowLabelsAreRead(String classes, String labels) throws IOException {
    List<String> known = List.of(classes.split(","));
    String[] texts = labels.split(",");
    Path file =
        write("n,b,t,y\n1,true,p,%s\n2,true,q,%s\n3,true,q,%1$s\n".formatted((Object[]) texts));

    try (TableRows rows =
        TableRows.builder(new TableSource(file.toString(), ""), SCHEMA).label("y", known).open()) {
      assertThat(rows.next()).isTrue();
      assertThat(List.of(rows.classOf(0), rows.classOf(1), rows.classOf(2)))
          .containsExactly(0, 1, 0);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'0,1', 2020-01-02",
    "'0,1', 2",
    "'1,2', TRUE",
    "'false,true', n/a",
    "'no,yes', No",
    "'no,yes', 1"
  })
  void anUnknownLabelIsRefused(String classes, String label) throws IOException {
    List<String> known = List.of(classes.split(","));
    Path file = write("n,b,t,y\n1,true,p,%s\n2,true,q,%1$s\n".formatted(label));

    try (TableRows rows =
        TableRows.builder(new TableSource(file.toString(), ""), SCHEMA).label("y", known).open()) {
      assertThatThrownBy(rows::next)
          .isInstanceOf(TableException.class)
          .hasMessageContaining("row 1, column \"y\"")
          .hasMessageContaining("one of " + String.join(", ", known))
          .hasMessageContaining("was \"");
    }
  }
}
