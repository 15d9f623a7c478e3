package dev.logistic.export;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import dev.logistic.export.OnnxGraph.Attribute;
import dev.logistic.model.LogisticModel;
import dev.logistic.schema.ClassProbabilities;
import dev.logistic.schema.DoubleList;
import dev.logistic.schema.ModelCard;
import dev.logistic.schema.Standardization;
import java.util.List;
import java.util.Optional;

/**
 * An ONNX file of the operators of opset 13. Its input is {@code features}, float32 of shape (n,
 * columns), on the scale of the input columns, or those of {@link OnnxColumns}; its outputs are
 * {@code probabilities}, float32 of shape (n, classes), and {@code label}, the class as text, of
 * shape (n). In between it computes in float64: the difference of a value and its mean would lose
 * digits in float32.
 *
 * <p>Classes and features are also in the file's metadata, as JSON; so is a threshold other than
 * 0.5.
 */
final class Onnx {

  private static final int IR_VERSION = 8;
  private static final int OPSET = 13;
  private static final int ML_OPSET = 2;
  private static final Gson GSON = new GsonBuilder().disableHtmlEscaping().create();

  private Onnx() {}

  /** A file whose input is one matrix of the features. */
  static byte[] encode(LogisticModel model) {
    return file(model, ofFeatures(model)).toBytes();
  }

  /**
   * A file with an input for each column.
   *
   * @throws IllegalArgumentException if ONNX cannot hold a term or a name; the message names it
   */
  static byte[] encodeColumns(LogisticModel model) {
    ProtoMessage machineLearning =
        new ProtoMessage().text(1, OnnxGraph.ML_DOMAIN).number(2, ML_OPSET);
    return file(model, OnnxColumns.graph(model)).message(8, machineLearning).toBytes();
  }

  private static ProtoMessage file(LogisticModel model, OnnxGraph graph) {
    ModelCard card = model.card();
    ProtoMessage file =
        new ProtoMessage()
            .number(1, IR_VERSION)
            .text(2, "djl-logistic")
            .message(7, graph.message())
            .message(8, new ProtoMessage().text(1, "").number(2, OPSET));
    putMetadata(file, "classes", card.classes());
    putMetadata(file, "features", card.features());
    if (card.threshold() != ClassProbabilities.EVEN) {
      putMetadata(file, "threshold", card.threshold());
    }
    return file;
  }

  private static void putMetadata(ProtoMessage file, String key, Object value) {
    file.message(14, new ProtoMessage().text(1, key).text(2, GSON.toJson(value)));
  }

  private static OnnxGraph ofFeatures(LogisticModel model) {
    ModelCard card = model.card();
    int classes = card.classes().size();
    OnnxGraph graph = new OnnxGraph("logistic_regression");
    String features = graph.input("features", OnnxGraph.FLOAT, card.schema().width());
    String wide =
        graph.node("Cast", "wide", List.of(features), new Attribute("to", OnnxGraph.DOUBLE));
    String logits = logits(graph, model, scaled(graph, wide, card.schema().standardization()));
    String exact = card.outputs() == 1 ? sigmoids(graph, logits) : softmax(graph, logits);
    String probabilities =
        graph.node("Cast", "probabilities", List.of(exact), new Attribute("to", OnnxGraph.FLOAT));
    graph.output(probabilities, OnnxGraph.FLOAT, classes);
    graph.output(label(graph, exact, card), OnnxGraph.STRING);
    return graph;
  }

  private static String scaled(
      OnnxGraph graph, String features, Optional<Standardization> standardization) {
    if (standardization.isEmpty()) {
      return features;
    }
    String means = graph.row("means", standardization.get().means());
    String scales = graph.row("scales", standardization.get().scales());
    String centred = graph.node("Sub", "centred", List.of(features, means));
    return graph.node("Div", "scaled", List.of(centred, scales));
  }

  private static String logits(OnnxGraph graph, LogisticModel model, String features) {
    for (Tensor tensor : Tensor.of(model)) {
      if (tensor.name().equals("weights") || tensor.name().equals("bias")) {
        graph.constant(
            new Tensor(tensor.name(), true, tensor.rows(), tensor.columns(), tensor.values()));
      }
    }
    String product = graph.node("MatMul", "product", List.of(features, "weights"));
    return graph.node("Add", "logits", List.of(product, "bias"));
  }

  /**
   * Both classes are computed directly: {@code 1 - p} would lose all digits where p is close to 1.
   */
  private static String sigmoids(OnnxGraph graph, String logit) {
    return graph.node("Sigmoid", "sigmoids", List.of(bothLogits(graph, logit)));
  }

  /** The logits of the negative class and of the positive one. */
  static String bothLogits(OnnxGraph graph, String logit) {
    String negative = graph.node("Neg", "negative_logit", List.of(logit));
    return graph.node("Concat", "both_logits", List.of(negative, logit), new Attribute("axis", 1));
  }

  static String softmax(OnnxGraph graph, String logits) {
    return graph.node("Softmax", "softmax", List.of(logits), new Attribute("axis", 1));
  }

  /** The predicted class, as in predictions. */
  private static String label(OnnxGraph graph, String probabilities, ModelCard card) {
    return ofClasses(graph, card.classes(), predicted(graph, probabilities, card));
  }

  /** The place of the predicted class. */
  static String predicted(OnnxGraph graph, String probabilities, ModelCard card) {
    return card.threshold() == ClassProbabilities.EVEN
        ? mostProbable(graph, probabilities, card)
        : fromThreshold(graph, probabilities, card.threshold());
  }

  /** The class at a place. */
  static String ofClasses(OnnxGraph graph, List<String> classes, String place) {
    String constant = graph.constant("classes", classes);
    return graph.node("Gather", "label", List.of(constant, place), new Attribute("axis", 0));
  }

  /** In a tie of two, the positive one. */
  private static String mostProbable(OnnxGraph graph, String probabilities, ModelCard card) {
    return graph.node(
        "ArgMax",
        "place",
        List.of(probabilities),
        new Attribute("axis", 1),
        new Attribute("keepdims", 0),
        new Attribute("select_last_index", card.outputs() == 1 ? 1 : 0));
  }

  /** 1 where the exact probability of the positive class is at least the threshold, else 0. */
  private static String fromThreshold(OnnxGraph graph, String probabilities, double threshold) {
    String least = graph.constant(new Tensor("threshold", true, 1, 1, DoubleList.of(threshold)));
    String reached = graph.node("GreaterOrEqual", "reached", List.of(probabilities, least));
    String ofEach =
        graph.node("Cast", "reached_by", List.of(reached), new Attribute("to", OnnxGraph.INT64));
    String column = graph.constant("positive_column", 1);
    return graph.node("Gather", "place", List.of(ofEach, column), new Attribute("axis", 1));
  }
}
