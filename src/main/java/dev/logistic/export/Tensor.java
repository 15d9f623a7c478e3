package dev.logistic.export;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import dev.logistic.model.Coefficients;
import dev.logistic.model.LogisticModel;
import dev.logistic.schema.DoubleList;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A matrix with a name.
 *
 * @param wide whether its numbers are float64 rather than float32
 * @param values row by row
 */
record Tensor(String name, boolean wide, int rows, int columns, DoubleList values) {

  /**
   * A model's {@code weights} and {@code bias} in its own type and, where it standardizes, {@code
   * raw_weights} and {@code raw_bias} on the scale of the columns. These are computed and stored in
   * float64: where a column's mean is far from 0, much of the raw bias cancels.
   */
  static List<Tensor> of(LogisticModel model) {
    int outputs = model.card().outputs();
    List<Tensor> tensors = new ArrayList<>();
    tensors.add(of("weights", model.weights(), outputs));
    tensors.add(of("bias", model.bias(), outputs));
    if (model.rawCoefficients().isPresent()) {
      List<Coefficients> raw =
          IntStream.range(0, outputs)
              .mapToObj(output -> model.rawCoefficients(output).orElseThrow())
              .toList();
      int features = raw.get(0).weights().size();
      double[] weights = new double[features * outputs];
      Arrays.setAll(weights, i -> raw.get(i % outputs).weights().get(i / outputs));
      DoubleList bias = DoubleList.copyOf(raw.stream().map(Coefficients::bias).toList());
      tensors.add(new Tensor("raw_weights", true, features, outputs, DoubleList.of(weights)));
      tensors.add(new Tensor("raw_bias", true, 1, outputs, bias));
    }
    return tensors;
  }

  private static Tensor of(String name, NDArray array, int columns) {
    boolean wide = array.getDataType() == DataType.FLOAT64;
    try (NDArray copy = array.toType(DataType.FLOAT64, true)) {
      DoubleList values = DoubleList.of(copy.toDoubleArray());
      return new Tensor(name, wide, values.size() / columns, columns, values);
    }
  }

  /** The numbers as they lie in a file: row by row, little endian. */
  byte[] bytes() {
    int size = wide ? Double.BYTES : Float.BYTES;
    ByteBuffer buffer = ByteBuffer.allocate(values.size() * size).order(ByteOrder.LITTLE_ENDIAN);
    for (Double value : values) {
      if (wide) {
        buffer.putDouble(value);
      } else {
        buffer.putFloat(value.floatValue());
      }
    }
    return buffer.array();
  }
}
