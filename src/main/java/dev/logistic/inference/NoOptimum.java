package dev.logistic.inference;

import dev.logistic.schema.Term;
import dev.logistic.solver.AllRows;
import dev.logistic.solver.Certificate;
import dev.logistic.solver.RemoteData;
import dev.logistic.solver.RowFacts;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Explains why a loss has no finite optimum, and what to do: names the columns, levels and classes
 * that cause it. States only what the rows prove: that the classes are separable where a column or
 * a direction classifies every row correctly, and quasi-complete separation where a column, a level
 * or a direction that was checked on all rows shows it.
 */
public final class NoOptimum {

  private static final int MOST_NAMED = 3;

  /** Fewer rows are of one class by chance. */
  private static final int FEWEST_ROWS_OF_A_LEVEL = 5;

  /** A column with a smaller share of the change of the logits is not named. */
  private static final double LEAST_SHARE = 0.1;

  private final AllRows rows;
  private final RowFacts facts;
  private final ClassRanges ranges;
  private final List<Term> columnOfFeature;
  private final boolean proven;

  private NoOptimum(AllRows rows, boolean proven) {
    this.rows = rows;
    this.proven = proven;
    this.facts = rows.facts();
    this.ranges = rows.aggregate(new RangesPass(facts.schema().width(), facts.classes().size()));
    this.columnOfFeature =
        facts.schema().terms().stream()
            .flatMap(column -> Collections.nCopies(column.width(), column).stream())
            .toList();
  }

  /**
   * Explains it.
   *
   * @param direction in which the loss falls without end, as far as is known; laid out as a model's
   *     parameters
   */
  public static String along(AllRows rows, double[] direction) {
    return along(rows, direction, false);
  }

  /**
   * Explains it where a direction has been checked on all rows.
   *
   * @param direction that lowers no row's margin and raises some, laid out as a model's parameters
   */
  static String proven(AllRows rows, double[] direction) {
    return along(rows, direction, true);
  }

  private static String along(AllRows rows, double[] direction, boolean proven) {
    return rows.areOfOneClass()
        ? "every row has the same class: there is no finite optimum, as the bias would grow without"
            + " end; add rows of the other class"
        : new NoOptimum(rows, proven).explanation(direction);
  }

  /**
   * Finds a column that alone separates two classes completely, and not only because its levels
   * have few rows each. Only one pass is made where the parameters do not classify every row
   * correctly.
   *
   * @param parameters of a fit
   */
  public static Optional<SeparatingColumn> separatingColumn(AllRows rows, double[] parameters) {
    if (rows.areOfOneClass()
        || !rows.aggregate(new PerfectClassification(parameters, rows.facts().outputs()))) {
      return Optional.empty();
    }
    List<LevelCounts> levels = LevelCounts.in(rows);
    Set<Term> rare =
        levels.stream()
            .filter(level -> level.rows() > 0 && level.rows() < FEWEST_ROWS_OF_A_LEVEL)
            .map(LevelCounts::column)
            .collect(Collectors.toSet());
    return new NoOptimum(rows, false)
        .separatingColumn(levels.stream().filter(level -> !rare.contains(level.column())).toList());
  }

  private Optional<SeparatingColumn> separatingColumn(List<LevelCounts> levels) {
    return ranges
        .gaps()
        .filter(this::isOfNumbers)
        .filter(this::isComplete)
        .findFirst()
        .map(gap -> separating(name(gap), thresholds(gap)))
        .or(() -> separatingLevels(levels));
  }

  private static SeparatingColumn separating(String name, String how) {
    return new SeparatingColumn(
        "column %s separates the classes: %s".formatted(quoted(name), how),
        ExcludeSetting.of(List.of(name)));
  }

