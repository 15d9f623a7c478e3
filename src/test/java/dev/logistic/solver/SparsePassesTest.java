package dev.logistic.solver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.logistic.data.LabelledData;
import dev.logistic.data.SparseRows;
import dev.logistic.engine.NoGradient;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The passes over sparse rows yield the sums of the same rows in an array. */
class SparsePassesTest {

  private static final int ROWS = 3000;
  private static final int WIDTH = 40;

  private final Random random = new Random(8);

  private double[] drawn(int count) {
    return random.doubles(count, -2, 2).toArray();
  }

  private double[][] features() {
    double[][] dense = new double[ROWS][WIDTH];
    for (double[] row : dense) {
      for (int i = 0; i < WIDTH; i++) {
        row[i] = random.nextInt(4) == 0 ? (1 + random.nextInt(40)) / 8.0 : 0; // exact in float32
      }
    }
    return dense;
  }

  private static SparseRows sparse(double[][] dense) {
    int[][] columns = new int[dense.length][];
    double[][] values = new double[dense.length][];
    for (int row = 0; row < dense.length; row++) {
      double[] own = dense[row];
      columns[row] = IntStream.range(0, own.length).filter(i -> own[i] != 0).toArray();
      values[row] = Arrays.stream(columns[row]).mapToDouble(i -> own[i]).toArray();
    }
    return SparseRows.of(columns, values, WIDTH);
  }

  private static void requireClose(double[] actual, double[] expected) {
    double largest = Arrays.stream(expected).map(Math::abs).max().orElse(1);
    assertThat(actual).containsExactly(expected, within(1e-12 * largest));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void sumsAreThoseOfTheSameRowsInAnArray(boolean weighted) {
    double[][] features = features();
    int[] labels = IntStream.range(0, ROWS).map(row -> random.nextInt(2)).toArray();
    double[] weights = IntStream.range(0, ROWS).mapToDouble(row -> row % 4).toArray();
    try (NoGradient off = NoGradient.onThisThread();
        SparseRows rows = sparse(features);
        LabelledData sparse = LabelledData.of(rows, labels);
        LabelledData dense = LabelledData.of(features, labels);
        NDManager manager = dense.newManager();
        NDArray given = manager.create(weights);
        WholeData one = new WholeData(weighted ? sparse.withWeights(given) : sparse);
        WholeData other = new WholeData(weighted ? dense.withWeights(given) : dense)) {
      double[] at = drawn(WIDTH + 1);
      for (int i = 0; i < 3; i++) {
        requireSame(one, other, at, drawn(WIDTH + 1));
        requireSame(one, other, at, drawn(WIDTH + 1)); // the rows' curvatures are known
        at = drawn(WIDTH + 1);
      }
    }
  }

  private static void requireSame(WholeData one, WholeData other, double[] at, double[] direction) {
    Centering centering = other.centering();
    requireClose(one.centering().means(), centering.means());
    CurvaturePass curvature = new CurvaturePass(centering, at, direction);
    requireClose(one.aggregate(curvature), other.aggregate(curvature));

    GradientPass gradient = new GradientPass(centering, at);
    GradientPass.Sum actual = one.aggregate(gradient);
    GradientPass.Sum expected = other.aggregate(gradient);
    requireClose(new double[] {actual.logLikelihood()}, new double[] {expected.logLikelihood()});
    requireClose(actual.gradient(), expected.gradient());
    requireClose(actual.diagonal(), expected.diagonal());
    requireClose(one.aggregate(curvature), other.aggregate(curvature));

    for (double share : new double[] {1, 0.999, 0.3, 0}) {
      Passes.Dual dual = new Passes.Dual(at, 1, share);
      DualSum found = one.aggregate(dual);
      DualSum known = other.aggregate(dual);
      requireClose(new double[] {found.loss()}, new double[] {known.loss()});
      assertThat(found.entropy()).isCloseTo(known.entropy(), within(1e-10 * ROWS));
      requireClose(found.gradient(), known.gradient());
      requireClose(found.curvature(), known.curvature());
    }
  }
}
