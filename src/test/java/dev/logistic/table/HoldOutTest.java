package dev.logistic.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import dev.logistic.engine.PyTorch;
import dev.logistic.engine.RandomDraws;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HoldOutTest {

  @TempDir Path directory;

  private static BitSet everyThird(int rows) {
    BitSet positive = new BitSet();
    IntStream.iterate(0, row -> row < rows, row -> row + 3).forEach(positive::set);
    return positive;
  }

  private static BitSet heldOut(BitSet positive, int rows, double share, long seed) {
    return HoldOut.of(RandomTable.codes(positive, rows), 2, share, seed);
  }

  private static BitSet common(BitSet a, BitSet b) {
    BitSet both = (BitSet) a.clone();
    both.and(b);
    return both;
  }

  @ParameterizedTest
  @CsvSource({"300,0.2,20,40", "301,0.2,20,40", "10,0.1,0,1", "12,0.9,4,7", "7,0.5,2,2", "9,0,0,0"})
  void theSameShareOfEachClassIsHeldOut(int rows, double share, int positives, int negatives) {
    BitSet positive = everyThird(rows);

    BitSet heldOut = heldOut(positive, rows, share, 7);

    assertThat(common(heldOut, positive).cardinality()).isEqualTo(positives);
    assertThat(heldOut.cardinality()).isEqualTo(positives + negatives);
  }

  /** {@code round(share * n)} of each class, walking through PyTorch's permutation. */
  @Test
  void theyAreTheFirstOfEachClassInPytorchsPermutation() {
    int rows = 1000;
    BitSet positive = everyThird(rows);
    BitSet expected = new BitSet();
    long[] order = permutation(rows, 42);
    LongStream.of(order)
        .filter(row -> positive.get((int) row))
        .limit(84) // 0.25 * 334 = 83.5
        .forEach(row -> expected.set((int) row));
    LongStream.of(order)
        .filter(row -> !positive.get((int) row))
        .limit(167) // 0.25 * 666 = 166.5
        .forEach(row -> expected.set((int) row));

    assertThat(heldOut(positive, rows, 0.25, 42)).isEqualTo(expected);
  }

  private static long[] permutation(int rows, long seed) {
    try (NDManager cpu = PyTorch.engine().newBaseManager(Device.cpu())) {
      return RandomDraws.seeded(seed, () -> cpu.randomPermutation(rows)).toLongArray();
    }
  }

  @Test
  void ofMoreThanTwoClassesToo() {
    short[] codes = new short[1000];
    for (int row = 0; row < codes.length; row++) {
      codes[row] = (short) (row % 10 == 0 ? 2 : row % 2); // 500, 400 and 100 rows
    }
    codes[1] = 3;
    BitSet expected = new BitSet();
    int[] share = {100, 125, 25, 0}; // a quarter, 1 row to 0
    long[] order = permutation(1000, 42);
    for (short code = 0; code < share.length; code++) {
      short each = code;
      LongStream.of(order)
          .filter(row -> codes[(int) row] == each)
          .limit(share[code])
          .forEach(row -> expected.set((int) row));
    }

    assertThat(HoldOut.of(codes, 4, 0.25, 42)).isEqualTo(expected);
  }

  /** PyTorch: {@code torch.manual_seed(0); torch.randperm(10)}. */
  @Test
  void thePermutationIsPytorchs() {
    assertThat(permutation(10, 0)).containsExactly(4, 1, 7, 5, 3, 9, 0, 8, 6, 2);
  }

  @Test
  void theSeedAloneDecides() {
    BitSet positive = everyThird(500);

    assertThat(heldOut(positive, 500, 0.3, 1))
        .isEqualTo(heldOut(positive, 500, 0.3, 1))
        .isNotEqualTo(heldOut(positive, 500, 0.3, 2));
  }

  private Path numbers(int rows) throws IOException {
    return Files.writeString(
        directory.resolve("t.csv"),
        "a,y\n"
            + IntStream.range(0, rows)
                .mapToObj(row -> row + "," + (row % 3 == 0 ? 1 : 0) + "\n")
                .collect(Collectors.joining()));
  }

  @Test
  void everyRowIsEitherLearnedFromOrHeldOutInTheOrderOfTheTable() throws IOException {
    Path file = numbers(30);

    Read read = Read.of(file, Choice.usual().validation(0.2).seed(5));

    BitSet heldOut = heldOut(everyThird(30), 30, 0.2, 5);
    assertThat(Arrays.stream(read.heldOut()).mapToInt(row -> (int) row[0]))
        .containsExactlyElementsOf(heldOut.stream().boxed().toList());
    assertThat(Arrays.stream(read.features()).mapToInt(row -> (int) row[0]))
        .containsExactlyElementsOf(
            IntStream.range(0, 30).filter(row -> !heldOut.get(row)).boxed().toList());
    assertThat(read.heldOutLabels()).containsExactlyInAnyOrder(0, 0, 0, 0, 1, 1);
  }

  @Test
  void tooFewRowsAreRefused() throws IOException {
    Path file = numbers(4);

    assertThatThrownBy(() -> Read.of(file, Choice.usual().validation(0.1)))
        .isInstanceOf(TableException.class)
        .hasMessage(file + " has 4 rows: too few to hold out a share of 0.1");
  }

  @Test
  void everyClassMustKeepARow() throws IOException {
    Path two = Files.writeString(directory.resolve("2.csv"), "a,y\n1,p\n2,q\n3,q\n4,q\n");
    Path three = Files.writeString(directory.resolve("3.csv"), "a,y\n1,p\n2,q\n3,q\n4,r\n5,r\n");

    assertThatThrownBy(() -> Read.of(two, Choice.usual().validation(0.5)))
        .hasMessage(
            two
                + " has 3 rows of one class and 1 of the other: too few to hold out a share of 0.5");
    assertThatThrownBy(() -> Read.of(three, Choice.usual().validation(0.5)))
        .hasMessage(three + " has 1 row of class \"p\": too few to hold out a share of 0.5");
  }

  @Test
  void labelsOfThreeClassesFollowTheirRows() throws IOException {
    String rows =
        IntStream.range(0, 300)
            .mapToObj(row -> row + "," + "cab".charAt(row % 3) + "\n")
            .collect(Collectors.joining());
    Path file = Files.writeString(directory.resolve("t.csv"), "a,y\n" + rows);

    Read read = Read.of(file, Choice.usual().validation(0.1));

    assertThat(read.classes()).containsExactly("a", "b", "c");
    assertThat(read.heldOutLabels()).hasSize(30).contains(0, 1, 2);
    int[] codes = {2, 0, 1};
    for (int row = 0; row < 270; row++) {
      assertThat(read.labels()[row]).isEqualTo(codes[(int) read.features()[row][0] % 3]);
    }
    for (int row = 0; row < 30; row++) {
      assertThat(read.heldOutLabels()[row]).isEqualTo(codes[(int) read.heldOut()[row][0] % 3]);
    }
  }

  @Test
  void aTextThatOnlyRowsHeldOutHaveIsNoLevel() throws IOException {
    BitSet heldOut = heldOut(everyThird(30), 30, 0.2, 5);
    Path file =
        Files.writeString(
            directory.resolve("t.csv"),
            "t,y\n"
                + IntStream.range(0, 30)
                    .mapToObj(
                        row ->
                            (heldOut.get(row) ? "new" : "l" + row % 2)
                                + (row % 3 == 0 ? ",1\n" : ",0\n"))
                    .collect(Collectors.joining()));

    Read read = Read.of(file, Choice.usual().validation(0.2).seed(5));

    assertThat(read.schema().featureNames()).containsExactly("t=l1");
    assertThat(read.heldOut()).isDeepEqualTo(new double[6][1]);
  }

  @Test
  void anotherTableCanBeHeldOut() throws IOException {
    Path file = Files.writeString(directory.resolve("t.csv"), "a,t,y\n1,p,0\n3,q,1\n");
    Path other = Files.writeString(directory.resolve("v.csv"), "y,more,t,a\n1,x,q,5\n1,x,new,2\n");

    Read read =
        Read.of(
            new TableSource(file.toString(), ""),
            new TableSource(other.toString(), ""),
            Choice.usual().standardize(),
            DataType.FLOAT64);

    assertThat(read.features()).isDeepEqualTo(new double[][] {{-1, -1}, {1, 1}});
    assertThat(read.heldOut()).isDeepEqualTo(new double[][] {{3, 1}, {0, -1}});
    assertThat(read.heldOutLabels()).containsExactly(1, 1);
  }

  @Test
  void anotherTableIsReadByTheOrderOfTheFirstsClasses() throws IOException {
    Path file = Files.writeString(directory.resolve("t.csv"), "a,y\n1,10\n2,9\n3,-1\n");
    String rows =
        IntStream.range(0, 20_000)
            .mapToObj(row -> row + "," + (row % 2 == 0 ? "10\n" : "9\n"))
            .collect(Collectors.joining());
    Path other = Files.writeString(directory.resolve("v.csv"), "a,y\n" + rows);

    Read read =
        Read.of(
            new TableSource(file.toString(), ""),
            new TableSource(other.toString(), ""),
            Choice.usual(),
            DataType.FLOAT64);

    assertThat(read.classes()).containsExactly("-1", "9", "10");
    assertThat(read.labels()).containsExactly(2, 1, 0);
    assertThat(read.heldOutLabels())
        .containsExactly(IntStream.range(0, 20_000).mapToDouble(row -> 2 - row % 2).toArray());
  }

  @Test
  void anotherTableMustHaveTheClassesOfTheFirst() throws IOException {
    Path file = Files.writeString(directory.resolve("t.csv"), "a,y\n1,0\n3,1\n");
    Path other = Files.writeString(directory.resolve("v.csv"), "a,y\n1,0\n2,7\n");
    Path empty = Files.writeString(directory.resolve("w.csv"), "a,y\n");
    TableSource source = new TableSource(file.toString(), "");

    assertThatThrownBy(
            () ->
                Read.of(
                    source,
                    new TableSource(other.toString(), ""),
                    Choice.usual(),
                    DataType.FLOAT32))
        .hasMessage(other + ", row 2, column \"y\": must be one of 0, 1, was \"7\"");
    assertThatThrownBy(
            () ->
                Read.of(
                    source,
                    new TableSource(empty.toString(), ""),
                    Choice.usual(),
                    DataType.FLOAT32))
        .hasMessage(empty + " has no rows");
  }
}
