package dev.logistic.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.logistic.schema.FeatureSchema;
import dev.logistic.schema.LevelsTerm;
import dev.logistic.schema.Term;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MissingMarkersTest {

  @TempDir Path directory;

  private Path write(String content) throws IOException {
    return Files.writeString(directory.resolve("t.csv"), content);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "NA", "N/A", "n/a", "#N/A", "#VALUE!", "null", "NULL", "None", "NaN", "nan", "-", "?", ".",
        "Na", "none"
      })
  void isNoLevelUnlessDeclared(String marker) throws IOException {
    Path file = write("t,y\np,0\n" + marker + ",1\nq,1\n" + marker + ",0\n");

    assertThatThrownBy(() -> Read.of(file, Choice.usual()))
        .isInstanceOf(TableException.class)
        .hasMessage(file + message("t", 2, 2, marker));
    assertThat(Read.of(file, Choice.usual().notMissing(marker)).feature("t=q"))
        .containsExactly(0, 0, 1, 0);
    assertThat(Read.of(file, Choice.usual().na(marker).fillMissing()).schema().featureNames())
        .containsExactly("t=q");
  }

  private static String message(String column, int count, int row, String marker) {
    return ": column \"%s\" has %s that may mean a missing value, the first in row %d: \"%s\"; set"
            .formatted(column, Names.counted(count, "text"), row, marker)
        + " data.na=%s if so, or data.not-missing=%s if it is a value"
            .formatted(marker.strip(), marker.strip());
  }

  @Test
  void severalAreNamedTogether() throws IOException {
    Path file = write("t,y\np,0\n?,1\nq,1\nNA,0\n");

    assertThatThrownBy(() -> Read.of(file, Choice.usual()))
        .hasMessage(
            file
                + ": column \"t\" has 2 texts that may mean a missing value, the first in row 2:"
                + " \"?\", \"NA\"; set data.na=?,NA if so, or data.not-missing=?,NA if it is a"
                + " value");
  }

  @ParameterizedTest
  @ValueSource(strings = {"12", "1.5", "2024-01-31", "TRUE"})
  void isReportedWhateverTheOtherValues(String value) throws IOException {
    Path few = write("a,y\nNA,0\nNA,1\nNA,1\n" + value + ",0\n");
    assertThatThrownBy(() -> Read.of(few, Choice.usual()))
        .hasMessage(few + message("a", 3, 1, "NA"));

    Path one = write("a,y\n" + (value + ",1\n").repeat(3) + "NA,0\n");
    assertThatThrownBy(() -> Read.of(one, Choice.usual()))
        .hasMessage(one + message("a", 1, 4, "NA"));
  }

  @Test
  void isReportedBeforeTooManyTexts() throws IOException {
    String rows =
        IntStream.range(0, 300).mapToObj(i -> "p" + i + ",0\n").collect(Collectors.joining());
    Path file = write("t,y\nNA,1\n" + rows + "NA,1\n");

    assertThatThrownBy(() -> Read.of(file, Choice.usual()))
        .hasMessage(file + message("t", 2, 1, "NA"));
  }

  @Test
  void isNoClassUnlessDeclared() throws IOException {
    Path file = write("a,y\n1,yes\n2,no\n3,NA\n4,NA\n");

    assertThatThrownBy(() -> Read.of(file, Choice.usual()))
        .hasMessage("the label's" + message("y", 2, 3, "NA").substring(1));
    assertThat(Read.of(file, Choice.usual().notMissing("NA")).classes())
        .containsExactly("NA", "no", "yes");
  }

  @Test
  void aMinusNextToAPlusIsNotMissing() throws IOException {
    Path file = write("t,y\n+,-\n-,+\n+,+\n");

    Read read = Read.of(file, Choice.usual());

    assertThat(read.classes()).containsExactly("-", "+");
    assertThat(read.schema().featureNames()).containsExactly("t=-");
  }

  @Test
  void isNoUnknownLevelOfAModel() throws IOException {
    Path file = write("t\np\nNA\n");

    assertThatThrownBy(() -> rows(file, List.of("p", "q"), List.of()))
        .hasMessage(
            file
                + ", row 2, column \"t\": may mean a missing value, was \"NA\", which the training"
                + " did not see; set data.na=NA if so, or data.not-missing=NA if it is a value");
    assertThat(rows(file, List.of("p", "q"), List.of("NA"))).isEqualTo(2);
    assertThat(rows(file, List.of("NA", "p"), List.of())).isEqualTo(2);
  }

  private static int rows(Path file, List<String> levels, List<String> notMissing)
      throws TableException {
    Term column = new LevelsTerm("t", levels, null);
    FeatureSchema schema = new FeatureSchema(List.of(column), Optional.empty());
    TableSource source = new TableSource(file.toString(), "");
    try (TableRows rows =
        TableRows.builder(source, schema).notMissing(notMissing).allCells().open()) {
      rows.next();
      return rows.rows();
    }
  }
}
