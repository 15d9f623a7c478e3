package dev.logistic.config;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * How much the rows of each class count. Reads and prints as {@code balanced}, as {@code a:1,b:3},
 * in which a backslash escapes a comma, a colon or a backslash inside a name, or as an empty text.
 *
 * @param balanced whether each class counts as much as any other: a row's weight is {@code weight /
 *     (classes * weight of its class)}, the weight being the number of rows where none are weighted
 * @param weights by name of the class, each finite and at least 0; 1 for those not named
 */
public record ClassWeight(boolean balanced, Map<String, Double> weights) {

  /** Every row has weight 1. */
  public static final ClassWeight NONE = new ClassWeight(false, Map.of());

  /** Every class has the same total weight. */
  public static final ClassWeight BALANCED = new ClassWeight(true, Map.of());

  static final String RULE =
      "empty, balanced, or comma-separated pairs class:weight, no class twice and each weight"
          + " a finite number of at least 0";

  /**
   * Checks the weights and copies them, in their order.
   *
   * @throws IllegalArgumentException if a weight is out of range, or there are weights in addition
   *     to balanced
   */
  public ClassWeight {
    weights = Collections.unmodifiableMap(new LinkedHashMap<>(weights));
    if (balanced && !weights.isEmpty()) {
      throw new IllegalArgumentException("balanced accepts no weights, was " + weights);
    }
    for (double weight : weights.values()) {
      if (!(weight >= 0 && weight <= Double.MAX_VALUE)) {
        throw new IllegalArgumentException(
            "class weights must be finite and at least 0, was " + weight);
      }
    }
  }

  /** Whether any class is weighted. */
  public boolean isNone() {
    return !balanced && weights.isEmpty();
  }

  /**
   * The weight of each class's rows.
   *
   * @param classes their names
   * @param classWeights the weight of each class's rows, or their number where each counts once
   * @throws IllegalArgumentException if there is no class of a name; the message lists them
   */
  public List<Double> of(List<String> classes, List<Double> classWeights) {
    if (balanced) {
      double all = classWeights.stream().mapToDouble(Double::doubleValue).sum();
      return classWeights.stream()
          .map(own -> all / (classes.size() * (own > 0 ? own : 1)))
          .toList();
    }
    for (String name : weights.keySet()) {
      if (!classes.contains(name)) {
        throw new IllegalArgumentException(
            "%s must name classes, which are %s, was \"%s\""
                .formatted(Settings.CLASS_WEIGHT, String.join(", ", classes), name));
      }
    }
    return classes.stream().map(name -> weights.getOrDefault(name, 1.0)).toList();
  }

  static ClassWeight parse(String text) {
    if (text.isEmpty()) {
      return NONE;
    }
    if (text.equals("balanced")) {
      return BALANCED;
    }
    Map<String, Double> weights = new LinkedHashMap<>();
    for (String pair : split(text, ',')) {
      List<String> parts = split(pair, ':');
      if (parts.size() != 2 || parts.get(0).isBlank()) {
        throw new IllegalArgumentException("not a pair: " + pair);
      }
      double weight = Values.parseNumber(parts.get(1));
      if (weights.put(unescaped(parts.get(0).strip()), weight) != null) {
        throw new IllegalArgumentException("twice: " + pair);
      }
    }
    return new ClassWeight(false, weights);
  }

  /** Splits at each unescaped occurrence of the character; backslashes are kept. */
  private static List<String> split(String text, char at) {
    List<String> parts = new ArrayList<>();
    int from = 0;
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) == '\\') {
        i++;
      } else if (text.charAt(i) == at) {
        parts.add(text.substring(from, i));
        from = i + 1;
      }
    }
    parts.add(text.substring(from));
    return parts;
  }

  private static String unescaped(String name) {
    return name.replaceAll("\\\\([\\\\,:])", "$1");
  }

  @Override
  public String toString() {
    return balanced
        ? "balanced"
        : weights.entrySet().stream()
            .map(each -> escaped(each.getKey()) + ":" + each.getValue())
            .collect(Collectors.joining(","));
  }

  private static String escaped(String name) {
    return name.replaceAll("[\\\\,:]", "\\\\$0");
  }
}
