package dev.logistic.solver;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.DataType;
import dev.logistic.data.Fingerprint;
import dev.logistic.data.Targets;
import dev.logistic.model.Parameters;
import dev.logistic.optimizer.Vectors;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/** The passes of a training. */
@SuppressWarnings("ArrayRecordComponent") // never compared
final class Passes {

  private Passes() {}

  /** Loss and gradient, as sums of each block's mean times the block's weight. */
  record Loss(double[] parameters, int outputs, DataType type) implements Pass<LossSum> {

    @Override
    public long numbers() {
      return parameters.length;
    }

    @Override
    public LossSum over(List<RowBlock> blocks) {
      NDManager owner = blocks.get(0).targets().manager();
      long columns = parameters.length / outputs - 1L;
      try (Parameters at = Parameters.zeros(owner, columns, outputs, type)) {
        return LossSum.over(blocks, LossPoint.at(parameters, at, outputs));
      }
    }

    @Override
    public LossSum merge(LossSum earlier, LossSum later) {
      LossSum both = new LossSum(parameters.length);
      both.add(earlier);
      both.add(later);
      return both;
    }
  }

  /**
   * The log-likelihood and its derivatives.
   *
   * @param parameters as {@link Centering} has them for Newton's method
   * @param oneIn 1 for all rows, and n for the first of every n rows of a block, the others
   *     counting as if they had no weight
   */
  record Derivatives(Centering centering, double[] parameters, long oneIn)
      implements Pass<Information> {

    Derivatives(Centering centering, double[] parameters) {
      this(centering, parameters, 1);
    }

    @Override
    public long numbers() {
      return (long) parameters.length * parameters.length;
    }

    @Override
    public Information over(List<RowBlock> blocks) {
      Information sum = new Information(parameters.length);
      for (RowBlock block : blocks) {
        try (NDScope scope = new NDScope()) {
          CenteredBlock.ofFirst(block, oneIn, centering)
              .addTo(sum, parameters, centering.likelihood());
        }
      }
      return sum;
    }

    @Override
    public Information merge(Information earlier, Information later) {
      return earlier.and(later);
    }
  }

  /** The weight of the rows of each class. */
  record ClassWeights(int classes) implements Pass<double[]> {

    @Override
    public long numbers() {
      return classes;
    }

    @Override
    public double[] over(List<RowBlock> blocks) {
      double[] sums = new double[classes];
      for (RowBlock block : blocks) {
        try (NDScope scope = new NDScope()) {
          for (int place = 0; place < classes; place++) {
            NDArray own = block.counted(place, classes);
            NDArray weights = own.toType(DataType.FLOAT64, false);
            if (block.targets().isWeighted()) {
              weights =
                  weights
                      .mul(block.targets().weights().toType(DataType.FLOAT64, false))
                      .mul(block.unit());
            }
            sums[place] += weights.sum().getDouble();
          }
        }
      }
      return sums;
    }

    @Override
    public double[] merge(double[] earlier, double[] later) {
      double[] both = earlier.clone();
      Arrays.setAll(both, place -> earlier[place] + later[place]);
      return both;
    }
  }

  /**
   * The sums that the duality gap needs.
   *
   * @param parameters as a model has them
   * @param share of the residuals that stays in the dual probabilities
   */
  record Dual(double[] parameters, int outputs, double share) implements Pass<DualSum> {

    @Override
    public long numbers() {
      return parameters.length + 2L + (long) outputs * outputs;
    }

    @Override
    public DualSum over(List<RowBlock> blocks) {
      DualSum sum = new DualSum(0, 0, new double[parameters.length], new double[outputs * outputs]);
      for (RowBlock block : blocks) {
        sum = sum.and(DualBlock.of(block, parameters, outputs, share));
      }
      return sum;
    }

    @Override
    public DualSum merge(DualSum earlier, DualSum later) {
      return earlier.and(later);
    }
  }

  /** The upper triangle of {@code X'X}, of centered features after a column of ones. */
  record Squares(Centering centering) implements Pass<Information> {

    @Override
    public long numbers() {
      long size = centering.means().length + 1L;
      return size * size;
    }

    @Override
    public Information over(List<RowBlock> blocks) {
      Information sum = new Information(centering.means().length + 1);
      forEach(blocks, centering, block -> block.addSquaresTo(sum));
      return sum;
    }

    @Override
    public Information merge(Information earlier, Information later) {
      return earlier.and(later);
    }
  }

  /**
   * The most by which a direction of length 1 in the norm of the information moves any row's logit,
   * or the difference of two.
   *
   * @param inverse of the factor of the information
   */
  record Reach(Centering centering, double[][] inverse) implements Pass<Double> {

    @Override
    public long numbers() {
      return 1;
    }

    @Override
    public Double over(List<RowBlock> blocks) {
      double[] most = new double[1];
      forEach(blocks, centering, block -> most[0] = Math.max(most[0], block.reach(inverse)));
      return most[0];
    }

    @Override
    public Double merge(Double earlier, Double later) {
      return Math.max(earlier, later);
    }
  }

  /** The sum of each column, weighted if rows are. */
  record Sums(int columns) implements Pass<double[]> {

    @Override
    public long numbers() {
      return columns;
    }

    @Override
    public double[] over(List<RowBlock> blocks) {
      double[] sums = new double[columns];
      for (RowBlock block : blocks) {
        try (NDScope scope = new NDScope()) {
          Targets targets = block.targets();
          NDArray weights = targets.isWeighted() ? targets.weights().mul(block.unit()) : null;
          Vectors.add(1, block.features().sums(weights), sums);
        }
      }
      return sums;
    }

    @Override
    public double[] merge(double[] earlier, double[] later) {
      double[] both = earlier.clone();
      Arrays.setAll(both, column -> earlier[column] + later[column]);
      return both;
    }
  }

  /** SHA-256 of each run of blocks, in order. */
  record Digests() implements Pass<byte[]> {

    @Override
    public long numbers() {
      return 4;
    }

    @Override
    public byte[] over(List<RowBlock> blocks) {
      return Fingerprint.digest(
          digest -> {
            for (RowBlock block : blocks) {
              block.features().digest(digest);
              Fingerprint.update(digest, block.targets());
            }
          });
    }

    @Override
    public byte[] merge(byte[] earlier, byte[] later) {
      byte[] both = Arrays.copyOf(earlier, earlier.length + later.length);
      System.arraycopy(later, 0, both, earlier.length, later.length);
      return both;
    }
  }

  static void forEach(List<RowBlock> blocks, Centering centering, Consumer<CenteredBlock> use) {
    for (RowBlock block : blocks) {
      try (NDScope scope = new NDScope()) {
        use.accept(CenteredBlock.of(block, centering));
      }
    }
  }
}
