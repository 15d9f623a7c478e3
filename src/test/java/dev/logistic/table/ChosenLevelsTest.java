package dev.logistic.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.types.DataType;
import dev.logistic.schema.FeatureSchema;
import dev.logistic.schema.LevelsTerm;
import dev.logistic.schema.RowEncoder;
import dev.logistic.schema.Term;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Levels in data.features and data.exclude. */
class ChosenLevelsTest {

  private static final String PEOPLE =
      "age,city,flag,y\n1,Ulm,true,0\n2,Bern,false,1\n3,Rome,true,0\n4,Ulm,true,1\n5,Oslo,false,0\n";

  @TempDir Path directory;

  private Path write(String content) throws IOException {
    return Files.writeString(directory.resolve("t.csv"), content);
  }

  private static Term column(Read read, String name) {
    return read.schema().terms().stream()
        .filter(each -> each.column().equals(name))
        .findFirst()
        .orElseThrow();
  }

  /** Everything but the merged levels is as of a table whose cells SQL has replaced. */
  private static void assertAsReplaced(Path file, Choice choice, String replaced, Choice plain)
      throws IOException {
    Read merged = Read.of(file, choice);
    Read expected = Read.of(file, "SELECT * REPLACE (%s) FROM data".formatted(replaced), plain);

    assertThat(merged.features()).isDeepEqualTo(expected.features());
    assertThat(merged.heldOut()).isDeepEqualTo(expected.heldOut());
    assertThat(merged.schema().featureNames()).isEqualTo(expected.schema().featureNames());
    assertThat(merged.schema().standardization()).isEqualTo(expected.schema().standardization());
    assertThat(column(merged, "city").levels()).isEqualTo(column(expected, "city").levels());
    assertThat(column(merged, "city").fill()).isEqualTo(column(expected, "city").fill());
  }

  @Test
  void thatAreExcludedReadAsTheReference() throws IOException {
    Path file = write(PEOPLE);

    Read read = Read.of(file, Choice.usual().exclude("city=Rome", "city=Oslo"));

    assertThat(read.schema().featureNames()).containsExactly("age", "city=Ulm", "flag");
    assertThat(column(read, "city").levels()).containsExactly("Bern", "Ulm");
    assertThat(column(read, "city").merged()).containsExactly("Oslo", "Rome");
    assertThat(read.feature("city=Ulm")).containsExactly(1, 0, 0, 1, 0);
    assertAsReplaced(
        file,
        Choice.usual().exclude("city=Rome", "city=Oslo").standardize(),
        "CASE WHEN city IN ('Rome', 'Oslo') THEN 'Bern' ELSE city END AS city",
        Choice.usual().standardize());
  }

  @Test
  void thatAreFeaturesAloneHaveIndicators() throws IOException {
    Path file = write(PEOPLE);

    Read read = Read.of(file, Choice.usual().features("city=Ulm", "age", "city=Rome"));

    assertThat(read.schema().featureNames()).containsExactly("city=Rome", "city=Ulm", "age");
    assertThat(column(read, "city").merged()).containsExactly("Oslo");
    Read both =
        Read.of(file, Choice.usual().features("city=Ulm", "city=Rome").exclude("city=Rome"));
    assertThat(both.schema().featureNames()).containsExactly("city=Ulm");
    assertThat(column(both, "city").merged()).containsExactly("Oslo", "Rome");
  }

  @Test
  void mergeIntoTheReferenceThatIsChosen() throws IOException {
    Path file = write(PEOPLE);
    Choice choice = Choice.usual().exclude("city=Bern").reference("city:Rome");

    Read read = Read.of(file, choice);

    assertThat(column(read, "city").levels()).containsExactly("Rome", "Oslo", "Ulm");
    assertThat(column(read, "city").merged()).containsExactly("Bern");
  }

  /** Rows of merged levels count for the reference where the most frequent level is sought. */
  @Test
  void countForTheReferenceWhereMissingCellsAreFilled() throws IOException {
    String rows = "b,0\nc,1\n\"\",0\na,1\nb,1\na,0\nc,0\nb,1\n";
    Path file = write("city,y\n" + rows.repeat(5));

    Read read = Read.of(file, Choice.usual().exclude("city=c").fillMissing());

    assertThat(column(read, "city").fill()).isEqualTo(0);
    assertAsReplaced(
        file,
        Choice.usual().exclude("city=c").fillMissing().standardize().validation(0.3),
        "CASE WHEN city = 'c' THEN 'a' ELSE city END AS city",
        Choice.usual().fillMissing().standardize().validation(0.3));
  }

  @Test
  void areReadSoInRowsForValidation() throws IOException {
    Path file = write(PEOPLE);
    Path others = directory.resolve("v.csv");
    Files.writeString(others, "age,city,flag,y\n1,Rome,true,0\n2,Ulm,true,1\n");

    Read read =
        Read.of(
            new TableSource(file.toString(), ""),
            new TableSource(others.toString(), ""),
            Choice.usual().exclude("city=Rome"),
            DataType.FLOAT32);

    assertThat(read.heldOut()).isDeepEqualTo(new double[][] {{1, 0, 0, 1}, {2, 0, 1, 1}});
    assertThat(read.warnings()).isEmpty();
  }

