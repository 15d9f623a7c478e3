package dev.logistic.train;

import dev.logistic.data.FeatureColumn;
import dev.logistic.data.LabelledData;
import dev.logistic.model.Coefficients;
import dev.logistic.model.LogisticModel;
import dev.logistic.model.ModelCard;
import java.util.List;
import java.util.stream.Stream;

/** The parameters of a model, from which another training can start. */
final class WarmStart {

  private final ModelCard card;
  private final Coefficients own;
  private final Coefficients raw;

  /** Copies the parameters. */
  WarmStart(LogisticModel model) {
    this.card = model.card();
    this.own = model.coefficients();
    this.raw = model.rawCoefficients().orElse(own);
  }

  /**
   * Weights and bias behind them for the data's features, which give the model's logits. Where the
   * standardization is another, they come through the scale of the columns, in float64.
   *
   * @throws IllegalArgumentException if the data have other features or classes
   */
  double[] parametersFor(LabelledData data) {
    requireSame("features", names(card.schema().columns()), names(data.schema().columns()));
    requireSame("classes", card.classes(), data.classes());
    boolean sameScale = card.schema().standardization().equals(data.schema().standardization());
    Coefficients start =
        sameScale ? own : data.schema().standardization().map(raw::scaled).orElse(raw);
    return Stream.concat(start.weights().stream(), Stream.of(start.bias()))
        .mapToDouble(Double::doubleValue)
        .toArray();
  }

  /** Each column with what it must share: its name and its levels. */
  private static List<String> names(List<FeatureColumn> columns) {
    return columns.stream()
        .map(column -> column.name() + (column.levels().isEmpty() ? "" : column.levels()))
        .toList();
  }

  private static void requireSame(String what, List<String> ofModel, List<String> ofData) {
    if (!ofModel.equals(ofData)) {
      throw new IllegalArgumentException(
          "the model to start from must have the %s of the data, %s, but has %s"
              .formatted(what, ofData, ofModel));
    }
  }
}
