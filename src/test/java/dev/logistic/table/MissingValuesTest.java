package dev.logistic.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MissingValuesTest {

  private static final String TAIL =
      "; leave columns out with data.exclude, rows with data.missing=drop, or fill values in with"
          + " data.missing=mean";

  @TempDir Path directory;

  private Path write(String content) throws IOException {
    return Files.writeString(directory.resolve("t.csv"), content);
  }

  @Test
  void areRefusedWithColumnCountAndFirstRow() throws IOException {
    Path file = write("a,b,t,y\n1,2,p,0\n,3,,1\n,4,q,1\n3,4,,0\n");

    assertThatThrownBy(() -> Read.of(file, Choice.usual()))
        .isInstanceOf(TableException.class)
        .hasMessage(
            file
                + ": column \"a\" has 2 missing values, the first in row 2; column \"t\" has 2"
                + " missing values, the first in row 2"
                + TAIL);
    assertThat(Read.of(file, Choice.usual().exclude("a", "t")).feature("b"))
        .containsExactly(2, 3, 4, 4);
  }

  @Test
  void areFilledWithTheMeanOfNumbersAndTheMostFrequentText() throws IOException {
    Path file = write("a,b,t,y\n1,true,p,0\n,,,1\n2,true,q,1\n6,false,q,0\n");

    Read read = Read.of(file, Choice.usual().fillMissing());

    assertThat(read.feature("a")).containsExactly(1, 3, 2, 6);
    assertThat(read.feature("b")).containsExactly(1, 2f / 3, 1, 0);
    assertThat(read.feature("t=q")).containsExactly(0, 1, 1, 1);
    assertThat(read.schema().terms())
        .extracting(column -> column.fill())
        .containsExactly(3.0, 2.0 / 3, 1.0);
  }

  @Test
  void ofTextsThatComeEquallyOftenTheFirstInNaturalOrderFills() throws IOException {
    Path file = write("t,y\nq,0\np,0\n\"\",1\np,1\nq,1\nr,0\n");

    assertThat(Read.of(file, Choice.usual().fillMissing()).feature("t=q"))
        .containsExactly(1, 0, 0, 0, 1, 0);
  }

  @Test
  void columnsWithoutGapsKnowTheirFillToo() throws IOException {
    Path file = write("a,t,y\n1,p,0\n2,q,1\n6,q,1\n");

    assertThat(Read.of(file, Choice.usual().fillMissing()).schema().terms())
        .extracting(column -> column.fill())
        .containsExactly(3.0, 1.0);
  }

  @Test
  void textsInDataNaMeanThemInEveryColumn() throws IOException {
    Path file = write("a,t,y\n1,p,0\nNA,?,1\n-999,q,1\n4,NA,1\n");

    Read read = Read.of(file, Choice.usual().na("NA", "?", "-999").fillMissing());

    assertThat(read.feature("a")).containsExactly(1, 2.5, 2.5, 4);
    assertThat(read.feature("t=q")).containsExactly(0, 0, 1, 0);
    assertThatThrownBy(() -> Read.of(file, Choice.usual().na("NA", "?", "-999")))
        .hasMessage(
            file
                + ": column \"a\" has 2 missing values, the first in row 2; column \"t\" has 2"
                + " missing values, the first in row 2"
                + TAIL);
  }

  @Test
  void textsInDataNaMeanThemInTypedFilesToo() throws IOException {
    Path file = directory.resolve("t.parquet");
    Duck.run(
        ("COPY (SELECT * FROM (VALUES (1, 'p', 0), (-999, 'NA', 1), (4, 'q', 1), (NULL, NULL, 1))"
                + " AS t(a, t, y)) TO '%s'")
            .formatted(file));
    Choice choice = Choice.usual().na("NA", "-999").fillMissing();

    assertThat(Read.of(file, choice).features())
        .isDeepEqualTo(new double[][] {{1, 0}, {2.5, 0}, {4, 1}, {2.5, 0}});
  }

  @Test
  void numbersInDataNaAreThoseThatTheTypeOfAColumnHolds() throws IOException {
    Path file = directory.resolve("t.parquet");
    Duck.run(
        ("COPY (SELECT a::FLOAT AS a, a::DOUBLE AS b, y FROM (VALUES (1, 0), (-999.9, 1), (4, 1))"
                + " AS t(a, y)) TO '%s'")
            .formatted(file));

    assertThat(Read.of(file, Choice.usual().na("-999.9").fillMissing()).features())
        .isDeepEqualTo(new double[][] {{1, 1}, {2.5, 2.5}, {4, 4}});
  }

  @Test
  void notANumberInDataNaMeansItAmongNumbers() throws IOException {
    Path file = directory.resolve("t.parquet");
    Duck.run(
        ("COPY (SELECT a::DOUBLE AS a, y FROM (VALUES ('1', 0), ('nan', 1), ('4', 1)) AS t(a, y))"
                + " TO '%s'")
            .formatted(file));

    assertThat(Read.of(file, Choice.usual().na("NaN").fillMissing()).feature("a"))
        .containsExactly(1, 2.5, 4);
  }

  @Test
  void blanksAloneAreATextButAroundATextOfDataNaTheyDoNotMatter() throws IOException {
    Path file = write("t,y\np,0\n NA ,1\nq,1\n");

    assertThat(Read.of(file, Choice.usual().na("NA").fillMissing()).schema().featureNames())
        .containsExactly("t=q");
  }

  @Test
  void missingLabelsAreAlwaysAnError() throws IOException {
    Path file = write("a,y\n1,0\n2,\n3,1\n4,\n");
    String message =
        "the label \"y\" is missing in 2 rows, first in row 2; leave such rows out in SQL with"
            + " data.query";

    assertThatThrownBy(() -> Read.of(file, Choice.usual())).hasMessage(message);
    assertThatThrownBy(() -> Read.of(file, Choice.usual().fillMissing())).hasMessage(message);
    assertThat(Read.of(file, "SELECT * FROM data WHERE y IS NOT NULL", Choice.usual()).labels())
        .containsExactly(0, 1);
  }

  @Test
  void aColumnWithoutAnyValueIsRefused() throws IOException {
    Path file = write("a,b,y\n1,,0\n2,,1\n");

    assertThatThrownBy(() -> Read.of(file, Choice.usual().fillMissing()))
        .hasMessage(
            "column \"b\" has no values in the training rows; leave it out with data.exclude");
  }
}