  @Test
  void canBeNumbersOfACategoricalColumn() throws IOException {
    Path file = write("z,y\n10,0\n2,1\n1,1\n");

    Read read = Read.of(file, Choice.usual().categorical("z").exclude("z=10"));

    assertThat(column(read, "z").levels()).containsExactly("1", "2");
    assertThat(column(read, "z").merged()).containsExactly("10");
  }

  @Test
  void columnsAndLevelsMayHaveEqualsSignsAndCommas() throws IOException {
    Path file = write("a,a=b,y\np,1,0\nq=r,2,1\n\"s, t\",3,1\nb,4,0\n");

    Read column = Read.of(file, Choice.usual().exclude("a=b"));
    assertThat(column.schema().featureNames()).containsExactly("a=p", "a=q=r", "a=s, t");
    assertThat(column(column, "a").merged()).isEmpty();
    assertThat(Read.of(file, Choice.usual().features("a=b")).schema().featureNames())
        .containsExactly("a=b");
    Read levels = Read.of(file, Choice.usual().exclude("a=q=r", "a=s, t"));
    assertThat(column(levels, "a").merged()).containsExactly("q=r", "s, t");
  }

  /** A number is looked up by the text of its level, even if all such levels are merged. */
  @Test
  void mayBeGivenAsNumbersOfARow() {
    Term column = new LevelsTerm("z", List.of("a", "b"), List.of("10"), null);
    RowEncoder encoder = new RowEncoder(new FeatureSchema(List.of(column), Optional.empty()));

    assertThat(encoder.encode(Map.of("z", 10.0))).containsExactly(0);
    assertThat(encoder.encode(Map.of("z", "b"))).containsExactly(1);
  }

  private static void assertRefused(Path file, Choice choice, String message) {
    assertThatThrownBy(() -> Read.of(file, choice))
        .isInstanceOf(TableException.class)
        .hasMessage(message);
  }

  @Test
  void thatCannotBeLeftOutAreRefused() throws IOException {
    Path file = write(PEOPLE);

    assertRefused(
        file,
        Choice.usual().exclude("city=Wien"),
        "data.exclude must name a level of column \"city\" in the training rows, was \"Wien\";"
            + " they are Bern, Oslo, Rome, Ulm");
    assertRefused(
        file,
        Choice.usual().exclude("city=Bern"),
        "data.exclude names \"city=Bern\", but \"Bern\" is the reference level of column \"city\""
            + " and has no indicator; choose another reference with data.reference, as in"
            + " data.reference=city:Oslo");
    assertRefused(
        file,
        Choice.usual().exclude("age=3"),
        "data.exclude names \"age=3\", but column \"age\" holds numbers, and only text columns"
            + " have levels; if its numbers are levels, name it in data.categorical");
    assertRefused(
        file,
        Choice.usual().exclude("flag=true"),
        "data.exclude names \"flag=true\", but column \"flag\" is a boolean, which is one feature:"
            + " name the column, as in data.exclude=flag");
    assertRefused(
        file,
        Choice.usual().exclude("city=Rome", "city=Ulm", "city=Oslo"),
        "data.exclude leaves no level of column \"city\" with an indicator; leave the whole column"
            + " out with data.exclude=city");
    assertRefused(
        file,
        Choice.usual().exclude("city=Rome").features("age"),
        "data.exclude names \"city=Rome\", but column \"city\" is not a feature; features are age");
    assertRefused(
        file,
        Choice.usual().exclude("city=Chur", "GR"),
        "data.exclude names \"city=Chur\" and then \"GR\", which is not a column; if both are one"
            + " level, write its comma as \\,");
  }

  @Test
  void thatCannotBeFeaturesAreRefused() throws IOException {
    Path file = write(PEOPLE);

    assertRefused(
        file,
        Choice.usual().features("city=Wien"),
        "data.features must name a level of column \"city\" in the training rows, was \"Wien\";"
            + " they are Bern, Oslo, Rome, Ulm");
    assertRefused(
        file,
        Choice.usual().features("city", "city=Rome"),
        "data.features names both column \"city\" and its level \"Rome\"; name either the column or"
            + " levels");
    assertRefused(
        file,
        Choice.usual().features("city=Rome").exclude("city=Rome"),
        "data.features with data.exclude leaves no level of column \"city\" with an indicator; leave"
            + " the whole column out with data.exclude=city");
    assertRefused(
        file,
        Choice.usual().features("flag=true"),
        "data.features names \"flag=true\", but column \"flag\" is a boolean, which is one feature:"
            + " name the column, as in data.features=flag");
    assertRefused(
        file,
        Choice.usual().features("town=Bern"),
        "%s has no column \"town=Bern\"; it has age, city, flag, y".formatted(file));
  }
}
