package dev.logistic.config;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The smallest probability at which a row is predicted positive, or the rule by which it is found.
 * Reads as {@code 0.3}, {@code f1}, {@code youden}, {@code cost:fn=10,fp=1}, {@code recall:0.9} or
 * {@code precision:0.9}, of the last two also with {@code >=} for the colon. For use within this
 * project.
 *
 * @param kind of rule
 * @param value the number, 0 to 1; the share to reach, above 0 to 1; or the cost of a false
 *     negative, finite and above 0; 0 for other rules
 * @param falsePositive the cost of a false positive, finite and above 0; 0 for other rules
 */
public record ThresholdRule(Kind kind, double value, double falsePositive) {

  /** What the rule looks for. */
  public enum Kind {
    /** The number itself. */
    NUMBER,
    /** The highest F1. */
    F1,
    /** The highest true positive rate minus false positive rate. */
    YOUDEN,
    /** The least total cost of false negatives and false positives. */
    COST,
    /** The highest threshold with at least this recall, hence with the fewest false positives. */
    RECALL,
    /** The highest recall with at least this precision. */
    PRECISION
  }

  /** What a text may be, without the range of a number. */
  public static final String RULES =
      "f1, youden, cost:fn=10,fp=1, recall:0.9, precision:0.9 or a number from 0 to 1";

  private static final String MISSED = "fn";
  private static final String FALSE_ALARM = "fp";

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if one is out of range
   */
  public ThresholdRule {
    boolean valid =
        switch (kind) {
          case NUMBER -> value >= 0 && value <= 1;
          case RECALL, PRECISION -> value > 0 && value <= 1;
          case COST -> isCost(value) && isCost(falsePositive);
          case F1, YOUDEN -> true;
        };
    if (!valid) {
      throw new IllegalArgumentException("expected " + RULES + ", found a number out of range");
    }
  }

  private static boolean isCost(double cost) {
    return cost > 0 && Double.isFinite(cost);
  }

  /** Returns the rule of a number from 0 to 1. */
  public static ThresholdRule of(double threshold) {
    return new ThresholdRule(Kind.NUMBER, threshold, 0);
  }

  /**
   * Reads a rule; numbers are plain decimals.
   *
   * @throws SettingsException with an explanation after the name of the setting, if the text is
   *     {@code recall} or {@code precision} alone
   * @throws IllegalArgumentException if it is of no other form
   */
  public static ThresholdRule parse(String text) {
    String rule = text.strip();
    return switch (rule) {
      case "f1" -> new ThresholdRule(Kind.F1, 0, 0);
      case "youden" -> new ThresholdRule(Kind.YOUDEN, 0, 0);
      case "recall", "precision" ->
          throw new SettingsException(
              "must have the %s to reach, as in %s:0.9, was \"%s\"; a shell reads the > of %s>=0.9 as a redirection unless it is quoted"
                  .formatted(rule, rule, rule, rule));
      default -> withNumbers(rule);
    };
  }

  private static ThresholdRule withNumbers(String rule) {
    for (Kind kind : new Kind[] {Kind.RECALL, Kind.PRECISION}) {
      for (String sign : new String[] {":", ">="}) {
        String start = name(kind) + sign;
        if (rule.startsWith(start)) {
          return new ThresholdRule(kind, Values.parseNumber(rule.substring(start.length())), 0);
        }
      }
    }
    String costs = name(Kind.COST) + ":";
    return rule.startsWith(costs)
        ? ofCosts(rule.substring(costs.length()))
        : of(Values.parseNumber(rule));
  }

  private static ThresholdRule ofCosts(String text) {
    Map<String, Double> costs = new LinkedHashMap<>();
    for (String part : text.split(",", -1)) {
      int equals = part.indexOf('=');
      if (equals < 0) {
        throw new IllegalArgumentException(part);
      }
      double cost = Values.parseNumber(part.substring(equals + 1));
      if (costs.put(part.substring(0, equals).strip(), cost) != null) {
        throw new IllegalArgumentException("repeated: " + part);
      }
    }
    if (costs.size() != 2 || !costs.containsKey(MISSED) || !costs.containsKey(FALSE_ALARM)) {
      throw new IllegalArgumentException(text);
    }
    return new ThresholdRule(Kind.COST, costs.get(MISSED), costs.get(FALSE_ALARM));
  }

  private static String name(Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }

  /** Whether it is a number, which needs no rows to find it. */
  public boolean isNumber() {
    return kind == Kind.NUMBER;
  }

  /** Prints it so that {@link #parse} reads it back. */
  @Override
  public String toString() {
    return switch (kind) {
      case NUMBER -> Double.toString(value);
      case F1, YOUDEN -> name(kind);
      case RECALL, PRECISION -> name(kind) + ":" + shortest(value);
      case COST ->
          "%s:%s=%s,%s=%s"
              .formatted(name(kind), MISSED, shortest(value), FALSE_ALARM, shortest(falsePositive));
    };
  }

  /** Without the fraction of a whole number. */
  private static String shortest(double number) {
    String text = Double.toString(number);
    return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
  }
}
