package dev.logistic.report;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import dev.logistic.model.LogisticModel;
import dev.logistic.report.TermCurve.Line;
import dev.logistic.schema.Basis;
import dev.logistic.schema.Distribution;
import dev.logistic.schema.Expansion;
import dev.logistic.schema.Expression;
import dev.logistic.schema.FeatureSchema;
import dev.logistic.schema.FlagTerm;
import dev.logistic.schema.LevelsTerm;
import dev.logistic.schema.ModelCard;
import dev.logistic.schema.NumberTerm;
import dev.logistic.schema.PiecewisePolynomial;
import dev.logistic.schema.ProductTerm;
import dev.logistic.schema.Recurrence;
import dev.logistic.schema.Standardization;
import dev.logistic.schema.Term;
import dev.logistic.schema.TrainingProfile;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Evaluates the terms of a formula over the range of the training rows: for each column of numbers,
 * the sum of all terms of this column alone, and for each interaction of it with levels, the sum of
 * all terms of these two columns. For use within this project.
 */
public final class TermCurves {

  private static final int MOST_CURVES = 24;
  private static final int MOST_LINES = 6;
  private static final int STEPS = 120;

  private final FeatureSchema schema;
  private final List<Term> inputs; // as cells are read
  private final TrainingProfile profile;
  private final List<String> classes;
  private final double[] weights; // on the scale of the columns, one for each feature and output
  private final double[] means;
  private final int outputs;

  private TermCurves(LogisticModel model, TrainingProfile profile) {
    ModelCard card = model.card();
    this.schema = card.schema();
    this.inputs = schema.inputs();
    this.profile = profile;
    this.classes = card.classes();
    this.outputs = card.outputs();
    try (NDArray wide = model.weights().toType(DataType.FLOAT64, true)) {
      this.weights = wide.toDoubleArray();
    }
    Standardization scaling =
        schema.standardization().orElseGet(() -> Standardization.identity(schema.width()));
    this.means = scaling.means().stream().mapToDouble(Double::doubleValue).toArray();
    for (int i = 0; i < weights.length; i++) {
      weights[i] /= scaling.scales().get(i / outputs);
    }
  }

  /** Returns the curves of a model; none if it has no formula or no profile of its rows. */
  public static List<TermCurve> of(LogisticModel model) {
    TrainingProfile profile = model.card().trainingData().profile();
    return profile == null || !model.card().schema().isOfFormula()
        ? List.of()
        : new TermCurves(model, profile).all();
  }

  private List<TermCurve> all() {
    List<SortedSet<Integer>> places = schema.terms().stream().map(this::places).toList();
    Set<SortedSet<Integer>> groups = new LinkedHashSet<>();
    for (int i = 0; i < places.size(); i++) {
      if (schema.terms().get(i) instanceof ProductTerm) {
        groups.add(places.get(i));
      }
    }
    List<TermCurve> all = new ArrayList<>();
    for (SortedSet<Integer> group : groups) {
      List<Integer> numbers = group.stream().filter(this::isNumber).toList();
      List<Integer> levels = group.stream().filter(this::isOfLevels).toList();
      List<Integer> terms =
          IntStream.range(0, places.size())
              .filter(i -> !places.get(i).isEmpty() && group.containsAll(places.get(i)))
              .boxed()
              .toList();
      boolean isLine =
          levels.isEmpty() && terms.stream().allMatch(i -> isLinear(schema.terms().get(i)));
      if (numbers.size() == 1
          && levels.size() <= 1
          && group.size() == 1 + levels.size()
          && !isLine) {
        all.addAll(curves(numbers.get(0), levels.isEmpty() ? null : levels.get(0), terms));
      }
    }
    return all.size() > MOST_CURVES ? all.subList(0, MOST_CURVES) : all;
  }

  private static boolean isLinear(Term term) {
    return !(term instanceof ProductTerm product)
        || product.products().stream()
            .allMatch(factors -> factors.size() == 1 && isLinear(factors.get(0)));
  }

  private static boolean isLinear(ProductTerm.Factor factor) {
    Expression expression = factor.expression();
    Basis basis = factor.basis();
    return expression != null
        && expression.input() != null
        && (basis == null || (basis instanceof Recurrence && basis.width() == 1));
  }

  private boolean isNumber(int place) {
    return inputs.get(place).ofValues() instanceof NumberTerm;
  }

  private boolean isOfLevels(int place) {
    Term values = inputs.get(place).ofValues();
    return values instanceof LevelsTerm || values instanceof FlagTerm;
  }

  /** The places of the inputs of a term; none of an indicator of missing values. */
  private SortedSet<Integer> places(Term term) {
    SortedSet<Integer> places = new TreeSet<>();
    if (term instanceof ProductTerm product) {
      for (List<ProductTerm.Factor> factors : product.products()) {
        for (ProductTerm.Factor factor : factors) {
          Integer levels = factor.levels();
          if (levels != null) {
            places.add(levels);
          }
          addPlaces(factor.expression(), places);
        }
      }
    } else if (term instanceof NumberTerm || term instanceof FlagTerm) {
      places.add(inputs.indexOf(term));
    }
    return places;
  }

