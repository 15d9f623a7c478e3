package dev.logistic.spark;

import dev.logistic.config.ClassWeight;
import dev.logistic.schema.FeatureSchema;
import dev.logistic.schema.IndexedTerm;
import dev.logistic.schema.Standardization;
import dev.logistic.schema.Term;
import dev.logistic.solver.RowFacts;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Derives the training summary from per-partition statistics. */
final class RowFactsFactory {

  private static final String UNKNOWN = "__unknown";

  private final ReadPlan reading;
  private final PartitionSummary rows;
  private final Moments moments;
  private final List<String> classes;
  private final List<Long> classRows;
  private final List<Double> classWeights;
  private final boolean classesWeighted;

  /**
   * @param moments null if there are no rows
   * @param classNames of the label's metadata; empty where it has none
   * @throws IllegalArgumentException if there is nothing to train on
   */
  RowFactsFactory(
      PartitionSummary rows,
      @Nullable Moments moments,
      ReadPlan reading,
      List<String> classNames,
      ClassWeight classWeight) {
    this.rows = rows;
    this.reading = reading;
    if (moments == null) {
      throw new IllegalArgumentException("the data set has no rows");
    }
    this.moments = moments;
    this.classes = classNames.isEmpty() ? numbered(rows.classes()) : known(classNames, rows);
    this.classRows = IntStream.range(0, classes.size()).mapToObj(rows::rows).toList();
    requireTwoClasses();
    this.classesWeighted = !classWeight.isNone();
    this.classWeights =
        classWeight.of(classes, IntStream.range(0, classes.size()).mapToObj(rows::weight).toList());
    requireWeights();
    if (!reading.featureNames().isEmpty() && reading.featureNames().size() != moments.columns()) {
      throw new IllegalArgumentException(
          "column \"%s\" must hold vectors of the %d features that its metadata name, were of %d"
              .formatted(
                  reading.columns().features(), reading.featureNames().size(), moments.columns()));
    }
    if (reading.standardize()) {
      requireScales();
    }
  }

  private void requireScales() {
    double[] scales = moments.scales();
    for (int column = 0; column < scales.length; column++) {
      if (!Double.isFinite(scales[column])) {
        throw new IllegalArgumentException(
            "column \"%s\" must hold numbers whose squares float64 can hold, for their standard deviation, was up to %s for \"%s\""
                .formatted(
                    reading.columns().features(),
                    moments.largest(column),
                    reading.featureName(column)));
      }
    }
  }

  /** Omits the class that Spark's StringIndexer reserves for unknown labels, if it has no rows. */
  private static List<String> known(List<String> names, PartitionSummary rows) {
    int last = names.size() - 1;
    return names.get(last).equals(UNKNOWN) && rows.rows(last) == 0 ? names.subList(0, last) : names;
  }

  private static List<String> numbered(int count) {
    return IntStream.range(0, count).mapToObj(Integer::toString).toList();
  }

  private void requireTwoClasses() {
    List<String> present =
        IntStream.range(0, classes.size())
            .filter(label -> classRows.get(label) > 0)
            .mapToObj(classes::get)
            .toList();
    if (present.size() < 2) {
      throw new IllegalArgumentException(
          "column \"%s\" must have two classes or more, but every row is of \"%s\""
              .formatted(reading.columns().label(), present.get(0)));
    }
    for (int label = 0; label < classes.size(); label++) {
      if (classRows.get(label) == 0) {
        throw new IllegalArgumentException(
            "column \"%s\" must have rows of every class, but none is of \"%s\" (%d of %d, counted from 0)"
                .formatted(reading.columns().label(), classes.get(label), label, classes.size()));
      }
    }
  }

  private void requireWeights() {
    String column = reading.columns().weight();
    if (IntStream.range(0, classes.size()).allMatch(label -> rows.weight(label) == 0)) {
      throw new IllegalArgumentException(
          "the weights in column \"%s\" are all 0".formatted(column));
    }
    for (int label = 0; label < classes.size(); label++) {
      if (!(weight(label) > 0)) {
        throw new IllegalArgumentException(
            "every class must have a positive weight, but the rows of \"%s\" weigh 0"
                .formatted(classes.get(label)));
      }
    }
  }

  private double weight(int label) {
    return classWeights.get(label) * rows.weight(label);
  }

  RowFacts facts() {
    int columns = moments.columns();
    Optional<Standardization> scaling =
        reading.standardize()
            ? Optional.of(new Standardization(list(moments.means()), list(moments.scales())))
            : Optional.empty();
    return new RowFacts(
        new FeatureSchema(terms(columns), scaling),
        classes,
        classRows,
        IntStream.range(0, classes.size()).mapToDouble(this::weight).sum(),
        reading.columns().weight() != null || classesWeighted,
        reading.type(),
        rows.isSparse());
  }

  List<Double> means() {
    return reading.standardize()
        ? Collections.nCopies(moments.columns(), 0.0)
        : list(moments.means());
  }

  /** Sparse rows without names have indices for names, as there may be millions. */
  private List<Term> terms(int columns) {
    if (rows.isSparse() && reading.featureNames().isEmpty()) {
      return List.of(new IndexedTerm("x", 0, columns));
    }
    List<String> names = IntStream.range(0, columns).mapToObj(reading::featureName).toList();
    return FeatureSchema.ofNumbers(names).terms();
  }

  PreparationPlan preparation() {
    boolean standardize = reading.standardize();
    return new PreparationPlan(
        standardize ? moments.means() : null,
        standardize ? moments.scales() : null,
        classes.size(),
        classesWeighted ? classWeights : null);
  }

  private static List<Double> list(double[] values) {
    return Arrays.stream(values).boxed().toList();
  }
}
