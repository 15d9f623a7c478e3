package dev.logistic.table;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import dev.logistic.engine.PyTorch;
import org.junit.jupiter.api.Test;

class MatrixTest {

  /** Memory of 2.5 GB, of which 320 MB are touched: a buffer ends at 2 GB. */
  @Test
  void aRunOfVeryWideRowsIsWrittenPieceByPiece() {
    int width = 1 << 21;
    int before = 2;
    int count = 300;
    int written = 40;
    try (NDManager manager = PyTorch.engine().newBaseManager(Device.cpu())) {
      Matrix matrix = new Matrix(manager, before + count, width, DataType.FLOAT32, false);
      try (Matrix.Rows rows = matrix.rows(before, count, 3)) {
        for (int row = 0; row < written; row += 3) {
          int some = Math.min(3, written - row);
          for (int i = 0; i < some; i++) {
            rows.tile[i * rows.step + rows.place(0)] = row + i;
            rows.tile[i * rows.step + rows.place(width - 1)] = -row - i;
          }
          rows.write(some);
        }
      }
      NDArray features = matrix.features();

      for (int row = 0; row < written; row++) {
        assertThat(features.getFloat(before + row, 0)).isEqualTo(row);
        assertThat(features.getFloat(before + row, width - 1)).isEqualTo(-row);
      }
    }
  }
}
