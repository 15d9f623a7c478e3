package dev.logistic.selection;

import ai.djl.ndarray.NDManager;
import dev.logistic.config.Combinations;
import dev.logistic.config.GradientForm;
import dev.logistic.config.Settings;
import dev.logistic.config.SettingsException;
import dev.logistic.config.Solver;
import dev.logistic.data.LabelledData;
import dev.logistic.evaluate.Evaluations;
import dev.logistic.evaluate.Figures;
import dev.logistic.evaluate.Metric;
import dev.logistic.evaluate.RowScores;
import dev.logistic.evaluate.Scoring;
import dev.logistic.model.LogisticModel;
import dev.logistic.schema.Basis;
import dev.logistic.schema.ProductTerm;
import dev.logistic.schema.Recurrence;
import dev.logistic.schema.Term;
import dev.logistic.schema.TextTerm;
import dev.logistic.solver.ClassWeighting;
import dev.logistic.table.TrainingTable;
import dev.logistic.train.Interruption;
import dev.logistic.train.LogisticRegression;
import dev.logistic.train.TrainingInterruptedException;
import dev.logistic.train.TrainingResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * Chooses l2 or l1 by the log-loss on held-out rows: k-fold cross-validation.
 *
 * <p>Rows are dealt to the folds class by class, so that each fold has its share of every class:
 * walking through {@code torch.randperm(rows)}, drawn on the CPU right after {@code
 * torch.manual_seed(engine.seed)}, first the rows of label 0, then those of label 1, one to each
 * fold in turn. For every fold, the rows outside it are fitted from the largest value to the
 * smallest, each fit starting where the previous one has ended, and each is evaluated on the fold.
 *
 * <p>The features are used unchanged: where a table's were standardized, means and scales are those
 * of all training rows, including the held-out ones. This leaks a little information about the
 * features of the evaluated rows, but none about their labels. Where a table's features are those
 * of a formula, each fold learns them anew, as a training on its rows alone would: knots, bins,
 * levels, means and scales.
 *
 * <p>With the closed-form gradient, folds are fitted in parallel on the common pool's threads, as
 * long as the features are few enough to be copied; with more, the blocks of rows of one fit keep
 * all threads busy. The results are combined in order and are the same bits either way and on any
 * number of threads. Immutable.
 *
 * @see <a href="https://hastie.su.domains/ElemStatLearn/">Hastie, Tibshirani, Friedman: The
 *     Elements of Statistical Learning, 2nd edition, section 7.10</a>
 */
public final class CrossValidation {

  /** Most values of the features that each concurrent fit copies: 64 MB in float32. */
  private static final long MOST_VALUES_SIDE_BY_SIDE = 1 << 24;

  private final Settings settings;
  private final int folds;
  private final PenaltyGrid grid;
  private final boolean warm;
  private final boolean nested;
  private final Interruption interruption;

  private CrossValidation(
      Settings settings,
      int folds,
      PenaltyGrid grid,
      boolean warm,
      boolean nested,
      Interruption interruption) {
    this.settings = settings;
    this.folds = folds;
    this.grid = grid;
    this.warm = warm;
    this.nested = nested;
    this.interruption = interruption;
  }

  /**
   * A cross-validation of trainings with these settings; the part of the penalty that it chooses is
   * ignored.
   *
   * @param folds from 2 to 100
   * @throws IllegalArgumentException if they are fewer or more
   * @throws SettingsException if the solver does not converge to the optimum
   */
  public static CrossValidation of(Settings settings, int folds, PenaltyGrid grid) {
    requireFolds(folds);
    Solver solver = settings.get(Settings.SOLVER);
    if (!solver.convergesToOptimum()) {
      throw new SettingsException(
          "cross-validation needs train.solver=%s, was %s"
              .formatted(Solver.names(Solver::convergesToOptimum), Settings.SOLVER.print(solver)));
    }
    return new CrossValidation(settings, folds, grid, true, false, Interruption.OF_THREAD);
  }

  private static void requireFolds(int folds) {
    if (folds < 2 || folds > 100) {
      throw new IllegalArgumentException("folds must be from 2 to 100, was " + folds);
    }
  }

  /**
   * The same with a limit to its time. It ends by a {@link TrainingInterruptedException}, as it
   * does when the calling thread is interrupted.
   *
   * @throws IllegalArgumentException if the limit is not positive
   */
  public CrossValidation within(Duration limit) {
    return new CrossValidation(settings, folds, grid, warm, nested, interruption.within(limit));
  }

  /**
   * The same with an estimate that the choice of the penalty does not bias: for each fold the
   * choice is repeated without its rows, on the same folds and values. The fit without two folds
   * serves the choices for both, so that k folds take k (k - 1) / 2 further paths. Where rows are
   * in an order of time, the choice for a fold is on the folds before it, and the first fold has no
   * estimate; this takes no further fits.
   *
   * @throws IllegalArgumentException if there are fewer than 3 folds
   * @see RegularizationPath#nestedLogLoss
   */
  public CrossValidation nested() {
    if (folds < 3) {
      throw new IllegalArgumentException(
          "nested cross-validation needs at least 3 folds, was " + folds);
    }
    return new CrossValidation(settings, folds, grid, warm, true, interruption);
  }