  private String explanation(double[] direction) {
    List<LevelCounts> levels = LevelCounts.in(rows);
    List<ClassRanges.Gap> gaps = ranges.gaps().filter(this::isOfNumbers).toList();
    Optional<SeparatingColumn> aColumn = separatingColumn(levels);
    if (aColumn.isPresent()) {
      return "%s; there is no finite optimum: leave the column out with %s, or %s"
          .formatted(aColumn.get().separation(), aColumn.get().exclusion(), penalty());
    }
    if (rows.aggregate(new PerfectClassification(direction, facts.outputs()))) {
      return "the classes are separable: a combination of the columns%s classifies every row correctly; there is no finite optimum: %s"
          .formatted(mainly(direction, ", mainly %s,"), penalty());
    }
    List<LevelCounts> oneSided =
        levels.stream().filter(level -> !level.lacking(facts.classRows()).isEmpty()).toList();
    if (!oneSided.isEmpty()) {
      return quasi(oneSided);
    }
    return gaps.stream().findFirst().map(this::gap).orElseGet(() -> combination(direction));
  }

  private boolean isOfNumbers(ClassRanges.Gap gap) {
    return columnOfFeature.get(gap.column()).levels().isEmpty();
  }

  private boolean isComplete(ClassRanges.Gap gap) {
    return gap.isComplete() && facts.classes().size() == 2;
  }

  private String name(ClassRanges.Gap gap) {
    return columnOfFeature.get(gap.column()).column();
  }

  private SeparatingGap gapOf(ClassRanges.Gap gap) {
    return SeparatingGap.of(facts.schema(), gap, ranges.spread(gap.column()));
  }

  private String gap(ClassRanges.Gap gap) {
    boolean two = facts.classes().size() == 2;
    return "column %s separates %s%s: %s%s; there is no finite optimum: leave the column out with %s, or %s"
        .formatted(
            quoted(name(gap)),
            two
                ? "the classes"
                : "class " + quoted(facts.classes().get(gap.place())) + " from the others",
            gap.isComplete() ? "" : " except at " + gapOf(gap).low(),
            thresholds(gap),
            gap.isComplete() ? "" : " (quasi-complete separation)",
            ExcludeSetting.of(List.of(name(gap))),
            penalty());
  }

  private String thresholds(ClassRanges.Gap gap) {
    String own = quoted(facts.classes().get(gap.place()));
    boolean two = facts.classes().size() == 2;
    String others = two ? quoted(facts.classes().get(1 - gap.place())) : "the others";
    SeparatingGap thresholds = gapOf(gap);
    return "%s up to %s, %s from %s"
        .formatted(
            gap.below() ? own : others,
            thresholds.low(),
            gap.below() ? others : own,
            thresholds.high());
  }

  /** The first column each of whose levels has rows of one class only. */
  private Optional<SeparatingColumn> separatingLevels(List<LevelCounts> levels) {
    Map<Term, List<LevelCounts>> ofColumns =
        levels.stream()
            .collect(
                Collectors.groupingBy(
                    LevelCounts::column, LinkedHashMap::new, Collectors.toList()));
    return ofColumns.values().stream()
        .filter(ofColumn -> ofColumn.stream().allMatch(LevelCounts::isOfOneClass))
        .findFirst()
        .map(ofColumn -> separating(ofColumn.get(0).column().column(), classes(ofColumn)));
  }

  private String classes(List<LevelCounts> ofColumn) {
    return listed(
        ofColumn.stream()
            .filter(level -> level.rows() > 0)
            .map(
                level ->
                    level.name()
                        + " has rows of class "
                        + quoted(facts.classes().get(level.mostFrequent()))
                        + " only")
            .toList());
  }

