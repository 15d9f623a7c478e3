package dev.logistic.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.types.DataType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows with missing values, left out. */
class DropMissingTest {

  private static final String GAPS =
      """
      a,b,t,w,y
      1,10,p,1,0
      ,20,q,2,1
      3,30,q,3,1
      4,40,,4,0
      8,50,p,5,1
      """;

  private static final String COMPLETE =
      """
      a,b,t,w,y
      1,10,p,1,0
      3,30,q,3,1
      8,50,p,5,1
      """;

  @TempDir Path directory;

  private Path write(String name, String content) throws IOException {
    return Files.writeString(directory.resolve(name), content);
  }

  @Test
  void everythingIsLearnedFromTheOtherRowsAlone() throws IOException {
    Path gaps = write("gaps.csv", GAPS);
    Choice choice = Choice.usual().standardize().weight("w");

    Read dropped = Read.of(gaps, choice.dropMissing());
    Read complete = Read.of(write("complete.csv", COMPLETE), choice);

    assertThat(dropped.features()).isDeepEqualTo(complete.features());
    assertThat(dropped.labels()).containsExactly(0, 1, 1);
    assertThat(dropped.weights()).containsExactly(1, 3, 5);
    assertThat(dropped.schema()).isEqualTo(complete.schema());
    assertThat(dropped.schema().terms()).allMatch(column -> column.fill() == null);
    assertThat(dropped.schema().standardization().orElseThrow().means().get(0))
        .isEqualTo(50.0 / 9); // weighted
    assertThat(dropped.warnings())
        .containsExactly(
            gaps
                + ": 2 of 5 rows left out because of missing values (data.missing=drop): column"
                + " \"a\" in 1 row, \"t\" in 1 row");
  }

  @Test
  void columnsThatAreNoFeaturesDoNotMatter() throws IOException {
    Read read = Read.of(write("gaps.csv", GAPS), Choice.usual().exclude("a", "t").dropMissing());

    assertThat(read.feature("b")).containsExactly(10, 20, 30, 40, 50);
    assertThat(read.warnings()).isEmpty();
  }

  @Test
  void levelsAndClassesOfSuchRowsAreNotLearned() throws IOException {
    String table = "a,t,y\n1,p,u\n2,q,v\n,r,w\n3,q,u\n";

    Read read = Read.of(write("t.csv", table), Choice.usual().maxLevels(2).dropMissing());

    assertThat(read.schema().terms().get(1).levels()).containsExactly("p", "q");
    assertThat(read.classes()).containsExactly("u", "v");
  }

  @Test
  void rowsAreHeldOutOfThoseThatAreLeft() throws IOException {
    StringBuilder gaps = new StringBuilder("a,y\n");
    StringBuilder complete = new StringBuilder("a,y\n");
    for (int row = 0; row < 40; row++) {
      String line = "%d,%d\n".formatted(row, row % 2);
      gaps.append(row % 4 == 0 ? "," + row % 2 + "\n" : line);
      complete.append(row % 4 == 0 ? "" : line);
    }
    Choice choice = Choice.usual().validation(0.2);

    Read expected = Read.of(write("c.csv", complete.toString()), choice);
    Read read = Read.of(write("g.csv", gaps.toString()), choice.dropMissing());

    assertThat(read.heldOut()).isDeepEqualTo(expected.heldOut());
    assertThat(read.features()).isDeepEqualTo(expected.features());
  }

  @Test
  void rowsForValidationAreLeftOutLikewise() throws IOException {
    Path heldOut = write("held.csv", "a,b,t,w,y\n1,1,p,1,0\n2,,q,2,1\n3,3,q,3,1\n");

    Read read =
        Read.of(
            new TableSource(write("c.csv", COMPLETE).toString(), ""),
            new TableSource(heldOut.toString(), ""),
            Choice.usual().weight("w").dropMissing(),
            DataType.FLOAT64);

    assertThat(read.heldOut()).isDeepEqualTo(new double[][] {{1, 1, 0}, {3, 3, 1}});
    assertThat(read.heldOutLabels()).containsExactly(0, 1);
    assertThat(read.heldOutWeights()).containsExactly(1, 3);
    assertThat(read.warnings())
        .containsExactly(
            heldOut
                + ": 1 of 3 rows left out because of missing values that the model has no value to"
                + " fill in");
  }

  @Test
  void missingLabelsOfOtherRowsAreAnError() throws IOException {
    Path file = write("t.csv", "a,y\n1,0\n,1\n2,\n3,1\n");

    assertThatThrownBy(() -> Read.of(file, Choice.usual().dropMissing()))
        .isInstanceOf(TableException.class)
        .hasMessageStartingWith("the label \"y\" is missing in 1 row, first in row 3;");
  }

  @Test
  void labelsThatLookMissingAreNamedByTheirRowOfTheTable() throws IOException {
    Path file = write("t.csv", "a,y\n1,p\n,q\n2,NA\n3,q\n4,NA\n");

    assertThatThrownBy(() -> Read.of(file, Choice.usual().dropMissing()))
        .hasMessageContaining("has 2 texts that may mean a missing value, the first in row 3");
  }

  @Test
  void aTableWithoutACompleteRowIsRefused() throws IOException {
    Path file = write("t.csv", "a,b,y\n1,,0\n,2,1\n3,,1\n");

    assertThatThrownBy(() -> Read.of(file, Choice.usual().dropMissing()))
        .isInstanceOf(TableException.class)
        .hasMessage(
            file
                + ": every row lacks a value of a feature, and data.missing=drop leaves such rows"
                + " out: column \"a\" in 1 row, \"b\" in 2 rows; leave columns out with data.exclude,"
                + " or fill values in with data.missing=mean");
  }
}
