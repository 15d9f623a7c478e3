package dev.logistic.data.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LabelsTest {

  @TempDir Path directory;

  private Path labels(String... labels) throws IOException {
    String rows =
        IntStream.range(0, labels.length)
            .mapToObj(row -> row + "," + labels[row] + "\n")
            .collect(Collectors.joining());
    return Files.writeString(directory.resolve("t.csv"), "a,y\n" + rows);
  }

  @ParameterizedTest
  @CsvSource({
    "0,1",
    "1,2",
    "-1,1",
    "9,10",
    "0.5,1.5",
    "false,true",
    "no,yes",
    "Yes,no",
    "10%,9%",
    "a b,b",
    "1e20,1e21"
  })
  void theGreaterInNaturalOrderIsPositive(String less, String greater) throws IOException {
    Read read = Read.of(labels(greater, less, less), Choice.usual());

    assertThat(read.labels()).containsExactly(1, 0, 0);
  }

  @Test
  void classesAreNamedAsOneWouldWriteThem() throws IOException {
    assertThat(Read.of(labels("1.0", "0.0"), Choice.usual()).classes()).containsExactly("0", "1");
    assertThat(Read.of(labels("1.5", "-2"), Choice.usual()).classes()).containsExactly("-2", "1.5");
    assertThat(Read.of(labels("TRUE", "False"), Choice.usual()).classes())
        .containsExactly("false", "true");
    assertThat(Read.of(labels("\"x, y\"", "No"), Choice.usual()).classes())
        .containsExactly("No", "x, y");
  }

  @Test
  void theClassThatIsNamedIsPositive() throws IOException {
    Read text = Read.of(labels("no", "yes"), Choice.usual().positive("no"));
    assertThat(text.labels()).containsExactly(1, 0);
    assertThat(text.classes()).containsExactly("yes", "no");

    Read number = Read.of(labels("0", "1"), Choice.usual().positive("0.0"));
    assertThat(number.labels()).containsExactly(1, 0);
    assertThat(number.classes()).containsExactly("1", "0");

    assertThat(Read.of(labels("true", "false"), Choice.usual().positive("false")).labels())
        .containsExactly(0, 1);
    assertThat(Read.of(labels("true", "false"), Choice.usual().positive("true")).labels())
        .containsExactly(1, 0);
  }

  @Test
  void aPositiveClassThatIsNoneOfTheTwoIsRefused() throws IOException {
    Path file = labels("no", "yes");

    assertThatThrownBy(() -> Read.of(file, Choice.usual().positive("Yes")))
        .isInstanceOf(TableException.class)
        .hasMessage("the positive class must be one of no, yes, was \"Yes\"");
  }

  @Test
  void oneValueAloneIsRefused() throws IOException {
    Path file = labels("1", "1", "1");

    assertThatThrownBy(() -> Read.of(file, Choice.usual()))
        .hasMessage("the label \"y\" must have two distinct values, has 1: 1");
  }

  @Test
  void moreThanTwoValuesAreRefused() throws IOException {
    Path three = labels("b", "c", "a", "b");
    assertThatThrownBy(() -> Read.of(three, Choice.usual()))
        .hasMessage("the label \"y\" must have two distinct values, has 3: a, b, c");

    Path many = labels(IntStream.range(0, 30).mapToObj(String::valueOf).toArray(String[]::new));
    assertThatThrownBy(() -> Read.of(many, Choice.usual()))
        .hasMessage(
            "the label \"y\" must have two distinct values, has 30: 0, 1, 2, 3, 4, 5, 6, 7, 8, 9,"
                + " 10, 11, 12, 13, 14, 15, 16, 17, 18, 19 and 10 more");

    Path all = labels(IntStream.range(0, 1100).mapToObj(String::valueOf).toArray(String[]::new));
    assertThatThrownBy(() -> Read.of(all, Choice.usual()))
        .hasMessage("the label \"y\" has more than 1000 distinct values; it must have one a class");
  }

  @Test
  void zeroAndItsNegativeAreOneClass() throws IOException {
    assertThat(Read.of(labels("-0.0", "0", "1"), Choice.usual()).classes())
        .containsExactly("0", "1");
  }

  @Test
  void aLabelThatIsNotFiniteIsRefused() throws IOException {
    Path file = labels("1", "0", "NaN");

    assertThatThrownBy(() -> Read.of(file, Choice.usual()))
        .hasMessage(file + ", row 3, column \"y\": must be a finite number, was NaN");
  }

  @Test
  void aDateIsNoLabel() throws IOException {
    Path file = labels("2024-01-31", "2024-02-01");

    assertThatThrownBy(() -> Read.of(file, Choice.usual()))
        .hasMessage(
            file + ": column \"y\" is of type DATE; the label must be text, boolean or a number");
  }
}