  private static void addPlaces(@Nullable Expression expression, SortedSet<Integer> places) {
    if (expression != null) {
      Integer input = expression.input();
      if (input != null) {
        places.add(input);
      }
      List<Expression> operands = expression.arguments();
      if (operands != null) {
        operands.forEach(each -> addPlaces(each, places));
      }
    }
  }

  private Optional<Distribution> distribution(int place) {
    String column = inputs.get(place).column();
    return profile.columns().stream().filter(each -> each.name().equals(column)).findFirst();
  }

  private List<TermCurve> curves(int number, @Nullable Integer levels, List<Integer> terms) {
    Distribution rows = distribution(number).orElse(null);
    if (rows == null || rows.range().isEmpty()) {
      return List.of();
    }
    double least = rows.range().get(0);
    double greatest = rows.range().get(1);
    List<Term> own = terms.stream().map(schema.terms()::get).toList();
    List<Double> x = grid(own, number, least, greatest);
    List<TermCurve> curves = new ArrayList<>();
    for (int output = 0; output < outputs; output++) {
      List<Line> lines = new ArrayList<>();
      if (levels == null) {
        lines.add(new Line("Contribution", values(own, terms, number, x, -1, 0, output)));
      } else {
        for (int level : shown(levels)) {
          List<Double> y = values(own, terms, number, x, levels, level, output);
          lines.add(new Line(inputs.get(levels).levels().get(level), y));
        }
      }
      curves.add(
          new TermCurve(
              inputs.get(number).ofValues().column(),
              Optional.ofNullable(levels).map(place -> inputs.get(place).ofValues().column()),
              outputs == 1 ? Optional.empty() : Optional.of(classes.get(output)),
              own.stream().map(Term::name).toList(),
              x,
              lines,
              rows.edges()));
    }
    return curves;
  }

  /** The levels of most training rows, in their order; the first ones where they are not known. */
  private List<Integer> shown(int place) {
    List<String> levels = inputs.get(place).levels();
    Map<String, Long> counts = new LinkedHashMap<>();
    distribution(place)
        .flatMap(known -> known.texts().map(names -> Map.entry(names, known.counts())))
        .ifPresent(
            known -> {
              for (int i = 0; i < known.getKey().size(); i++) {
                counts.put(known.getKey().get(i), known.getValue().get(i));
              }
            });
    return IntStream.range(0, levels.size())
        .boxed()
        .sorted(Comparator.comparing(level -> -counts.getOrDefault(levels.get(level), 0L)))
        .limit(MOST_LINES)
        .sorted()
        .toList();
  }

  /** Even steps, and where the terms may jump also the next value. */
  private static List<Double> grid(List<Term> terms, int number, double least, double greatest) {
    SortedSet<Double> grid = new TreeSet<>();
    for (int step = 0; step <= STEPS; step++) {
      grid.add((least * (STEPS - step) + greatest * step) / STEPS);
    }
    for (Term term : terms) {
      if (term instanceof ProductTerm product) {
        for (ProductTerm.Factor factor :
            product.products().stream().flatMap(List::stream).toList()) {
          PiecewisePolynomial pieces = factor.pieces();
          if (pieces != null && Expression.cell(number).equals(factor.expression())) {
            for (double each : pieces.breaks()) {
              grid.add(each);
              grid.add(Math.nextUp(each));
            }
          }
        }
      }
    }
    return grid.stream().filter(each -> each >= least && each <= greatest).toList();
  }

  private List<Double> values(
      List<Term> own,
      List<Integer> terms,
      int number,
      List<Double> x,
      int levels,
      int level,
      int output) {
    FeatureSchema some = new FeatureSchema(own, Optional.empty());
    Expansion expansion = new Expansion(some);
    List<Term> cells = some.inputs();
    double[] row = new double[cells.size()];
    if (levels >= 0) {
      row[cells.indexOf(inputs.get(levels))] = level;
    }
    int place = cells.indexOf(inputs.get(number));
    int[] features = features(terms);
    List<Double> values = new ArrayList<>();
    for (double each : x) {
      row[place] = each;
      values.add(value(expansion, row, features, output));
    }
    return values;
  }

  /** The features of some terms, by their places in the model. */
  private int[] features(List<Integer> terms) {
    List<Integer> features = new ArrayList<>();
    int first = 0;
    for (int i = 0; i < schema.terms().size(); i++) {
      int width = schema.terms().get(i).width();
      if (terms.contains(i)) {
        for (int j = 0; j < width; j++) {
          features.add(first + j);
        }
      }
      first += width;
    }
    return features.stream().mapToInt(Integer::intValue).toArray();
  }

  private double value(Expansion expansion, double[] row, int[] features, int output) {
    double[] sum = new double[1];
    for (int feature : features) {
      sum[0] -= means[feature] * weights[feature * outputs + output];
    }
    try {
      expansion.expand(
          row, 0, (at, value) -> sum[0] += value * weights[features[at] * outputs + output]);
    } catch (IllegalArgumentException e) { // such as the logarithm of 0
      return Double.NaN;
    }
    return sum[0];
  }
}
