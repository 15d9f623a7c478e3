package dev.logistic.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReferenceLevelsTest {

  private static final String PEOPLE =
      "age,city,sex,y\n1,Ulm,m,0\n2,Bern,f,1\n3,Rome,f,0\n4,Ulm,f,1\n";

  @TempDir Path directory;

  private Path write(String content) throws IOException {
    return Files.writeString(directory.resolve("t.csv"), content);
  }

  private static List<String> levels(Read read, String column) {
    return read.schema().terms().stream()
        .filter(each -> each.column().equals(column))
        .findFirst()
        .orElseThrow()
        .levels();
  }

  @Test
  void standFirstAndHaveNoIndicator() throws IOException {
    Path file = write(PEOPLE);

    Read read = Read.of(file, Choice.usual().reference("city:Rome", "sex:m").standardize());

    assertThat(levels(read, "city")).containsExactly("Rome", "Bern", "Ulm");
    assertThat(levels(read, "sex")).containsExactly("m", "f");
    assertThat(read.schema().featureNames())
        .containsExactly("age", "city=Bern", "city=Ulm", "sex=f");
    assertThat(read.schema().standardization().orElseThrow().means())
        .containsExactly(2.5, 0.25, 0.5, 0.75);
    Read plain = Read.of(file, Choice.usual().reference("city:Rome"));
    assertThat(plain.feature("city=Bern")).containsExactly(0, 1, 0, 0);
    assertThat(plain.feature("city=Ulm")).containsExactly(1, 0, 0, 1);
    assertThat(levels(plain, "sex")).containsExactly("f", "m");
  }

  @Test
  void changeNothingAboutWhatFills() throws IOException {
    Path file = write("t,y\nb,0\nc,1\n\"\",0\na,1\n");

    Read read = Read.of(file, Choice.usual().reference("t:c").fillMissing());

    assertThat(levels(read, "t")).containsExactly("c", "a", "b");
    assertThat(read.schema().terms().get(0).fill()).isEqualTo(1); // a, the first of the equal
    assertThat(read.feature("t=a")).containsExactly(0, 0, 1, 1);
  }

  @Test
  void canBeNumbersOfACategoricalColumn() throws IOException {
    Path file = write("z,y\n10,0\n2,1\n1,1\n");

    Read read = Read.of(file, Choice.usual().categorical("z").reference("z:10"));

    assertThat(levels(read, "z")).containsExactly("10", "1", "2");
  }

  @Test
  void columnsAndLevelsMayHaveColons() throws IOException {
    Path file = write("a,a:b,y\np,q:r,0\nb:x,s,1\n\"c:\",q:r,0\n");
    Choice choice = Choice.usual();

    Read read = Read.of(file, choice.reference("a:b:x", "a:b:s"));
    assertThat(levels(read, "a")).startsWith("b:x");
    assertThat(levels(read, "a:b")).startsWith("s");
    assertThat(levels(Read.of(file, choice.reference("a:c:")), "a")).startsWith("c:");
    assertThat(levels(Read.of(file, choice.reference("a:b:q:r")), "a:b")).startsWith("q:r");
  }

  private static void assertRefused(Path file, String message, String... references) {
    assertThatThrownBy(() -> Read.of(file, Choice.usual().reference(references)))
        .isInstanceOf(TableException.class)
        .hasMessage(message);
  }

  @Test
  void thatAreUnknownAreRefused() throws IOException {
    Path file = write(PEOPLE);

    assertRefused(
        file,
        "data.reference must name a level of column \"city\" in the training rows, was \"Oslo\";"
            + " they are Bern, Rome, Ulm",
        "city:Oslo");
    assertRefused(
        file,
        "data.reference must name a feature that has levels, a colon and a level, was"
            + " \"town:Bern\"; features that have levels: city, sex",
        "town:Bern");
    assertRefused(
        file,
        "data.reference names \"age:1\", but column \"age\" has no levels; if its numbers are"
            + " levels, name it in data.categorical",
        "age:1");
    assertRefused(
        file,
        "data.reference names more than one level of column \"city\": Rome, Ulm",
        "city:Rome",
        "city:Ulm");
  }
}
