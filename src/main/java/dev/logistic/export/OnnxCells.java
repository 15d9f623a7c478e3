package dev.logistic.export;

import dev.logistic.schema.FlagTerm;
import dev.logistic.schema.LevelsTerm;
import dev.logistic.schema.MissingTerm;
import dev.logistic.schema.Term;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The cells of the input columns in ONNX, encoded as {@code schema.RowEncoder} encodes them: one
 * number each, or the place of a level, of shape (n, 1).
 */
final class OnnxCells {

  private final OnnxNumbers numbers;
  private final OnnxGraph graph;
  private final Map<String, Boolean> texts = new LinkedHashMap<>(); // whether a column has texts
  private final List<Term> inputs;
  private final List<String> cells = new ArrayList<>();
  private final List<String> required = new ArrayList<>();

  /**
   * Declares an input of the graph for each column, of texts or of float64.
   *
   * @param inputs the encoders of the columns
   * @throws IllegalArgumentException if ONNX cannot hold one; the message names it
   */
  OnnxCells(OnnxNumbers numbers, List<Term> inputs) {
    this.numbers = numbers;
    this.graph = numbers.graph();
    this.inputs = List.copyOf(inputs);
    for (Term input : inputs) {
      KnownTerms.require(input, "ONNX");
      Boolean other = texts.putIfAbsent(input.column(), input.readsText());
      if (other != null && other != input.readsText()) {
        throw new IllegalArgumentException(
            ("the model reads the column \"%s\" both as numbers and as texts, and an input of"
                    + " ONNX has one type; score its rows with predict or"
                    + " dev.logistic.score.Scorer")
                .formatted(input.column()));
      }
    }
    texts.forEach(
        (column, isText) -> graph.input(column, isText ? OnnxGraph.STRING : OnnxGraph.DOUBLE, 1));
    inputs.forEach(input -> cells.add(cell(input)));
  }

  /** An encoder by its place. */
  Term input(int place) {
    return inputs.get(place);
  }

  /** The number of a cell, or the place of its level as a whole number. */
  String of(int place) {
    return cells.get(place);
  }

  /** That of an encoder. */
  String of(Term input) {
    return of(inputs.indexOf(input));
  }

  /** Numbers that are NaN or infinite in rows with a cell that cannot be used. */
  List<String> required() {
    return List.copyOf(required);
  }

  private String cell(Term input) {
    String column = input.column();
    if (input instanceof LevelsTerm levels) {
      return level(levels);
    }
    if (input instanceof MissingTerm missing) {
      return numbers.wide(
          missing.ofText()
              ? graph.places("is_missing", column, Map.of("", 1), 0)
              : numbers.of("IsNaN", column));
    }
    String value = input instanceof FlagTerm ? flag(column) : column;
    Double fill = input.fill();
    if (fill != null) {
      value = numbers.where(numbers.of("IsNaN", column), graph.number(fill), value);
    }
    required.add(value);
    return value;
  }

  /** The number if it is 0 or 1, else NaN. */
  private String flag(String column) {
    String isFalse = numbers.of("Equal", column, graph.number(0));
    String isTrue = numbers.of("Equal", column, graph.number(1));
    return numbers.where(numbers.of("Or", isFalse, isTrue), column, graph.number(Double.NaN));
  }

  private String level(LevelsTerm term) {
    List<String> levels = term.levels();
    int unseen = levels.indexOf(term.unseen());
    Map<String, Integer> places = new LinkedHashMap<>();
    for (int place = 0; place < levels.size(); place++) {
      places.put(levels.get(place), place);
    }
    term.merged().forEach(level -> places.put(level, 0));
    Double fill = term.fill();
    int none = levels.size();
    places.put("", fill == null ? none : fill.intValue());
    String place = graph.places("level", term.column(), places, unseen);
    if (fill == null) {
      String isMissing = numbers.of("Equal", place, graph.constant("no_level", none));
      required.add(numbers.where(isMissing, graph.number(Double.NaN), graph.number(0)));
    }
    return place;
  }
}