  /**
   * Evaluates trainings with these settings by k-fold cross-validation: for each fold of {@link
   * Folds#stratified}, a model is trained on the other rows and evaluated on the fold. With {@link
   * Settings#defaults} features are standardized by the training rows of each fold, also if those
   * of the data are standardized by all rows.
   *
   * @param settings any solver; {@code engine.seed} deals the rows
   * @param data not empty; stays the caller's
   * @param folds from 2 to 100
   * @return the figures on each fold, in order: {@link Figures#of(Metric)} has any metric
   * @throws IllegalArgumentException if a class has fewer rows than there are folds, or a fold
   *     cannot learn a formula from its rows
   * @throws SettingsException if settings are inconsistent, or describe a table
   * @throws TrainingInterruptedException if the calling thread is interrupted
   */
  public static List<Figures> evaluate(Settings settings, LabelledData data, int folds) {
    requireFolds(folds);
    List<Figures> figures = new ArrayList<>();
    Folds dealt = Folds.stratified(data, folds, settings.get(Settings.SEED));
    forEach(
        settings,
        data,
        dealt,
        (fold, model, heldOut) -> figures.add(Evaluations.of(model, heldOut)));
    return figures;
  }

  /**
   * Scores rows with models that did not learn from them: those of {@link #evaluate(Settings,
   * LabelledData, int)}, with the same conditions, but without threshold and checkpoints.
   *
   * @param fitEnded called after each fold
   */
  public static OutOfFold outOfFold(
      Settings settings, LabelledData data, int folds, Runnable fitEnded) {
    requireFolds(folds);
    Settings ofFolds =
        settings
            .with(Settings.THRESHOLD, Settings.THRESHOLD.defaultValue())
            .with(Settings.CHECKPOINT, "")
            .with(Settings.CHECKPOINT_EVERY, Settings.CHECKPOINT_EVERY.defaultValue());
    int outputs = data.outputs();
    double[] logits = new double[Math.toIntExact(data.rows() * outputs)];
    Arrays.fill(logits, Double.NaN);
    Folds dealt = Folds.stratified(data, folds, settings.get(Settings.SEED));
    forEach(
        ofFolds,
        data,
        dealt,
        (fold, model, heldOut) -> {
          double[] some = Scoring.logits(model, heldOut);
          long[] rows = dealt.heldOut(fold);
          for (int i = 0; i < rows.length; i++) {
            System.arraycopy(some, i * outputs, logits, (int) rows[i] * outputs, outputs);
          }
          fitEnded.run();
        });
    return new OutOfFold(logits, dealt);
  }

