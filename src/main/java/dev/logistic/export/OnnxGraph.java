package dev.logistic.export;

import java.util.Arrays;
import java.util.List;

/**
 * Builds a graph of ONNX: nodes, constants, input and outputs. The numbers of fields and types are
 * those of {@code onnx.proto}, IR version 8.
 */
final class OnnxGraph {

  static final int FLOAT = 1;
  static final int INT64 = 7;
  static final int STRING = 8;
  static final int DOUBLE = 11;

  private static final int INT_ATTRIBUTE = 2;

  private final ProtoMessage graph = new ProtoMessage();

  OnnxGraph(String name) {
    graph.text(2, name);
  }

  /** A whole-number attribute of a node. */
  record Attribute(String name, long value) {}

  /** Adds an operation; returns the name of its output. */
  String node(String operation, String output, List<String> inputs, Attribute... attributes) {
    ProtoMessage node = new ProtoMessage();
    inputs.forEach(input -> node.text(1, input));
    node.text(2, output).text(3, output + "_" + operation).text(4, operation);
    for (Attribute attribute : attributes) {
      node.message(
          5,
          new ProtoMessage()
              .text(1, attribute.name())
              .number(3, attribute.value())
              .number(20, INT_ATTRIBUTE));
    }
    graph.message(1, node);
    return output;
  }

  /** Adds a matrix of float64; returns its name. */
  String constant(Tensor tensor) {
    ProtoMessage message =
        new ProtoMessage()
            .number(1, tensor.rows())
            .number(1, tensor.columns())
            .number(2, DOUBLE)
            .text(8, tensor.name())
            .bytes(9, tensor.bytes());
    graph.message(5, message);
    return tensor.name();
  }

  /** Adds a whole number without dimensions; returns its name. */
  String constant(String name, long value) {
    graph.message(5, new ProtoMessage().number(2, INT64).number(7, value).text(8, name));
    return name;
  }

  /** Adds a list of texts; returns its name. */
  String constant(String name, List<String> texts) {
    ProtoMessage message = new ProtoMessage().number(1, texts.size()).number(2, STRING);
    texts.forEach(text -> message.text(6, text));
    graph.message(5, message.text(8, name));
    return name;
  }

  /** Declares the input, of float32 and shape (n, columns). */
  String input(String name, int columns) {
    graph.message(11, value(name, FLOAT, columns));
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
