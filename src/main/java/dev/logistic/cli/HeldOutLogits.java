package dev.logistic.cli;

import dev.logistic.data.LabelledData;
import dev.logistic.evaluate.RowLogits;
import dev.logistic.evaluate.RowScores;
import dev.logistic.evaluate.Scoring;
import dev.logistic.model.LogisticModel;
import dev.logistic.table.LibSvmTable;
import dev.logistic.table.TableException;
import dev.logistic.table.TableRows;
import dev.logistic.table.TrainingTable;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads a training's table once more for what the training did not read: another model's features,
 * and groups of rows. The rows held out are recognised by the first model's logits.
 */
final class HeldOutLogits {

  private final LogisticModel model;
  private final @Nullable LogisticModel other;
  private final LabelledData heldOut;
  private final BitSet places;
  private final SameRows same;
  private final int outputs;
  private final double[] owns;
  private final double[] others;
  private int next; // row of the table
  private int found; // row among those held out

  /**
   * @param table of the first model's training
   * @param other of the same classes; null for none
   */
  HeldOutLogits(LogisticModel model, @Nullable LogisticModel other, TrainingTable table) {
    this.model = model;
    this.other = other;
    this.heldOut = table.validation().orElseThrow();
    this.places = table.heldOutRows();
    this.same = SameRows.of(model, heldOut);
    this.outputs = model.card().outputs();
    this.owns = new double[places.cardinality() * outputs];
    this.others = new double[other == null ? 0 : owns.length];
  }

  /**
   * Reads the rows of a table.
   *
   * @param rows opened for the features of all models
   * @throws IllegalArgumentException if they are not those of the training
   */
  void read(TableRows rows) throws TableException {
    rows.requireFit(model.weights().getDataType());
    if (other != null) {
      rows.requireOtherFit(other.weights().getDataType());
    }
    while (rows.next()) {
      double[] own = RowLogits.of(model, rows);
      add(own, other == null ? new double[0] : RowLogits.ofOther(other, rows), rows.rows());
    }
    same.requireAll(found);
  }

  /**
   * Reads the rows of LibSVM files, once for each model, as these may have other columns.
   *
   * @throws IllegalArgumentException if they are not those of the training
   */
  void readLibSvm(String files) throws TableException {
    double[] own = logits(model, files);
    double[] ofOther = other == null ? new double[0] : logits(other, files);
    if (other != null && ofOther.length != own.length) {
      throw SameRows.changed();
    }
    add(own, ofOther, own.length / outputs);
    same.requireAll(found);
  }

  private static double[] logits(LogisticModel model, String files) throws TableException {
    try (LabelledData rows =
        LibSvmTable.labelled(
            files, model.card().schema(), model.card().classes(), new ArrayList<>(), count -> {})) {
      return Scoring.logits(model, rows);
    }
  }

  private void add(double[] own, double[] ofOther, int rows) {
    for (int row = 0; row < rows; row++) {
      if (places.get(next++)) {
        same.require(own, row, found);
        System.arraycopy(own, row * outputs, owns, found * outputs, outputs);
        if (other != null) {
          System.arraycopy(ofOther, row * outputs, others, found * outputs, outputs);
        }
        found++;
      }
    }
  }

  /**
   * The first model's scores of the rows held out, with the labels and weights of the training; as
   * exact as those of the other model, so that a model does not differ from itself.
   */
  RowScores scores() {
    return Scoring.ofLogits(owns, model.card().classes(), heldOut);
  }

  /** The other model's scores of the same rows. */
  Optional<RowScores> other() {
    return other == null
        ? Optional.empty()
        : Optional.of(Scoring.ofLogits(others, model.card().classes(), heldOut));
  }
}
