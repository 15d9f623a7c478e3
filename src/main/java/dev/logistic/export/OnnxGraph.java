package dev.logistic.export;

import dev.logistic.schema.DoubleList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Builds a graph of ONNX: nodes, constants, inputs and outputs. Where a name is taken, a number is
 * added to it. The numbers of fields and types are those of {@code onnx.proto}, IR version 8.
 */
final class OnnxGraph {

  static final int FLOAT = 1;
  static final int INT64 = 7;
  static final int STRING = 8;
  static final int DOUBLE = 11;

  /** The domain of {@link #places}. */
  static final String ML_DOMAIN = "ai.onnx.ml";

  private static final int INT_ATTRIBUTE = 2;
  private static final int INTS_ATTRIBUTE = 7;
  private static final int STRINGS_ATTRIBUTE = 8;

  private final ProtoMessage graph = new ProtoMessage();
  private final Set<String> names = new HashSet<>();
  private final Map<Double, String> numbers = new HashMap<>(); // those that have a name

  OnnxGraph(String name) {
    graph.text(2, name);
  }

  /** A whole-number attribute of a node. */
  record Attribute(String name, long value) {}

  private String unused(String name) {
    String unused = name;
    for (int i = 2; !names.add(unused); i++) {
      unused = name + "_" + i;
    }
    return unused;
  }

  /** Adds an operation; returns the name of its output. */
  String node(String operation, String output, List<String> inputs, Attribute... attributes) {
    String name = unused(output);
    ProtoMessage node = operation(operation, name, inputs);
    for (Attribute attribute : attributes) {
      node.message(
          5,
          new ProtoMessage()
              .text(1, attribute.name())
              .number(3, attribute.value())
              .number(20, INT_ATTRIBUTE));
    }
    graph.message(1, node);
    return name;
  }

  private static ProtoMessage operation(String operation, String output, List<String> inputs) {
    ProtoMessage node = new ProtoMessage();
    inputs.forEach(input -> node.text(1, input));
    return node.text(2, output).text(3, output + "_" + operation).text(4, operation);
  }

  /**
   * Adds the look-up of texts; returns the name of its output, whole numbers of the same shape.
   *
   * @param places of the texts that have one
   * @param other the place of all other texts, from 0
   */
  String places(String output, String texts, Map<String, Integer> places, int other) {
    String name = unused(output);
    ProtoMessage keys = new ProtoMessage().text(1, "keys_strings");
    ProtoMessage values = new ProtoMessage().text(1, "values_int64s");
    places.forEach(
        (text, place) -> {
          keys.text(9, text);
          values.number(8, place);
        });
    graph.message(
        1,
        operation("LabelEncoder", name, List.of(texts))
            .message(5, keys.number(20, STRINGS_ATTRIBUTE))
            .message(5, values.number(20, INTS_ATTRIBUTE))
            .message(
                5,
                new ProtoMessage()
                    .text(1, "default_int64")
                    .number(3, other)
                    .number(20, INT_ATTRIBUTE))
            .text(7, ML_DOMAIN));
    return name;
  }

  /** Adds a matrix of float64; returns its name. */
  String constant(Tensor tensor) {
    String name = unused(tensor.name());
    ProtoMessage message =
        new ProtoMessage()
            .number(1, tensor.rows())
            .number(1, tensor.columns())
            .number(2, DOUBLE)
            .text(8, name)
            .bytes(9, tensor.bytes());
    graph.message(5, message);
    return name;
  }

  /** Adds a row of float64; returns its name. */
  String row(String name, List<Double> values) {
    return constant(new Tensor(name, true, 1, values.size(), DoubleList.copyOf(values)));
  }

  /** Adds a number as a matrix of one row and one column, unless it exists; returns its name. */
  String number(double value) {
    return numbers.computeIfAbsent(value, each -> row("number", List.of(each)));
  }

  /** Adds a whole number without dimensions; returns its name. */
  String constant(String name, long value) {
    String unused = unused(name);
    graph.message(5, new ProtoMessage().number(2, INT64).number(7, value).text(8, unused));
    return unused;
  }

  /** Adds a list of whole numbers that are not negative; returns its name. */
  String constant(String name, int... values) {
    String unused = unused(name);
    ProtoMessage message = new ProtoMessage().number(1, values.length).number(2, INT64);
    Arrays.stream(values).forEach(value -> message.number(7, value));
    graph.message(5, message.text(8, unused));
    return unused;
  }

  /** Adds a list of texts; returns its name. */
  String constant(String name, List<String> texts) {
    String unused = unused(name);
    ProtoMessage message = new ProtoMessage().number(1, texts.size()).number(2, STRING);
    texts.forEach(text -> message.text(6, text));
    graph.message(5, message.text(8, unused));
    return unused;
  }

  /**
   * Declares an input of shape (n, columns).
   *
   * @param name that nothing else has
   */
  String input(String name, int type, int columns) {
    graph.message(11, value(unused(name), type, columns));
    return name;
  }

  /** Declares an output of shape (n, sizes...). */
  void output(String name, int type, int... sizes) {
    graph.message(12, value(name, type, sizes));
  }

  private static ProtoMessage value(String name, int type, int... sizes) {
    ProtoMessage shape = new ProtoMessage().message(1, new ProtoMessage().text(2, "n"));
    Arrays.stream(sizes).forEach(size -> shape.message(1, new ProtoMessage().number(1, size)));
    ProtoMessage tensor = new ProtoMessage().number(1, type).message(2, shape);
    return new ProtoMessage().text(1, name).message(2, new ProtoMessage().message(1, tensor));
  }

  ProtoMessage message() {
    return graph;
  }
}
