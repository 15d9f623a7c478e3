package dev.logistic.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.types.DataType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code data.trials} names the column of numbers of trials; the label counts their events. */
class TrialsColumnTest {

  @TempDir Path directory;

  private Path write(String content) throws IOException {
    return Files.writeString(directory.resolve("t.csv"), content);
  }

  private static Choice choice() {
    return Choice.usual().trials("n");
  }

  @Test
  void eachRowIsItsTrialsWithoutAndWithAnEvent() throws IOException {
    Read read = Read.of(write("a,y,n\n5,1,4\n6,0,3\n7,2,2\n8,0,0\n"), choice());

    assertThat(read.schema().featureNames()).containsExactly("a");
    assertThat(read.classes()).containsExactly("0", "1");
    assertThat(read.labels()).containsExactly(0, 1, 0, 1, 0, 1, 0, 1);
    assertThat(read.weights()).containsExactly(3, 1, 3, 0, 0, 2, 0, 0);
    assertThat(read.feature("a")).containsExactly(5, 5, 6, 6, 7, 7, 8, 8);
    assertThat(read.warnings()).isEmpty();
  }

  /** Rows are repeated across blocks of cells, and of rows that are read at a time. */
  @Test
  void manyRowsAreThoseOfSingleTrials() throws IOException {
    StringBuilder csv = new StringBuilder("a,t,y,n\n");
    for (int row = 0; row < 20_001; row++) {
      csv.append(
          "%d,%s,%d,%d\n"
              .formatted(row * 7 % 1013, "pqr".charAt(row % 3), row % 3, row % 3 + row % 2));
    }
    Path file = write(csv.toString());

    Read read = Read.of(file.toString(), "", choice(), DataType.FLOAT64);
    Read again =
        Read.of(
            new TableSource(file.toString(), ""),
            new TableSource(file.toString(), ""),
            choice(),
            DataType.FLOAT64);

    assertThat(read.labels()).hasSize(40_002);
    for (int row = 0; row < 20_001; row++) {
      double[] expected = {row * 7 % 1013, row % 3 == 1 ? 1 : 0, row % 3 == 2 ? 1 : 0};
      assertThat(read.features()[2 * row]).containsExactly(expected);
      assertThat(read.features()[2 * row + 1]).containsExactly(expected);
      assertThat(read.weights()[2 * row]).isEqualTo(row % 2);
      assertThat(read.weights()[2 * row + 1]).isEqualTo(row % 3);
    }
    assertThat(Arrays.deepEquals(again.heldOut(), read.features())).isTrue();
    assertThat(again.heldOutLabels()).containsExactly(read.labels());
    assertThat(again.heldOutWeights()).containsExactly(read.weights());
  }

  @Test
  void standardizationIsThatOfTrials() throws IOException {
    Read grouped =
        Read.of(write("a,t,y,n\n1,p,1,2\n9e9,q,0,0\n3,q,0,1\n7,p,1,1\n"), choice().standardize());
    Read single =
        Read.of(write("a,t,y\n1,p,0\n1,p,1\n3,q,0\n7,p,1\n"), Choice.usual().standardize());

    assertThat(grouped.schema()).isEqualTo(single.schema());
  }

  @Test
  void theTrialsOfARowAreHeldOutTogether() throws IOException {
    StringBuilder csv = new StringBuilder("a,y,n\n");
    for (int row = 0; row < 20; row++) {
      csv.append("%d,%d,%d\n".formatted(row * row, row % 3 + 1, 4));
    }
    Read read = Read.of(write(csv.toString()), choice().validation(0.25));

    assertThat(read.heldOut()).hasDimensions(10, 1);
    assertThat(read.features()).hasDimensions(30, 1);
    for (int i = 0; i < read.heldOut().length; i += 2) {
      assertThat(read.heldOut()[i]).containsExactly(read.heldOut()[i + 1]);
      assertThat(read.heldOutWeights()[i] + read.heldOutWeights()[i + 1]).isEqualTo(4);
    }
    assertThat(read.heldOutLabels()).containsExactly(0, 1, 0, 1, 0, 1, 0, 1, 0, 1);
  }

  @Test
  void rowsInJavaHaveThem() throws TableException {
    List<Map<String, @Nullable Object>> rows =
        List.of(row(1.5, 2, 3L), row(2.5, 0, 2L), row(3.5, 1, 1L));

    Read read = Read.of(TableSource.of(rows), null, choice(), DataType.FLOAT64);

    assertThat(read.weights()).containsExactly(1, 2, 2, 0, 0, 1);
  }

  private static Map<String, @Nullable Object> row(double a, int y, long n) {
    Map<String, @Nullable Object> row = new LinkedHashMap<>();
    row.put("a", a);
    row.put("y", y);
    row.put("n", n);
    return row;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1,2,|FILE, row 2, column \"n\": must be a number of trials, is missing",
        "1,,2|FILE, row 2, column \"y\": must be a number of events, is missing",
        "1,3,2|FILE, row 2, column \"y\": must be a number of events of at most the 2 trials in column \"n\", was 3",
        "1,-1,2|FILE, row 2, column \"y\": must be a number of events, a whole number of at least 0, was -1",
        "1,1.5,2|FILE, row 2, column \"y\": must be a number of events, a whole number of at least 0, was 1.5",
        "1,1,2.5|FILE, row 2, column \"n\": must be a number of trials, a whole number of at least 0, was 2.5",
        "1,1,-2|FILE, row 2, column \"n\": must be a number of trials, a whole number of at least 0, was -2",
        "1,1,inf|FILE, row 2, column \"n\": must be a finite number, was Infinity",
        "1,nan,2|FILE, row 2, column \"y\": must be a finite number, was NaN",
        "1,1,many|FILE, row 2, column \"n\": must be a number, was \"many\"",
        "1,1,16777217|FILE, row 2, column \"n\": must be at most 16777216 to be exact in float32 (engine.precision=float64 holds more), was 16777217",
      })
  void badCountsNameColumnRowAndValue(String row, String message) throws IOException {
    Path file = write("a,y,n\n0,1,2\n" + row + "\n");

    assertThatThrownBy(() -> Read.of(file, choice()))
        .isInstanceOf(TableException.class)
        .hasMessageContaining(message.replace("FILE", file.toString()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "m|column \"m\"; it has a, y, n",
        "y|column \"y\" cannot be both the label and the number of trials",
      })
  void itIsAColumnOfItsOwn(String trials, String message) throws IOException {
    Path file = write("a,y,n\n0,1,2\n1,1,2\n");

    assertThatThrownBy(() -> Read.of(file, Choice.usual().trials(trials)))
        .isInstanceOf(TableException.class)
        .hasMessageContaining(message);
    assertThatThrownBy(() -> Read.of(file, choice().features("a", "n")))
        .hasMessage("column \"n\" cannot be both the number of trials and a feature");
  }

  @ParameterizedTest
  @CsvSource({"2, without", "0, with"})
  void thereAreTrialsOfBothClasses(int events, String lacking) throws IOException {
    Path file = write("a,y,n\n0,%d,2\n1,%d,2\n".formatted(events, events));

    assertThatThrownBy(() -> Read.of(file, choice()))
        .hasMessage(
            "expected trials with and without an event to learn from, found none %s one (events in"
                    .formatted(lacking)
                + " column \"y\", trials in \"n\")");
  }
}
