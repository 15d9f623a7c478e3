package dev.logistic.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import dev.logistic.data.LabelledData;
import dev.logistic.data.Offsets;
import dev.logistic.schema.NumberTerm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code data.offset} names the column that is added to the logits. */
class OffsetColumnTest {

  @TempDir Path directory;

  private Path write(String content) throws IOException {
    return Files.writeString(directory.resolve("t.csv"), content);
  }

  private static TrainingTable read(Path file, @Nullable Path heldOut, Choice choice)
      throws TableException {
    TableSource validation = heldOut == null ? null : new TableSource(heldOut.toString(), "");
    return TrainingTable.read(
        new TableSource(file.toString(), ""),
        validation,
        choice.options(),
        DataType.FLOAT32,
        Device.cpu(),
        rows -> {});
  }

  private static double[] offsets(LabelledData data) {
    Offsets offsets = data.offsets().orElseThrow();
    assertThat(offsets.column()).isEqualTo("o");
    try (NDArray wide = offsets.values().toType(DataType.FLOAT64, true)) {
      return wide.toDoubleArray();
    }
  }

  @Test
  void itIsNoFeatureOfTheTrainingAndTheLastOfTheModel() throws IOException {
    Choice choice = Choice.usual().offset("o").standardize();
    try (TrainingTable table =
        read(write("o,a,t,y\n0.5,1,p,0\n-2,2,q,1\n3,3,p,1\n"), null, choice)) {
      LabelledData data = table.training();

      assertThat(offsets(data)).containsExactly(0.5, -2, 3);
      assertThat(data.featureNames()).containsExactly("a", "t=q");
      assertThat(data.modelSchema().featureNames()).containsExactly("a", "t=q", "o");
      assertThat(data.modelSchema().terms().get(2)).isEqualTo(new NumberTerm("o"));
      assertThat(data.modelSchema().standardization().orElseThrow().means().get(2)).isZero();
      assertThat(data.modelSchema().standardization().orElseThrow().scales().get(2)).isEqualTo(1);
    }
  }

  @Test
  void heldOutRowsHaveTheirs() throws IOException {
    StringBuilder csv = new StringBuilder("a,o,y\n");
    for (int row = 0; row < 20; row++) {
      csv.append("%d,%d,%d\n".formatted(row, 100 + row, row % 2));
    }
    Path file = write(csv.toString());
    try (TrainingTable table = read(file, null, Choice.usual().offset("o").validation(0.3));
        TrainingTable other = read(file, file, Choice.usual().offset("o"))) {
      for (LabelledData data :
          new LabelledData[] {table.training(), table.validation().orElseThrow()}) {
        double[] found = offsets(data);
        float[] a = data.features().toFloatArray();
        assertThat(found).hasSize(a.length);
        for (int i = 0; i < a.length; i++) {
          assertThat(found[i]).isEqualTo(100 + a[i]);
        }
      }
      assertThat(offsets(other.validation().orElseThrow())).isEqualTo(offsets(other.training()));
    }
  }

  @Test
  void itMayBeNextToTrials() throws IOException {
    Choice choice = Choice.usual().offset("o").trials("n");
    try (TrainingTable table = read(write("a,o,n,y\n1,0.5,3,1\n2,-1,2,1\n"), null, choice)) {
      assertThat(offsets(table.training())).containsExactly(0.5, 0.5, -1, -1);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1,,1|FILE, row 2, column \"o\": must be an offset, is missing",
        "1,nan,1|FILE, row 2, column \"o\": must be a finite number, was NaN",
        "1,-inf,1|FILE, row 2, column \"o\": must be a finite number, was -Infinity",
        "1,1e39,1|FILE, row 2, column \"o\": is too large for float32, was 1.0E39; engine.precision=float64 can hold it",
        "1,much,1|FILE, row 2, column \"o\": must be a number, was \"much\"",
      })
  void badOffsetsNameColumnRowAndValue(String row, String message) throws IOException {
    Path file = write("a,o,y\n0,1,0\n" + row + "\n");

    assertThatThrownBy(() -> read(file, null, Choice.usual().offset("o")))
        .isInstanceOf(TableException.class)
        .hasMessageContaining(message.replace("FILE", file.toString()));
  }

  @Test
  void itIsAColumnOfItsOwn() throws IOException {
    Path file = write("a,o,y\n0,1,0\n1,2,1\n");

    assertThatThrownBy(() -> read(file, null, Choice.usual().offset("p")))
        .hasMessageContaining("has no column \"p\"; it has a, o, y");
    assertThatThrownBy(() -> read(file, null, Choice.usual().offset("y")))
        .hasMessage("column \"y\" cannot be both the label and the offset");
    assertThatThrownBy(() -> read(file, null, Choice.usual().offset("o").features("a", "o")))
        .hasMessage("column \"o\" cannot be both the offset and a feature");
    assertThatThrownBy(() -> read(file, null, Choice.usual().offset("o").weight("o")))
        .hasMessage("column \"o\" cannot be both the weight and the offset");
  }

  @Test
  void thereAreTwoClasses() throws IOException {
    Path file = write("a,o,y\n0,1,p\n1,2,q\n2,3,r\n");

    assertThatThrownBy(() -> read(file, null, Choice.usual().offset("o")))
        .hasMessage(
            "data.offset=o needs a label of two classes, as it is added to one logit: the label"
                + " \"y\" has 3");
  }
}
