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
  void moreThanTwoAreClassesInNaturalOrder() throws IOException {
    Read texts = Read.of(labels("b", "c", "a", "b", "10%", "9%"), Choice.usual());
    assertThat(texts.classes()).containsExactly("10%", "9%", "a", "b", "c");
    assertThat(texts.labels()).containsExactly(3, 4, 2, 3, 0, 1);

    Read numbers = Read.of(labels("10", "9", "-1", "9.0", "1e20"), Choice.usual());
    assertThat(numbers.classes()).containsExactly("-1", "9", "10", "1.0E20");
    assertThat(numbers.labels()).containsExactly(2, 1, 0, 1, 3);
  }

  @Test
  void aThousandClassesCanBeTold() throws IOException {
    Path file = labels(IntStream.range(0, 1000).mapToObj(String::valueOf).toArray(String[]::new));

    assertThat(Read.of(file, Choice.usual()).labels())
        .containsExactly(IntStream.range(0, 1000).asDoubleStream().toArray());
  }

  @Test
  void numbersThatVaryFreelyAreRefused() throws IOException {
    Path all = labels(IntStream.range(0, 1100).mapToObj(String::valueOf).toArray(String[]::new));
    assertThatThrownBy(() -> Read.of(all, Choice.usual()))
        .hasMessage(
            "the label \"y\" has more than 1000 distinct values; it must have one a class, so it"
                + " cannot be a number that varies freely or a name of the row");

    Path decimals = labels("1", "2.5", "3");
    assertThatThrownBy(() -> Read.of(decimals, Choice.usual()))
        .hasMessage(
            "the label \"y\" has 3 distinct numbers, and not all are whole, such as 2.5; if they"
                + " name classes, make them texts in SQL with --query");
  }

  @Test
  void noneOfMoreThanTwoIsThePositiveOne() throws IOException {
    Path three = labels("b", "c", "a", "b");

    assertThatThrownBy(() -> Read.of(three, Choice.usual().positive("b")))
        .hasMessage(
            "the positive class can be chosen of two classes alone, but the label \"y\" has 3: a,"
                + " b, c");
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
