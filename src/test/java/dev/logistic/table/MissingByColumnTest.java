package dev.logistic.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.types.DataType;
import dev.logistic.schema.Standardization;
import dev.logistic.table.MissingCells.Rule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Medians and indicators of missing cells, and rules by column. */
class MissingByColumnTest {

  @TempDir Path directory;

  private Path write(String content) throws IOException {
    return Files.writeString(directory.resolve("t.csv"), content);
  }

  private static Choice choice(Rule usual, Map<String, Rule> columns) {
    return Choice.usual().missing(new MissingCells(usual, columns));
  }

  private static Read read(Path file, Choice choice) throws TableException {
    return Read.of(file.toString(), "", choice, DataType.FLOAT64);
  }

  @Test
  void numbersAreFilledWithTheMiddleValueOrTheMeanOfBoth() throws IOException {
    Path file = write("a,b,t,y\n9,1,q,0\n1,,p,1\n,4,,1\n2,2,q,0\n,9,q,1\n");

    Read read = read(file, choice(Rule.MEDIAN, Map.of()));

    assertThat(read.feature("a")).containsExactly(9, 1, 2, 2, 2);
    assertThat(read.feature("b")).containsExactly(1, 3, 4, 2, 9);
    assertThat(read.feature("t=q")).containsExactly(1, 0, 1, 1, 1);
    assertThat(read.schema().featureNames()).containsExactly("a", "b", "t=q");
  }

  @Test
  void aFurtherFeatureStatesWhichCellsAreMissing() throws IOException {
    Path file = write("a,b,t,y\n9,1,q,0\n1,3,,1\n,4,p,1\n2,2,q,0\n");

    Read read = read(file, choice(Rule.INDICATOR, Map.of()));

    assertThat(read.schema().featureNames())
        .containsExactly("a", "a=missing", "b", "t=q", "t=missing");
    assertThat(read.feature("a")).containsExactly(9, 1, 4, 2);
    assertThat(read.feature("a=missing")).containsExactly(0, 0, 1, 0);
    assertThat(read.feature("t=q")).containsExactly(1, 1, 0, 1);
    assertThat(read.feature("t=missing")).containsExactly(0, 1, 0, 0);
  }

  @Test
  void columnsThatAreNotNamedFollowTheUsualRule() throws IOException {
    Path file = write("a,b,c,y\n9,,1,0\n1,3,2,1\n,4,6,1\n2,2,,0\n");
    Map<String, Rule> columns = new LinkedHashMap<>();
    columns.put("a", Rule.MEDIAN);
    columns.put("b", Rule.INDICATOR);

    assertThatThrownBy(() -> read(file, choice(Rule.REFUSE, columns)))
        .isInstanceOf(TableException.class)
        .hasMessageContaining("column \"c\" has 1 missing value, the first in row 4")
        .hasMessageContaining("data.missing=a:median,b:indicator,c:mean")
        .hasMessageNotContaining("\"a\"");
    Read read = read(file, choice(Rule.MEAN, columns));
    assertThat(read.schema().featureNames()).containsExactly("a", "b", "b=missing", "c");
    assertThat(read.feature("a")).containsExactly(9, 1, 2, 2);
    assertThat(read.feature("c")).containsExactly(1, 2, 6, 3);
  }

  @Test
  void aNameThatIsNoFeatureIsRefused() throws IOException {
    Path file = write("age,b,y\n9,1,0\n1,3,1\n");

    assertThatThrownBy(() -> read(file, choice(Rule.MEAN, Map.of("aged", Rule.MEDIAN))))
        .isInstanceOf(TableException.class)
        .hasMessageContaining("did you mean \"age\"?");
    assertThatThrownBy(() -> read(file, choice(Rule.MEAN, Map.of("y", Rule.MEDIAN))))
        .isInstanceOf(TableException.class)
        .hasMessage(
            "column \"y\" is named in data.missing, but is not a feature; features are age, b");
  }

  @Test
  void aFeatureOfThatNameIsRefused() throws IOException {
    Path file = write("t,y\nmissing,0\na,1\n,1\nq,0\n");

    assertThatThrownBy(() -> read(file, choice(Rule.INDICATOR, Map.of())))
        .isInstanceOf(TableException.class)
        .hasMessageContaining("two features would be named \"t=missing\"")
        .hasMessageContaining("rename a column");
  }

  @Test
  void aRowOfWeightTwoIsThatRowTwiceInTheMedianToo() throws IOException {
    Random random = new Random(1);
    for (int table = 0; table < 40; table++) {
      StringBuilder weighted = new StringBuilder("a,w,y\n,1,0\n,1,1\n");
      StringBuilder repeated = new StringBuilder(weighted);
      for (int row = 0; row < 2 + random.nextInt(6); row++) {
        int weight = random.nextInt(4);
        String cell = Integer.toString(random.nextInt(9));
        weighted.append(cell).append(',').append(weight).append(",1\n");
        repeated.append((cell + ",1,1\n").repeat(weight));
      }
      weighted.append("5,1,0\n");
      repeated.append("5,1,0\n");
      Choice choice = choice(Rule.MEDIAN, Map.of()).weight("w").standardize();

      Read one = read(write(weighted.toString()), choice);
      Read other = read(write(repeated.toString()), choice);

      assertThat(one.schema().terms()).as(weighted.toString()).isEqualTo(other.schema().terms());
      Standardization scaling = one.schema().standardization().orElseThrow();
      Standardization expected = other.schema().standardization().orElseThrow();
      assertThat(scaling.means().get(0)).isCloseTo(expected.means().get(0), within(1e-12));
      assertThat(scaling.scales().get(0)).isCloseTo(expected.scales().get(0), within(1e-12));
    }
  }

  @Test
  void standardizedFeaturesHaveMeanZeroAndDeviationOneAsFilled() throws IOException {
    Path file = write("a,b,y\n900,1,0\n1,3,1\n,4,1\n2,2,0\n5,,0\n,,1\n70,8,1\n");
    Choice choice = choice(Rule.MEDIAN, Map.of("b", Rule.INDICATOR)).standardize();

    Read read = read(file, choice);

    for (String name : read.schema().featureNames()) {
      double[] column = read.feature(name);
      double mean = Arrays.stream(column).average().orElseThrow();
      double square = Arrays.stream(column).map(x -> x * x).average().orElseThrow();
      assertThat(mean).as(name).isCloseTo(0, within(1e-14));
      assertThat(square).as(name).isCloseTo(1, within(1e-12));
    }
  }

  @Test
  void rowsThatAreHeldOutAreFilledWithWhatTheTrainingRowsHave() throws IOException {
    StringBuilder rows = new StringBuilder("a,y\n");
    for (int row = 0; row < 40; row++) {
      rows.append(row % 4 == 0 ? "" : Integer.toString(row * row))
          .append(row % 2 == 0 ? ",0\n" : ",1\n");
    }
    Read read = read(write(rows.toString()), choice(Rule.MEDIAN, Map.of()).validation(0.3));

    double fill = Objects.requireNonNull(read.schema().terms().get(0).fill());
    double[] values =
        Arrays.stream(read.feature("a")).filter(x -> Math.sqrt(x) % 1 == 0).sorted().toArray();
    int half = values.length / 2;
    double median = values.length % 2 == 1 ? values[half] : (values[half - 1] + values[half]) / 2;
    assertThat(fill).isCloseTo(median, within(1e-9));
    assertThat(Arrays.stream(read.heldOut()).mapToDouble(row -> row[0])).contains(fill);
  }
}
