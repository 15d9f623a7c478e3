package dev.logistic.export;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import dev.logistic.export.OnnxGraph.Attribute;
import dev.logistic.model.LogisticModel;
import dev.logistic.schema.DoubleList;
import dev.logistic.schema.FeatureSchema;
import dev.logistic.schema.LevelsTerm;
import dev.logistic.schema.ModelCard;
import dev.logistic.schema.ProductTerm;
import dev.logistic.schema.Standardization;
import dev.logistic.schema.Term;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A graph of ONNX from input columns. Each has an input of its name and shape (n, 1): a float64,
 * also for a boolean, which is NaN where the cell is missing, or a text, which then is empty. The
 * outputs are {@code probabilities}, float64 of shape (n, classes), and {@code label}, of shape
 * (n). Where a row cannot be scored, as a cell is missing without a fill or a function of it is not
 * finite, the probabilities are NaN and the label is empty.
 */
final class OnnxColumns {

  private static final String PROBABILITIES = "probabilities";
  private static final String LABEL = "label";

  private OnnxColumns() {}

  /**
   * Composes the graph of a model.
   *
   * @throws IllegalArgumentException if ONNX cannot hold a term or a name; the message names it
   */
  static OnnxGraph graph(LogisticModel model) {
    ModelCard card = model.card();
    FeatureSchema schema = card.schema();
    requireNames(schema);
    OnnxGraph graph = new OnnxGraph("logistic_regression");
    OnnxNumbers numbers = new OnnxNumbers(graph);
    OnnxCells cells = new OnnxCells(numbers, schema.inputs());
    OnnxProducts products = new OnnxProducts(numbers, cells);
    List<String> features = new ArrayList<>();
    List<String> required = new ArrayList<>();
    for (Term term : schema.terms()) {
      String values = features(term, numbers, cells, products);
      features.add(values);
      if (term instanceof ProductTerm) {
        required.add(values);
      }
    }
    required.addAll(cells.required());
    required.addAll(products.required());
    String logits = logits(numbers, model, numbers.concat(features));
    if (!required.isEmpty()) {
      String all = numbers.concat(required);
      logits =
          numbers.of("Add", logits, refused(numbers, isNarrow(model) ? narrow(numbers, all) : all));
    }
    String exact = card.outputs() == 1 ? sigmoids(numbers, logits) : Onnx.softmax(graph, logits);
    String probabilities = graph.node("Identity", PROBABILITIES, List.of(exact));
    graph.output(probabilities, OnnxGraph.DOUBLE, card.classes().size());
    graph.output(label(numbers, exact, card), OnnxGraph.STRING);
    return graph;
  }

  private static void requireNames(FeatureSchema schema) {
    for (Term input : schema.inputs()) {
      String name = input.column();
      if (name.isEmpty() || name.equals(PROBABILITIES) || name.equals(LABEL)) {
        throw new IllegalArgumentException(
            ("ONNX needs names of inputs that are not empty and differ from its outputs"
                    + " probabilities and label, and the model has the column \"%s\"; train on a"
                    + " table with another name for it")
                .formatted(name));
      }
    }
  }

  private static String features(
      Term term, OnnxNumbers numbers, OnnxCells cells, OnnxProducts products) {
    if (term instanceof ProductTerm product) {
      return products.of(product);
    }
    if (term instanceof LevelsTerm levels) {
      int[] places = IntStream.rangeClosed(1, levels.width()).toArray();
      String own = numbers.graph().constant("levels", places);
      return numbers.wide(numbers.of("Equal", cells.of(term), own));
    }
    return cells.of(term);
  }

  private static boolean isNarrow(LogisticModel model) {
    return model.weights().getDataType() == DataType.FLOAT32;
  }

  /** Numbers that float32 can hold, others as NaN: {@code predict} refuses them. */
  private static String narrow(OnnxNumbers numbers, String all) {
    String most = numbers.number(Float.MAX_VALUE);
    String isHeld = numbers.of("LessOrEqual", numbers.of("Abs", all), most);
    return numbers.where(isHeld, all, numbers.number(Double.NaN));
  }

  /** 0 where all numbers are finite, else NaN. */
  private static String refused(OnnxNumbers numbers, String all) {
    OnnxGraph graph = numbers.graph();
    return graph.node(
        "ReduceSum",
        "refused",
        List.of(numbers.of("Sub", all, all), graph.constant("axis", new int[] {1})),
        new Attribute("keepdims", 1));
  }

  /** As {@code score.LinearModel} computes them: the weights are divided by the scales. */
  private static String logits(OnnxNumbers numbers, LogisticModel model, String features) {
    OnnxGraph graph = numbers.graph();
    FeatureSchema schema = model.card().schema();
    Standardization scaling =
        schema.standardization().orElseGet(() -> Standardization.identity(schema.width()));
    String centred = numbers.of("Sub", features, graph.row("means", scaling.means()));
    int outputs = model.card().outputs();
    double[] weights = toArray(model.weights());
    Arrays.setAll(weights, i -> weights[i] / scaling.scales().get(i / outputs));
    String own =
        graph.constant(
            new Tensor("weights", true, schema.width(), outputs, DoubleList.of(weights)));
    String bias = graph.row("bias", DoubleList.of(toArray(model.bias())));
    return numbers.of("Add", numbers.of("MatMul", centred, own), bias);
  }

  private static double[] toArray(NDArray array) {
    try (NDArray wide = array.toType(DataType.FLOAT64, true)) {
      return wide.toDoubleArray();
    }
  }

  /** By exponentials, as the kernel of Sigmoid has few digits of small probabilities. */
  private static String sigmoids(OnnxNumbers numbers, String logit) {
    String negative = numbers.of("Neg", Onnx.bothLogits(numbers.graph(), logit));
    String one = numbers.number(1);
    return numbers.of("Div", one, numbers.of("Add", one, numbers.of("Exp", negative)));
  }

  private static String label(OnnxNumbers numbers, String probabilities, ModelCard card) {
    OnnxGraph graph = numbers.graph();
    List<String> classes = new ArrayList<>(card.classes());
    String place = Onnx.predicted(graph, probabilities, card);
    String first =
        graph.node(
            "Gather",
            "first",
            List.of(probabilities, graph.constant("first_column", 0L)),
            new Attribute("axis", 1));
    String none = graph.constant("no_class", classes.size());
    classes.add("");
    String own = numbers.where(numbers.of("IsNaN", first), none, place);
    return Onnx.ofClasses(graph, classes, own);
  }
}
