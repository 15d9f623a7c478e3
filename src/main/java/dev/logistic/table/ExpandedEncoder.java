package dev.logistic.table;

import dev.logistic.schema.FeatureSchema;
import dev.logistic.schema.Standardization;
import dev.logistic.schema.Term;
import java.util.Arrays;

/** Encodes cells as the features of a formula; most are 0, and these are set together. */
final class ExpandedEncoder implements Assembly.Encoder {

  private final ExpandedCells.Reader reader;
  private final double[] centres;
  private final double[] shifts;
  private final double[] scales;
  private final double[] zeros; // what 0 becomes

  /**
   * @param schema with the standardization
   * @param features of the same terms
   * @param centres that are subtracted first, so that digits of large numbers stay
   */
  ExpandedEncoder(FeatureSchema schema, ExpandedCells features, double[] centres) {
    this.reader = features.new Reader();
    this.centres = centres;
    int width = centres.length;
    Standardization known =
        schema.standardization().orElseGet(() -> Standardization.identity(width));
    this.shifts = new double[width];
    this.scales = new double[width];
    this.zeros = new double[width];
    for (int feature = 0; feature < width; feature++) {
      shifts[feature] = centres[feature] - known.means().get(feature);
      scales[feature] = known.scales().get(feature);
      zeros[feature] = scaled(feature, 0);
    }
  }

  private double scaled(int feature, double value) {
    return (value - centres[feature] + shifts[feature]) / scales[feature];
  }

  @Override
  public void encode(CellBlocks.Rows read, int[] starts, int count, Matrix.Rows to) {
    for (int feature = 0; to.step == 1 && feature < zeros.length; feature++) {
      int at = to.place(feature);
      Arrays.fill(to.tile, at, at + count, zeros[feature]);
    }
    for (int row = 0; row < count; row++) {
      int from = row * to.step;
      if (to.step > 1) {
        System.arraycopy(zeros, 0, to.tile, from, zeros.length);
      }
      Term.Sink sink =
          (feature, value) -> to.tile[to.place(feature) + from] = scaled(feature, value);
      reader.expand(read.cells, starts[row], read.rowAt(starts[row]), sink);
    }
  }
}
