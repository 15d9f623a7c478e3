package dev.logistic.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import dev.logistic.data.LabelledData;
import dev.logistic.model.LogisticModel;
import dev.logistic.schema.BinCounts;
import dev.logistic.schema.ClassProbabilities;
import dev.logistic.schema.Distribution;
import dev.logistic.schema.TrainingProfile;
import dev.logistic.table.TrainingTable;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Describes the rows of a training, so that later ones can be compared with them. */
final class RowProfiles {

  /** Of rows without columns of a table. */
  static final RowProfiles NONE = new RowProfiles(List.of(), null);

  private static final String NAME = "score";

  private final List<Distribution> columns;
  private final @Nullable LabelledData rows;

  private RowProfiles(List<Distribution> columns, @Nullable LabelledData rows) {
    this.columns = columns;
    this.rows = rows;
  }

  /** Of a table's rows to learn from. */
  static RowProfiles of(TrainingTable table) {
    return table.distributions().isEmpty()
        ? NONE
        : new RowProfiles(table.distributions(), table.training());
  }

  /** The profile, with the scores of a model that was trained on the rows. */
  Optional<TrainingProfile> scoredBy(LogisticModel model) {
    if (rows == null) {
      return Optional.empty();
    }
    try (NDArray logits = model.logits(rows);
        NDArray wide = logits.toType(DataType.FLOAT64, true)) {
      double[] values = wide.toDoubleArray();
      List<String> classes = model.card().classes();
      Distribution scores = classes.size() == 2 ? ofLogits(values) : ofPredictions(values, classes);
      return Optional.of(new TrainingProfile(columns, scores));
    }
  }

  private static Distribution ofLogits(double[] logits) {
    int step = Math.max(1, (logits.length + BinCounts.MOST_SAMPLED - 1) / BinCounts.MOST_SAMPLED);
    double[] some =
        IntStream.range(0, (logits.length + step - 1) / step)
            .mapToDouble(place -> logits[place * step])
            .toArray();
    BinCounts counts = BinCounts.ofNumbers(BinCounts.edges(some));
    for (double logit : logits) {
      counts.add(logit);
    }
    return counts.named(NAME);
  }

  private static Distribution ofPredictions(double[] logits, List<String> classes) {
    BinCounts counts = BinCounts.ofTexts(classes);
    for (int from = 0; from < logits.length; from += classes.size()) {
      counts.add(classes.get(ClassProbabilities.predicted(logits, from, classes.size())));
    }
    return counts.named(NAME);
  }
}
