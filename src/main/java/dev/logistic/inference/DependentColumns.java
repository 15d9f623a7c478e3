package dev.logistic.inference;

import dev.logistic.schema.FeatureSchema;
import dev.logistic.schema.Term;
import dev.logistic.solver.Cholesky;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Names columns and levels that are combinations of others. For use within this project. */
public final class DependentColumns {

  private static final int MOST_NAMED = 10;

  /** A smaller share in a combination is rounding error: a dependence holds to about 3e-6. */
  private static final double LEAST_SHARE = 1e-5;

  private final FeatureSchema schema;
  private final List<String> names;
  private final Cholesky squares;

  private DependentColumns(FeatureSchema schema, Cholesky squares) {
    this.schema = schema;
    this.names = schema.featureNames();
    this.squares = squares;
  }

  /**
   * Writes the message.
   *
   * @param squares of the features, following a column of ones; at least one feature is dependent
   */
  public static String message(FeatureSchema schema, Cholesky squares) {
    return new DependentColumns(schema, squares).message();
  }

  private String message() {
    List<Integer> dependent = squares.dependent().stream().filter(place -> place > 0).toList();
    List<Integer> named = dependent.stream().limit(MOST_NAMED).toList();
    int more = dependent.size() - named.size();
    return "the columns are linearly dependent: %s%s; leave %s out %s"
        .formatted(
            named.stream().map(this::combination).collect(Collectors.joining("; ")),
            more > 0 ? "; and " + more + " more are combinations of others" : "",
            named.size() == 1 ? "it" : "them",
            schema.isOfFormula()
                ? "of data.terms"
                : "with " + ExcludeSetting.of(excluded(dependent, named)));
  }

  private String combination(int place) {
    double[] shares = squares.combination(place);
    List<String> parts =
        IntStream.range(1, place)
            .filter(i -> Math.abs(shares[i]) > LEAST_SHARE)
            .mapToObj(this::quoted)
            .toList();
    if (parts.isEmpty()) {
      return quoted(place) + " is constant";
    }
    int more = parts.size() - MOST_NAMED;
    return "%s is a linear combination of %s%s"
        .formatted(
            quoted(place),
            parts.stream().limit(MOST_NAMED).collect(Collectors.joining(", ")),
            more > 0 ? " and " + more + " more" : "");
  }

  private String quoted(int place) {
    return "\"" + names.get(place - 1) + "\"";
  }

  /** Returns the columns all of whose features are dependent, and single levels of others. */
  private List<String> excluded(List<Integer> dependent, List<Integer> named) {
    Set<Integer> all = Set.copyOf(dependent);
    List<String> excluded = new ArrayList<>();
    int first = 1;
    for (Term column : schema.terms()) {
      List<Integer> places = IntStream.range(first, first + column.width()).boxed().toList();
      boolean whole = all.containsAll(places);
      places.stream()
          .filter(named::contains)
          .map(place -> whole ? column.column() : names.get(place - 1))
          .forEach(excluded::add);
      first += column.width();
    }
    return excluded;
  }
}