  /**
   * The scores of rows by models that did not learn from them.
   *
   * @param logits of the rows, in order: that of the positive class for two classes, one per class
   *     for more; NaN for rows that are in no fold
   * @param folds in which each row was held out
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record OutOfFold(double[] logits, Folds folds) {

    /**
     * Returns the scores of the rows that were held out, to be evaluated.
     *
     * @param data the rows
     */
    public RowScores of(LabelledData data) {
      int outputs = data.outputs();
      long[] rows =
          LongStream.range(0, data.rows()).filter(row -> folds.of((int) row) >= 0).toArray();
      double[] some =
          Arrays.stream(rows)
              .flatMap(row -> LongStream.range(row * outputs, (row + 1) * outputs))
              .mapToDouble(place -> logits[(int) place])
              .toArray();
      try (NDManager manager = data.newManager()) {
        return Scoring.ofLogits(some, data.classes(), data.rows(rows, manager));
      }
    }
  }

  /** What is done with the model of a fold. */
  private interface FoldUse {
    void accept(int fold, LogisticModel model, LabelledData heldOut);
  }

  private static void forEach(Settings settings, LabelledData data, Folds folds, FoldUse use) {
    requireFixedTerms(data);
    for (int fold = 0; fold < folds.count(); fold++) {
      try (NDManager manager = data.newManager();
          LabelledData scaled = data.withoutStandardization()) {
        LabelledData.Divided rows = folds.divided(scaled, fold, manager);
        try (TrainingResult result = LogisticRegression.with(settings).train(rows.training())) {
          use.accept(fold, result.model(), rows.others());
        }
      }
    }
  }

  /**
   * As {@link #evaluate(Settings, LabelledData, int)}, on a table's training rows.
   *
   * @param settings with which the table was read, or others
   */
  public static List<Figures> evaluate(Settings settings, TrainingTable table, int folds) {
    return evaluate(settings.forArrays(), table.training(), folds);
  }

  /** Without the table, what the terms of a formula learned is from the rows of all folds. */
  private static void requireFixedTerms(LabelledData data) {
    if (data.isLearned()) {
      return;
    }
    for (Term term : data.schema().terms()) {
      if (isLearned(term)) {
        throw new IllegalArgumentException(
            "the term \"%s\" of data.terms has %s from all rows, and so from those that a fold holds out: cross-validate the training rows of the table, which each fold learns from anew"
                .formatted(term.name(), term instanceof TextTerm ? "tokens" : "a basis"));
      }
    }
  }

  private static boolean isLearned(Term term) {
    if (term instanceof TextTerm tokens) {
      return tokens.tokens().bits() == 0 || !tokens.idf().isEmpty();
    }
    return term instanceof ProductTerm product
        && product.products().stream().flatMap(List::stream).anyMatch(CrossValidation::isLearned);
  }

  private static boolean isLearned(ProductTerm.Factor factor) {
    Basis basis = factor.basis();
    return basis != null && !basis.equals(Recurrence.ofPowers(basis.width()));
  }

  /** The same with every fit starting from zero, for comparison. */
  CrossValidation cold() {
    return new CrossValidation(settings, folds, grid, false, nested, interruption);
  }

  /** As {@link #path(LabelledData, Runnable)}, without notifications. */
  public RegularizationPath path(LabelledData data) {
    return path(data, () -> {});
  }

  /**
   * Fits the path of the penalty for every fold. Class weights are those of all rows, and
   * log-losses are weighted if rows are. With {@link Settings#defaults} features are first
   * standardized on all rows, as for the training.
   *
   * @param fitEnded called after each of the {@link #fits}, on any thread, possibly on several
   *     simultaneously
   * @throws IllegalArgumentException if a class has fewer rows than there are folds, or a fold
   *     cannot learn a formula from its rows
   * @throws SettingsException if settings describe a table; those of one that was read are {@link
   *     Settings#forArrays} here
   */
  public RegularizationPath path(LabelledData data, Runnable fitEnded) {
    Combinations.checkForArrays(settings);
    requireFixedTerms(data);
    LogisticRegression.with(settings).requireFit(data);
    boolean small = data.rows() * data.columns() <= MOST_VALUES_SIDE_BY_SIDE;
    boolean free = settings.get(Settings.GRADIENT) == GradientForm.CLOSED_FORM;
    boolean gpu = data.device().isGpu();
    return path(data, fitEnded, small && free && !gpu);
  }

  RegularizationPath path(LabelledData data, Runnable fitEnded, boolean sideBySide) {
    if (settings.standardizesArrays() && !data.isStandardized()) {
      try (LabelledData scaled = data.standardized()) {
        return path(scaled, fitEnded, sideBySide);
      }
    }
    long start = System.nanoTime();
    Folds dealt = Folds.stratified(data, folds, settings.get(Settings.SEED));
    List<List<FoldPath.Step>> byFold;
    List<RegularizationPath.Nested> estimates = List.of();
    List<Double> values;
    try (ClassWeighting classes = ClassWeighting.of(settings.get(Settings.CLASS_WEIGHT), data)) {
      LabelledData weighted = classes.weighted(data);
      values = grid.on(weighted);
      FoldPath path =
          new FoldPath(
              settings,
              weighted,
              dealt,
              grid,
              values,
              warm,
              Interruption.session(interruption.begin()));
      byFold =
          completed(
              IntStream.range(0, folds)
                  .mapToObj(fold -> new FutureTask<>(() -> path.walk(fold, fitEnded))),
              sideBySide);
      if (nested && dealt.isForward()) {
        estimates = NestedSelection.ofEarlier(grid.kind(), values, byFold);
      } else if (nested) {
        estimates =
            NestedSelection.ofPairs(
                grid.kind(),
                values,
                byFold,
                completed(
                    NestedSelection.pairs(folds).stream()
                        .map(
                            pair ->
                                new FutureTask<>(
                                    () -> path.walkWithout(pair[0], pair[1], fitEnded))),
                    sideBySide));
      }
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    return RegularizationPath.of(grid.kind(), values, byFold, estimates, seconds);
  }

  /** All have ended before a failure is reported and the rows are freed. */
  private static <T> List<T> completed(Stream<FutureTask<T>> walks, boolean sideBySide) {
    List<FutureTask<T>> all = walks.toList();
    (sideBySide ? all.parallelStream() : all.stream()).forEach(FutureTask::run);
    return all.stream().map(CrossValidation::result).toList();
  }

  /** Returns the result of a finished fold, or throws its failure. */
  private static <T> T result(FutureTask<T> walk) {
    try {
      return walk.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      throw new AssertionError("a finished walk cannot be interrupted", e);
    }
  }

  /** Most fits that a path takes. */
  public int fits() {
    return (folds + (nested ? folds * (folds - 1) / 2 : 0)) * grid.size();
  }
}
