package dev.logistic.table;

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
    "1e14,1e15"
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
  void aPositiveClassThatDoesNotExistIsRefused() throws IOException {
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

    Read numbers = Read.of(labels("10", "9", "-1", "9.0", "1e15"), Choice.usual());
    assertThat(numbers.classes()).containsExactly("-1", "9", "10", "1000000000000000");
    assertThat(numbers.labels()).containsExactly(2, 1, 0, 1, 3);
  }

  @ParameterizedTest
  @CsvSource({
    "-1,+1",
    "-,+",
    "9,10",
    "-2,1e3",
    "1.5,+1e1",
    "\u22121,1",
    "9007199254740992,9007199254740993"
  })
  void numbersAndSignsThatAreTextsHaveTheirOrderToo(String less, String greater)
      throws IOException {
    Path file = texts(greater, less, less);

    Read read = Read.of(file, Choice.usual());

    assertThat(read.classes()).containsExactly(less, greater);
    assertThat(read.labels()).containsExactly(1, 0, 0);
  }

  /** Their column is a text whatever they look like. */
  private Path texts(String... labels) {
    Path file = directory.resolve("t.parquet");
    String rows =
        IntStream.range(0, labels.length)
            .mapToObj(row -> "(%d, '%s')".formatted(row, labels[row]))
            .collect(Collectors.joining(", "));
    Duck.run("COPY (SELECT * FROM (VALUES " + rows + ") t(a, y)) TO '" + file + "'");
    return file;
  }

  @Test
  void thePositiveOneOfNumbersThatAreTextsMayBeSpelledInAnyWay() throws IOException {
    assertThat(Read.of(texts("+1", "-1"), Choice.usual().positive("-1.0")).classes())
        .containsExactly("+1", "-1");
  }

  @Test
  void twoSpellingsOfOneNumberAreRefused() {
    Path file = texts("1", "1.0", "0");

    assertThatThrownBy(() -> Read.of(file, Choice.usual()))
        .isInstanceOf(TableException.class)
        .hasMessage(
            "the label \"y\" must spell each number in one way, has \"1\" and \"1.0\"; make one of"
                + " them in SQL with data.query, as CAST(\"y\" AS DOUBLE)");
  }

  @Test
  void numbersThatADoubleCannotTellApartAreRefused() throws IOException {
    Path csv = labels("1", "9007199254740993", "9007199254740992");
    String message =
        ", row 2, column \"y\": must be below 2^53 in size to be distinct from the next whole number,"
            + " was about 9.007199254740992E15; if it names a class, make it a text in SQL with"
            + " data.query, as CAST(\"y\" AS VARCHAR)";
    assertThatThrownBy(() -> Read.of(csv, Choice.usual())).hasMessage(csv + message);

    Path typed = directory.resolve("t.parquet");
    Duck.run(
        "COPY (SELECT i AS a, 9007199254740990 + 2 * i AS y FROM range(9) t(i)) TO '"
            + typed
            + "'");
    assertThatThrownBy(() -> Read.of(typed, Choice.usual())).hasMessage(typed + message);

    assertThat(
            Read.of(csv, "SELECT a, CAST(y AS VARCHAR) AS y FROM data", Choice.usual()).classes())
        .containsExactly("1", "9007199254740992", "9007199254740993");
  }

  @Test
  void manyNumbersThatAreClassesAreWarnedOf() throws IOException {
    String[] twenty = IntStream.range(0, 20).mapToObj(String::valueOf).toArray(String[]::new);
    assertThat(Read.of(labels(twenty), Choice.usual()).warnings()).isEmpty();

    String[] more = IntStream.range(0, 21).mapToObj(String::valueOf).toArray(String[]::new);
    assertThat(Read.of(labels(more), Choice.usual()).warnings())
        .containsExactly(
            "the label \"y\" has 21 classes, each a number; if it is a quantity, such as a count or"
                + " an age, make classes of it in SQL with data.query");
  }

  @Test
  void aThousandClassesAreAccepted() throws IOException {
    Path file = labels(IntStream.range(0, 1000).mapToObj(String::valueOf).toArray(String[]::new));

    assertThat(Read.of(file, Choice.usual()).labels())
        .containsExactly(IntStream.range(0, 1000).asDoubleStream().toArray());
  }

  @Test
  void continuousNumbersAreRefused() throws IOException {
    Path all = labels(IntStream.range(0, 1100).mapToObj(String::valueOf).toArray(String[]::new));
    assertThatThrownBy(() -> Read.of(all, Choice.usual()))
        .hasMessage(
            "the label \"y\" has more than 1000 distinct values; it must have one per class, so it"
                + " cannot be a continuous number or an identifier of the row");

    Path decimals = labels("1", "2.5", "3");
    assertThatThrownBy(() -> Read.of(decimals, Choice.usual()))
        .hasMessage(
            "the label \"y\" has 3 distinct numbers, and not all are whole, such as 2.5; if they"
                + " name classes, make them texts in SQL with data.query");
  }

  @Test
  void noneOfMoreThanTwoIsThePositiveOne() throws IOException {
    Path three = labels("b", "c", "a", "b");

    assertThatThrownBy(() -> Read.of(three, Choice.usual().positive("b")))
        .hasMessage(
            "the positive class can be chosen only between two classes, but the label \"y\" has 3: a,"
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
