package dev.logistic.inference;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.DataType;
import dev.logistic.data.Targets;
import dev.logistic.solver.Pass;
import dev.logistic.solver.RowBlock;
import java.io.Serializable;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.util.List;

/**
 * A digest of the classes and weights of the rows in their order, by which two trainings know that
 * they had the same rows whatever their columns: a polynomial of the rows' hashes at {@link #BASE},
 * modulo a prime, which does not depend on how the rows are cut into blocks. It detects accidents,
 * not forgery.
 *
 * @param outputs 1 for two classes, and one per class for more
 */
record TargetsDigest(int outputs) implements Pass<TargetsDigest.Sum> {

  private static final long PRIME = (1L << 61) - 1;
  private static final long BASE = 0x0f7c_a1b3_5d29_e846L;
  private static final DoubleBuffer NONE = DoubleBuffer.allocate(0);

  /**
   * The polynomial of consecutive rows.
   *
   * @param power of the base, by their number
   */
  record Sum(long value, long power) implements Serializable {

    String hex() {
      return "%016x".formatted(value);
    }
  }

  @Override
  public long numbers() {
    return 2;
  }

  @Override
  public Sum over(List<RowBlock> blocks) {
    long value = 0; // two numbers, as an object for each row would be much garbage
    long power = 1;
    for (RowBlock block : blocks) {
      try (NDScope scope = new NDScope()) {
        DoubleBuffer classes = numbers(ofClasses(block.targets()));
        boolean weighted = block.targets().isWeighted();
        DoubleBuffer weights = weighted ? numbers(block.targets().weights()) : NONE;
        for (int row = 0; row < classes.capacity(); row++) {
          long hash = hash(classes.get(row), weighted ? weights.get(row) : 1);
          value = reduced(product(value, BASE) + hash);
          power = product(power, BASE);
        }
      }
    }
    return new Sum(value, power);
  }

  /** A number for each class: shape (size, 1). */
  private NDArray ofClasses(Targets targets) {
    return outputs == 1 ? targets.signs() : targets.indicators().argMax(1);
  }

  /** A view, where that is possible, of an array that must stay open. */
  private static DoubleBuffer numbers(NDArray array) {
    return array
        .toType(DataType.FLOAT64, false)
        .toByteBuffer(true)
        .order(ByteOrder.nativeOrder())
        .asDoubleBuffer();
  }

  private static long hash(double ofClass, double weight) {
    long bits = Double.doubleToLongBits(ofClass) * 31 + Double.doubleToLongBits(weight);
    bits = (bits ^ (bits >>> 33)) * 0xff51_afd7_ed55_8ccdL; // the finalizer of MurmurHash3
    bits = (bits ^ (bits >>> 33)) * 0xc4ce_b9fe_1a85_ec53L;
    return reduced(bits ^ (bits >>> 33));
  }

  @Override
  public Sum merge(Sum earlier, Sum later) {
    return new Sum(
        reduced(product(earlier.value, later.power) + later.value),
        product(earlier.power, later.power));
  }

  /** The product of two numbers below the prime, modulo the prime. */
  private static long product(long a, long b) {
    long low = a * b;
    return reduced((low & PRIME) + ((low >>> 61) | (Math.multiplyHigh(a, b) << 3)));
  }

  /** A number from 0 to below the prime, of 64 bits. */
  private static long reduced(long bits) {
    long once = (bits & PRIME) + (bits >>> 61);
    return once >= PRIME ? once - PRIME : once;
  }
}
