package dev.logistic.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.types.DataType;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Files that are read in many parts on several threads, compared with their lines split as text.
 */
class LibSvmReaderTest {

  private static final int PARTS = 9;

  @TempDir Path directory;

  private final Random random = new Random(11);

  private Path file(String name, String text) throws IOException {
    Path file = directory.resolve(name);
    try (OutputStream out =
        name.endsWith(".gz")
            ? new GZIPOutputStream(Files.newOutputStream(file))
            : Files.newOutputStream(file)) {
      out.write(text.getBytes(StandardCharsets.US_ASCII));
    }
    return file;
  }

  /** Lines of one to thousands of values, comments, and lines without rows. */
  private List<String> lines(int bytes) {
    List<String> lines = new ArrayList<>();
    for (int size = 0; size < bytes; size += lines.get(lines.size() - 1).length() + 1) {
      lines.add(random.nextInt(8) == 0 ? (random.nextBoolean() ? "" : "# 1 2:3") : line());
    }
    return lines;
  }

  private String line() {
    StringBuilder line = new StringBuilder().append(random.nextInt(3) - 1);
    int count = random.nextInt(random.nextInt(50) == 0 ? 4000 : 60);
    int index = random.nextInt(3);
    for (int i = 0; i < count; i++) {
      index += 1 + random.nextInt(random.nextInt(5) == 0 ? 100_000 : 10);
      line.append(random.nextInt(9) == 0 ? "\t" : " ").append(index).append(':');
      line.append(random.nextInt(9) == 0 ? "0" : Double.toString(random.nextGaussian()));
    }
    return line.append(random.nextInt(9) == 0 ? " # 3:4" : "").toString();
  }

  /** The rows with their values other than 0, as text. */
  private static List<String> expected(List<String> lines) {
    List<String> rows = new ArrayList<>();
    for (String line : lines) {
      String[] parts = line.replaceAll("#.*", "").strip().split("\\s+", -1);
      if (parts[0].isEmpty()) {
        continue;
      }
      StringBuilder row = new StringBuilder().append(Double.parseDouble(parts[0]));
      for (int i = 1; i < parts.length; i++) {
        String[] pair = parts[i].split(":", -1);
        double value = Double.parseDouble(pair[1]);
        if (value != 0) {
          row.append(' ').append(pair[0]).append(':').append(value);
        }
      }
      rows.add(row.toString());
    }
    return rows;
  }

  private static List<String> read(DataType type, Path... files) throws TableException {
    List<String> rows = new ArrayList<>();
    try (LibSvmReader reader = new LibSvmReader(List.of(files), 0, type)) {
      for (LibSvmRows some = reader.next(); some != null; some = reader.next()) {
        for (int i = 0; i < some.rows(); i++) {
          StringBuilder row = new StringBuilder().append(some.labels()[i]);
          for (int j = some.start(i); j < some.ends()[i]; j++) {
            row.append(' ').append(some.columns()[j]).append(':').append(some.values()[j]);
          }
          rows.add(row.toString());
        }
      }
    }
    return rows;
  }

  @ParameterizedTest
  @ValueSource(strings = {"rows.svm", "rows.svm.gz"})
  void rowsAreThoseOfTheLinesInOrder(String name) throws IOException, TableException {
    List<String> lines = lines(PARTS * LineBuffer.BYTES);
    for (String end : List.of("\n", "\r\n")) {
      Path file = file(name, String.join(end, lines)); // the last line has no end
      assertThat(read(DataType.FLOAT64, file)).isEqualTo(expected(lines));
    }
  }

  /** A line may begin or end at either side of the border between two parts. */
  @ParameterizedTest
  @ValueSource(strings = {"rows.svm", "rows.svm.gz"})
  void everyPlaceOfALineEndAtTheBorderOfParts(String name) throws IOException, TableException {
    for (int shift = -3; shift <= 3; shift++) {
      List<String> lines =
          List.of(
              "1 1:1 #" + "x".repeat(LineBuffer.BYTES + shift - 8),
              "2 2:2",
              "3 3:3 #" + "x".repeat(3 * LineBuffer.BYTES), // longer than parts
              "4 4:4",
              "");
      assertThat(read(DataType.FLOAT64, file(name, String.join("\n", lines))))
          .containsExactly("1.0 1:1.0", "2.0 2:2.0", "3.0 3:3.0", "4.0 4:4.0");
    }
  }

  @Test
  void severalFilesAreReadInOrder() throws IOException, TableException {
    List<String> first = lines(2 * LineBuffer.BYTES);
    List<String> second = lines(2 * LineBuffer.BYTES);
    List<String> both = new ArrayList<>(expected(first));
    both.addAll(expected(second));
    assertThat(
            read(
                DataType.FLOAT64,
                file("1.svm", String.join("\n", first)),
                file("2.svm", ""),
                file("3.svm.gz", String.join("\n", second) + "\n")))
        .isEqualTo(both);
  }

  @ParameterizedTest
  @ValueSource(strings = {"rows.svm", "rows.svm.gz"})
  void aFaultFarIntoAFileIsRefusedByItsLine(String name) throws IOException {
    List<String> lines = lines(PARTS * LineBuffer.BYTES);
    int place = lines.size() - 20;
    lines.set(place, "1 3:1 2:1");
    Path file = file(name, String.join("\n", lines));
    assertThatThrownBy(() -> read(DataType.FLOAT64, file))
        .isInstanceOf(TableException.class)
        .hasMessage(
            "%s, line %d: expected ascending indices, found 2 after 3".formatted(file, place + 1));
  }

  @Test
  void aCompressedFileIsReadUpToWhereItIsCut() throws IOException {
    List<String> lines = lines(PARTS * LineBuffer.BYTES);
    byte[] whole = Files.readAllBytes(file("whole.svm.gz", String.join("\n", lines)));
    Path cut = Files.write(directory.resolve("cut.svm.gz"), Arrays.copyOf(whole, whole.length / 2));
    assertThatThrownBy(() -> read(DataType.FLOAT64, cut))
        .isInstanceOf(TableException.class)
        .hasMessageMatching(
            ".*cut.svm.gz: the compressed file ends too early, after line [1-9]\\d*; fetch or write it again");
  }

  @Test
  void aValueTooLargeForFloat32IsRefusedThereOnly() throws IOException, TableException {
    Path most = file("most.svm", "1 1:3.4028235e38 2:-3.4028235677973362e38\n");
    assertThat(read(DataType.FLOAT32, most)).hasSize(1);
    Path large = file("large.svm", "1 1:1\n\n0 7:-3.4028235677973366e38\n");
    assertThat(read(DataType.FLOAT64, large)).hasSize(2);
    assertThatThrownBy(() -> read(DataType.FLOAT32, large))
        .isInstanceOf(TableException.class)
        .hasMessage(
            large
                + ", line 3: the value of index 7 is too large for float32, was -3.4028235677973366E38;"
                + " engine.precision=float64 can hold it");
  }
}