  private String quasi(List<LevelCounts> levels) {
    List<String> columns =
        levels.stream().map(level -> level.column().column()).distinct().toList();
    boolean one = levels.size() == 1 && !levels.get(0).reference();
    boolean rare = one && levels.get(0).column().levels().size() > 2; // others remain without it
    return "%s (quasi-complete separation): %s; leave %s out with %s, merge levels with SQL in data.query, or %s"
        .formatted(
            listed(levels.stream().map(this::oneSided).toList()),
            one
                ? "its coefficient has no finite estimate"
                : "coefficients of %s have no finite estimates"
                    .formatted(listed(columns.stream().map(NoOptimum::quoted).toList())),
            rare ? "the level" : columns.size() == 1 ? "the column" : "the columns",
            ExcludeSetting.of(rare ? List.of(levels.get(0).name()) : columns),
            penalty());
  }

  private String oneSided(LevelCounts level) {
    String which = level.name() + (level.reference() ? " (the reference level)" : "");
    if (!level.isOfOneClass()) {
      return "no row with %s is of class %s"
          .formatted(
              which,
              level.lacking(facts.classRows()).stream()
                  .map(place -> quoted(facts.classes().get(place)))
                  .collect(Collectors.joining(" or ")));
    }
    return (level.rows() == 1
            ? "the only row with " + which + " is"
            : "all %d rows with %s are".formatted(level.rows(), which))
        + " of class "
        + quoted(facts.classes().get(level.mostFrequent()));
  }

  private String combination(double[] direction) {
    return proven ? quasi(direction) : unproven(direction);
  }

  private String quasi(double[] direction) {
    return "a combination of the columns%s separates the classes except for rows on its border (quasi-complete separation); there is no finite optimum: %s"
        .formatted(mainly(direction, ", mainly %s,"), penalty());
  }

  private String unproven(double[] direction) {
    return "no finite optimum was found: some coefficients grow without end%s, as with quasi-complete separation along a combination of columns; %s"
        .formatted(mainly(direction, ", mainly of %s"), penalty());
  }

  /** The columns by which the logits change most along the direction; empty if none stand out. */
  private String mainly(double[] direction, String format) {
    Map<String, Double> shares = new LinkedHashMap<>();
    for (int i = 0; i < columnOfFeature.size(); i++) {
      shares.merge(columnOfFeature.get(i).column(), change(direction, i), Double::sum);
    }
    double all = shares.values().stream().mapToDouble(Double::doubleValue).sum();
    String named =
        shares.entrySet().stream()
            .filter(share -> share.getValue() >= LEAST_SHARE * all && share.getValue() > 0)
            .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
            .limit(MOST_NAMED)
            .map(share -> quoted(share.getKey()))
            .collect(Collectors.joining(", "));
    return named.isEmpty() ? "" : format.formatted(named);
  }

  /** The range of the logits, or of their differences, due to this feature alone. */
  private double change(double[] direction, int feature) {
    int outputs = facts.outputs();
    double least = outputs == 1 ? 0 : Double.POSITIVE_INFINITY;
    double greatest = outputs == 1 ? 0 : Double.NEGATIVE_INFINITY;
    for (int i = feature * outputs; i < (feature + 1) * outputs; i++) {
      least = Math.min(least, direction[i]);
      greatest = Math.max(greatest, direction[i]);
    }
    return (greatest - least) * ranges.spread(feature);
  }

  /** The default penalty of tables, which is finite, or Jeffreys' prior where that is possible. */
  private String penalty() {
    boolean prior =
        facts.outputs() == 1
            && !facts.weighted()
            && !facts.schema().isIndexed()
            && facts.schema().width() <= Certificate.MOST_FACTORED
            && !(rows instanceof RemoteData);
    return String.format(
        Locale.ROOT,
        "add a penalty with train.l2=%.3g%s",
        1 / facts.weightSum(),
        prior ? " or Jeffreys' prior with train.firth=true" : "");
  }

  private static String listed(List<String> parts) {
    int more = parts.size() - MOST_NAMED;
    return more > 1
        ? String.join(", ", parts.subList(0, MOST_NAMED)) + " and " + more + " more"
        : String.join(", ", parts);
  }

  private static String quoted(String name) {
    return "\"" + name + "\"";
  }
}
