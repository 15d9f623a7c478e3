package dev.logistic.train;

import dev.logistic.data.LabelledData;
import dev.logistic.model.Coefficients;
import dev.logistic.model.LogisticModel;
import dev.logistic.schema.ModelCard;
import dev.logistic.schema.Standardization;
import dev.logistic.schema.Term;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** The parameters of a model, from which another training can start. */
final class WarmStart {

  private static final int MOST_SHOWN = 1_000;

  private final ModelCard card;
  private final List<Coefficients> own; // one per output
  private final List<Coefficients> raw;

  /** Copies the parameters. */
  WarmStart(LogisticModel model) {
    this.card = model.card();
    this.own =
        IntStream.range(0, card.outputs()).mapToObj(output -> model.coefficients(output)).toList();
    this.raw =
        IntStream.range(0, card.outputs())
            .mapToObj(output -> model.rawCoefficients(output).orElse(own.get(output)))
            .toList();
  }

  /**
   * Returns the weights, then the bias, that yield the model's logits from the data's features. If
   * the standardization differs, they are converted via the scale of the columns, in float64.
   *
   * @throws IllegalArgumentException if the data have other features or classes
   */
  double[] parametersFor(LabelledData data) {
    requireFit(data);
    Optional<Standardization> scaling = data.modelSchema().standardization();
    boolean sameScale = card.schema().standardization().equals(scaling);
    List<Coefficients> start = sameScale ? own : raw;
    if (!sameScale && scaling.isPresent()) {
      start = raw.stream().map(each -> each.scaled(scaling.get())).toList();
    }
    return packed(start, Math.toIntExact(data.columns()));
  }

  void requireFit(LabelledData data) {
    requireSame("features", names(card.schema().terms()), names(data.modelSchema().terms()));
    data.offsets().ifPresent(offsets -> requireWeightOf1(offsets.column()));
    requireSame("classes", card.classes(), data.classes());
  }

  private void requireWeightOf1(String offset) {
    List<Double> weights = raw.get(0).weights();
    double weight = weights.get(weights.size() - 1);
    if (weight != 1) {
      throw new IllegalArgumentException(
          "the model to start from must weigh the offset \"%s\" by 1, but weighs it by %s: leave out data.offset, or start from another"
              .formatted(offset, weight));
    }
  }

  /**
   * Row by row: a feature's weights in all outputs, then the biases.
   *
   * @param features whose weights are learned, the first ones
   */
  private static double[] packed(List<Coefficients> outputs, int features) {
    double[] packed = new double[(features + 1) * outputs.size()];
    for (int at = 0; at < packed.length; at++) {
      Coefficients output = outputs.get(at % outputs.size());
      int feature = at / outputs.size();
      packed[at] = feature < features ? output.weights().get(feature) : output.bias();
    }
    return packed;
  }

  /** Each column with what it must share: its name, its levels and its merged levels. */
  private static List<String> names(List<Term> columns) {
    return columns.stream()
        .map(
            column ->
                column.column()
                    + (column.levels().isEmpty() ? "" : column.levels())
                    + (column.merged().isEmpty() ? "" : " with merged levels " + column.merged()))
        .toList();
  }

  private static void requireSame(String what, List<String> ofModel, List<String> ofData) {
    if (!ofModel.equals(ofData)) {
      throw new IllegalArgumentException(
          "the model to start from must have the %s of the data, %s, but has %s"
              .formatted(what, shortened(ofData), shortened(ofModel)));
    }
  }

  /** A column can have very many levels. */
  private static String shortened(List<String> names) {
    String text = names.toString();
    return text.length() <= MOST_SHOWN ? text : text.substring(0, MOST_SHOWN) + "...";
  }
}
