package dev.logistic.drift;

import dev.logistic.evaluate.RowLogits;
import dev.logistic.model.LogisticModel;
import dev.logistic.schema.BinCounts;
import dev.logistic.schema.ClassProbabilities;
import dev.logistic.schema.Distribution;
import dev.logistic.schema.ModelCard;
import dev.logistic.schema.Term;
import dev.logistic.schema.TextTerm;
import dev.logistic.schema.TrainingProfile;
import dev.logistic.table.CellObserver;
import dev.logistic.table.TableException;
import dev.logistic.table.TableRows;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** Counts the cells and scores of rows in the bins of a model's training rows. For one reading. */
final class DriftCounts implements CellObserver {

  private final LogisticModel model;
  private final List<String> classes;
  private final List<ColumnCounts> columns;
  private final ColumnCounts scores;
  private final @Nullable ColumnCounts[] ofInputs; // null for a column's second term
  private final long trainingRows;

  /**
   * @throws IllegalArgumentException if the model has no profile of its training rows
   */
  DriftCounts(LogisticModel model) {
    this.model = model;
    ModelCard card = model.card();
    TrainingProfile profile = Drift.requireProfile(card);
    this.classes = card.classes();
    this.trainingRows = profile.columns().get(0).cells();
    this.scores = new ColumnCounts(profile.scores());
    Map<String, ColumnCounts> byName = new HashMap<>();
    for (Distribution column : profile.columns()) {
      byName.put(column.name(), new ColumnCounts(column));
    }
    this.columns = new ArrayList<>();
    List<Term> inputs = card.schema().inputs();
    this.ofInputs = new ColumnCounts[inputs.size()];
    for (int input = 0; input < ofInputs.length; input++) {
      Term term = inputs.get(input).ofValues();
      ColumnCounts counts =
          byName.remove(term instanceof TextTerm tokens ? tokens.name() : term.column());
      ofInputs[input] = counts;
      if (counts != null) {
        columns.add(counts);
      }
    }
  }

  /**
   * Counts rows.
   *
   * @param rows read to their end
   * @throws TableException if a row cannot be read, or there is none
   */
  Drift counted(TableRows rows, LongConsumer progress) throws TableException {
    rows.requireFit(model.weights().getDataType());
    rows.onIncomplete(TableRows.Incomplete.MARK);
    rows.observe(this);
    long count = 0;
    while (rows.next()) {
      addScores(RowLogits.of(model, rows), rows);
      count += rows.rows();
      progress.accept(count);
    }
    rows.requireSome();
    return new Drift(
        count, trainingRows, columns.stream().map(ColumnCounts::change).toList(), scores.change());
  }

  private void addScores(double[] logits, TableRows rows) {
    int outputs = ClassProbabilities.outputs(classes.size());
    for (int row = 0; row < rows.rows(); row++) {
      if (!rows.isComplete(row)) {
        scores.addMissing();
      } else if (outputs == 1) {
        scores.add(logits[row]);
      } else {
        int predicted = ClassProbabilities.predicted(logits, row * outputs, outputs);
        scores.add(classes.get(predicted), false);
      }
    }
  }

  @Override
  public void number(int input, double value) {
    ColumnCounts counts = ofInputs[input];
    if (counts != null) {
      counts.add(value);
    }
  }

  @Override
  public void text(int input, String text, boolean unseen) {
    ColumnCounts counts = ofInputs[input];
    if (counts != null) {
      counts.add(text, unseen);
    }
  }

  @Override
  public void missing(int input) {
    ColumnCounts counts = ofInputs[input];
    if (counts != null) {
      counts.addMissing();
    }
  }

  /** The cells of a column. */
  private static final class ColumnCounts {

    private final Distribution expected;
    private final double least;
    private final double greatest;
    private final BinCounts actual;
    private long outOfRange;
    private long unseen;

    ColumnCounts(Distribution expected) {
      this.expected = expected;
      this.actual = BinCounts.inBinsOf(expected);
      List<Double> range = expected.range();
      this.least = range.isEmpty() ? Double.POSITIVE_INFINITY : range.get(0);
      this.greatest = range.isEmpty() ? Double.NEGATIVE_INFINITY : range.get(1);
    }

    void add(double value) {
      actual.add(value);
      outOfRange += value < least || value > greatest ? 1 : 0;
    }

    void add(String text, boolean isUnseen) {
      actual.add(text);
      unseen += isUnseen ? 1 : 0;
    }

    void addMissing() {
      actual.addMissing();
    }

    Drift.Change change() {
      Distribution found = actual.named(expected.name());
      double cells = found.cells();
      return new Drift.Change(
          expected.name(),
          StabilityIndex.of(expected, found),
          StabilityIndex.byChance(expected, found),
          found.missing() / cells,
          (double) expected.missing() / expected.cells(),
          outOfRange / cells,
          unseen / cells);
    }
  }
}
