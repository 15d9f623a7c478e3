package dev.logistic.data.table;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.logistic.engine.PyTorch;
import dev.logistic.engine.RandomDraws;
import java.util.BitSet;

/** Chooses the rows that are held out for validation. */
final class HoldOut {

  private HoldOut() {}

  /**
   * Takes the same share of each class: walking through {@code torch.randperm(rows)}, drawn right
   * after {@code torch.manual_seed(seed)}, the first {@code round(share * n)} rows of a class of n.
   *
   * @return the rows held out, from 0
   */
  static BitSet of(BitSet positive, int rows, double share, long seed) {
    BitSet heldOut = new BitSet(rows);
    if (share == 0) {
      return heldOut;
    }
    int positives = positive.cardinality();
    long positivesLeft = Math.round(share * positives);
    long negativesLeft = Math.round(share * (rows - positives));
    for (long row : permutation(rows, seed)) {
      if (positive.get((int) row) ? positivesLeft-- > 0 : negativesLeft-- > 0) {
        heldOut.set((int) row);
      }
    }
    return heldOut;
  }

  private static long[] permutation(long rows, long seed) {
    try (NDManager cpu = PyTorch.engine().newBaseManager(Device.cpu());
        NDArray order = RandomDraws.seeded(seed, () -> cpu.randomPermutation(rows))) {
      return order.toLongArray();
    }
  }
}
