package dev.logistic.bench.solvers;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/** Rows of float32 features and their labels, as {@code bench/solvers.py} has written them. */
record Problem(Path features, Path labels, int rows, int columns) {

  /** The penalty on the mean loss. */
  double l2() {
    return 1.0 / rows;
  }

  /** All features, row after row; at most 2 GB. */
  ByteBuffer featureBytes() throws IOException {
    return mapped(features);
  }

  /** A label for each row, 0 or 1, as float32. */
  ByteBuffer labelBytes() throws IOException {
    return mapped(labels);
  }

  double[][] rowsOfDoubles() throws IOException {
    ByteBuffer bytes = featureBytes();
    double[][] all = new double[rows][columns];
    for (double[] row : all) {
      for (int column = 0; column < columns; column++) {
        row[column] = bytes.getFloat();
      }
    }
    return all;
  }

  int[] classes() throws IOException {
    ByteBuffer bytes = labelBytes();
    int[] all = new int[rows];
    for (int row = 0; row < rows; row++) {
      all[row] = (int) bytes.getFloat();
    }
    return all;
  }

  private static ByteBuffer mapped(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file)) {
      return channel
          .map(FileChannel.MapMode.READ_ONLY, 0, channel.size())
          .order(ByteOrder.LITTLE_ENDIAN);
    }
  }
}
