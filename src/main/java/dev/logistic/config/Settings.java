package dev.logistic.config;

import static dev.logistic.config.Facet.ARRAYS_TOO;
import static dev.logistic.config.Facet.FREE_TO_CHANGE;
import static dev.logistic.config.Facet.NAMED_COLUMNS;
import static dev.logistic.config.Facet.NEEDS_TABLE;
import static dev.logistic.config.Facet.OPTIMUM;
import static dev.logistic.config.Facet.SPARK;
import static dev.logistic.config.Facet.STEPS;
import static dev.logistic.config.Facet.SYNTHETIC_ONLY;
import static dev.logistic.config.Facet.TABLE_ONLY;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The effective settings of a run: one checked value for every key. Starts from the {@linkplain
 * #original() original program's} values; {@link #with} returns a copy with one value changed, and
 * {@link #layered} reads files, system properties and options on top of each other.
 */
public final class Settings {

  private static final KeyList ALL = new KeyList();

  /** The {@link #SOURCE} of the original program. */
  public static final String SYNTHETIC = "synthetic";

  /** Device to compute on. */
  public static final Key<String> DEVICE = ALL.key("engine.device", Values.device(), "cpu");

  /** Seed of every random draw; PyTorch reads it as an unsigned 64-bit number. */
  public static final Key<Long> SEED = ALL.key("engine.seed", Values.wholeNumber(), 123L, SPARK);

  /** Type of data, parameters and arithmetic; synthetic rows are the same with both. */
  public static final Key<Precision> PRECISION =
      ALL.key("engine.precision", Values.choice(Precision.class), Precision.FLOAT32, SPARK);

  /** Threads inside one native operation, without effect on results; empty: the engine's choice. */
  public static final Key<OptionalInt> THREADS =
      ALL.key("engine.threads", Values.countOrEmpty(), OptionalInt.empty(), FREE_TO_CHANGE);

  /** Where rows come from. */
  public static final Key<String> SOURCE =
      ALL.key("data.source", Values.address(), SYNTHETIC, SPARK);

  /** SQL for a database, or for files, which are then the view {@code data}. */
  public static final Key<String> QUERY =
      ALL.key("data.query", Values.text(), "", NEEDS_TABLE, SPARK, NAMED_COLUMNS);

  /** Column to predict. */
  public static final Key<String> LABEL =
      ALL.key("data.label", Values.text(), "", NEEDS_TABLE, SPARK);

  /** Class whose probability is predicted; empty for the greater in natural order. */
  public static final Key<String> POSITIVE =
      ALL.key("data.positive", Values.text(), "", NEEDS_TABLE, SPARK);

  /**
   * Column of row weights, at least 0, for training and validation loss; not a feature. Empty for
   * unweighted rows.
   */
  public static final Key<String> WEIGHT =
      ALL.key("data.weight", Values.text(), "", NEEDS_TABLE, SPARK, NAMED_COLUMNS);

  /**
   * The meaning of the weights of rows, on which statistics depend; the fit does not. Any but
   * {@code importance} needs {@link #WEIGHT}, or weights of arrays, and no class weights.
   */
  public static final Key<WeightKind> WEIGHT_KIND =
      ALL.key(
          "data.weight-kind",
          Values.choice(WeightKind.class),
          WeightKind.IMPORTANCE,
          TABLE_ONLY,
          ARRAYS_TOO,
          NAMED_COLUMNS,
          FREE_TO_CHANGE);

  /**
   * Column of numbers of trials, whole and at least 0; the label then counts the events among them,
   * and the classes are 0 and 1. Not a feature. Empty where each row is one trial.
   */
  public static final Key<String> TRIALS =
      ALL.key("data.trials", Values.text(), "", NEEDS_TABLE, NAMED_COLUMNS, FREE_TO_CHANGE);

  /**
   * Column of known numbers that are added to the logits, such as logarithms of exposures; no
   * feature whose weight is learned. A prediction needs it too. Empty for none.
   */
  public static final Key<String> OFFSET =
      ALL.key("data.offset", Values.text(), "", NEEDS_TABLE, NAMED_COLUMNS, FREE_TO_CHANGE);

  /**
   * Column whose equal values, texts or numbers, are one cluster, with {@code
   * train.covariance=cluster}; not a feature. Empty for independent rows.
   */
  public static final Key<String> CLUSTER =
      ALL.key("data.cluster", Values.text(), "", NEEDS_TABLE, NAMED_COLUMNS, FREE_TO_CHANGE);

  /**
   * Column whose equal values are one group, such as a customer's rows: rows of a group are all
   * held out or all learned from, by {@code data.validation} and in each fold of a
   * cross-validation; not a feature. Empty where each row is by itself.
   */
  public static final Key<String> GROUP =
      ALL.key("data.group", Values.text(), "", NEEDS_TABLE, NAMED_COLUMNS, FREE_TO_CHANGE);

  /**
   * Column of dates, timestamps or numbers in whose order the rows are divided: {@code
   * data.validation} holds the newest rows out, and the folds of a cross-validation roll forward,
   * each learned from all rows before it; not a feature. Rows of one instant stay together. Empty
   * for a random division.
   */
  public static final Key<String> TIME =
      ALL.key("data.time", Values.text(), "", NEEDS_TABLE, NAMED_COLUMNS, FREE_TO_CHANGE);

  /**
   * Columns to learn from, or levels, each as {@code column=level}, which are then the only ones of
   * their column with an indicator; a comma in a name is written {@code \,}. Empty for all columns
   * but the label, the weight, the trials, the offset, the cluster, the group and the time.
   */
  public static final Key<List<String>> FEATURES =
      ALL.key("data.features", Values.texts(), List.of(), NEEDS_TABLE, SPARK, NAMED_COLUMNS);

  /**
   * Formula of the features, in R's grammar without a left-hand side, as in {@code age +
   * log(income) * city}; columns that it does not use are not read as features. Empty for one term
   * of each column.
   */
  public static final Key<String> TERMS =
      ALL.key("data.terms", Values.text(), "", NEEDS_TABLE, SPARK, NAMED_COLUMNS, FREE_TO_CHANGE);

  /**
   * Columns to leave out, or levels, each as {@code column=level}, that are merged into the
   * reference level.
   */
  public static final Key<List<String>> EXCLUDE =
      ALL.key("data.exclude", Values.texts(), List.of(), NEEDS_TABLE, SPARK, NAMED_COLUMNS);

  /** Features whose numbers are levels, as codes are. */
  public static final Key<List<String>> CATEGORICAL =
      ALL.key(
          "data.categorical",
          Values.texts(),
          List.of(),
          NEEDS_TABLE,
          FREE_TO_CHANGE,
          NAMED_COLUMNS);

  /** Levels that others are compared with, as {@code column:level}; by default the first. */
  public static final Key<List<String>> REFERENCE =
      ALL.key(
          "data.reference",
          Values.texts(),
          List.of(),
          NEEDS_TABLE,
          SPARK,
          FREE_TO_CHANGE,
          NAMED_COLUMNS);

  /**
   * How missing values of features are treated, in all columns or by column. {@code error}: they
   * are refused, with their place. {@code mean} and {@code median}: that of the training rows is
   * filled in for a number, and the most frequent level for a text. {@code indicator}: as {@code
   * mean}, with a further feature that is 1 where the cell is missing. {@code drop}: rows that have
   * any are left out, before anything is learned.
   */
  public static final Key<MissingValues> MISSING =
      ALL.key(
          "data.missing",
          Values.missing(),
          MissingValues.of(Missing.ERROR),
          TABLE_ONLY,
          SPARK,
          NAMED_COLUMNS);

  /** Texts that mean a missing value; an empty text and NULL always do. */
  public static final Key<List<String>> NA =
      ALL.key("data.na", Values.texts(), List.of(), TABLE_ONLY, SPARK, NAMED_COLUMNS);

  /** Texts that are values although they look like missing ones, such as NA or ?. */
  public static final Key<List<String>> NOT_MISSING =
      ALL.key(
          "data.not-missing",
          Values.texts(),
          List.of(),
          TABLE_ONLY,
          SPARK,
          FREE_TO_CHANGE,
          NAMED_COLUMNS);

  /** Maximum number of levels of a text column. */
  public static final Key<Integer> MAX_LEVELS =
      ALL.key("data.max-levels", Values.count(), 100, TABLE_ONLY, SPARK, NAMED_COLUMNS);

  /**
   * Levels of a text column with fewer training rows, and those that the training does not see,
   * become one level, {@code (other)}; 0 for none.
   */
  public static final Key<Integer> MIN_LEVEL_ROWS =
      ALL.key(
          "data.min-level-rows",
          Values.countFromZero(),
          0,
          TABLE_ONLY,
          NAMED_COLUMNS,
          FREE_TO_CHANGE);

  /** Whether to scale features to (weighted) mean 0 and standard deviation 1. */
  public static final Key<Boolean> STANDARDIZE =
      ALL.key("data.standardize", Values.flag(), true, TABLE_ONLY, ARRAYS_TOO, SPARK);

  /** How rows are kept in memory, without effect on the model. */
  public static final Key<Storage> STORAGE =
      ALL.key(
          "data.storage", Values.choice(Storage.class), Storage.AUTO, TABLE_ONLY, FREE_TO_CHANGE);

  /**
   * Most bytes of rows in memory, as in {@code 8g}; beyond it rows are kept in a file, and read in
   * every pass. By default most of the memory that is free.
   */
  public static final Key<OptionalLong> MEMORY =
      ALL.key("data.memory", Values.bytes(), OptionalLong.empty(), TABLE_ONLY, FREE_TO_CHANGE);

  /** Directory of that file; empty for the directory for temporary files. */
  public static final Key<String> SPILL =
      ALL.key("data.spill", Values.text(), "", TABLE_ONLY, FREE_TO_CHANGE);

  /** Index of the first column of LibSVM files: 0, 1, or by whether any index is 0. */
  public static final Key<OptionalInt> INDEX_BASE =
      ALL.key(
          "data.index-base", Values.indexBase(), OptionalInt.empty(), TABLE_ONLY, FREE_TO_CHANGE);

  /** Share of the rows that is held out for validation. */
  public static final Key<Double> VALIDATION =
      ALL.key("data.validation", Values.share(0.9), 0.0, NEEDS_TABLE);

  /** Rows to draw. */
  public static final Key<Integer> SAMPLES =
      ALL.key("data.samples", Values.count(), 1000, SYNTHETIC_ONLY);

  /** One for each feature; a row is positive where their weighted sum is above 0. */
  public static final Key<List<Double>> COEFFICIENTS =
      ALL.key("data.coefficients", Values.numbers(), List.of(0.5, -1.5), SYNTHETIC_ONLY);

  /**
   * Rule that turns gradients into steps; {@code lbfgs} uses all rows in each step and converges to
   * the optimum.
   */
  public static final Key<Solver> SOLVER =
      ALL.key("train.solver", Values.choice(Solver.class), Solver.SGD, Solver.LBFGS);

  /**
   * Maximum number of passes over the rows, or of iterations of a solver that converges to the
   * optimum.
   */
  public static final Key<Integer> EPOCHS =
      ALL.key("train.epochs", Values.count(), 100, 200, SPARK);

  /** Rows a step; the loss is their mean. An epoch's last batch may be smaller. */
  public static final Key<Integer> BATCH_SIZE =
      ALL.key("train.batch-size", Values.count(), 1, 32, STEPS);

  /** Step length: parameters move by this times the negative gradient. */
  public static final Key<Double> LEARNING_RATE =
      ALL.key("train.learning-rate", Values.positiveNumber(), 0.001, 0.01, STEPS);

  /** How the learning rate changes from epoch to epoch. */
  public static final Key<RateSchedule> SCHEDULE =
      ALL.key(
          "train.schedule",
          Values.choice(RateSchedule.class),
          RateSchedule.FIXED,
          SOLVER,
          Solver.takingSteps());

  /** Number of epochs between multiplications of the learning rate. */
  public static final Key<Integer> SCHEDULE_STEP =
      ALL.key("train.schedule-step", Values.count(), 30, SCHEDULE, List.of(RateSchedule.STEP));

  /** Factor by which the learning rate is multiplied. */
  public static final Key<Double> SCHEDULE_FACTOR =
      ALL.key(
          "train.schedule-factor",
          Values.positiveNumber(),
          0.1,
          SCHEDULE,
          List.of(RateSchedule.STEP));

  /** Epoch, counted from 1, that reaches the learning rate. */
  public static final Key<Integer> WARM_UP =
      ALL.key("train.warm-up", Values.count(), 5, SCHEDULE, List.of(RateSchedule.WARM_UP));

  /** Part of the previous direction that is kept; 0 for none. */
  public static final Key<Double> MOMENTUM =
      ALL.key("train.momentum", Values.belowOne(), 0.0, SOLVER, List.of(Solver.SGD));

  /** Part of a gradient that is left out of the direction with momentum. */
  public static final Key<Double> DAMPENING =
      ALL.key("train.dampening", Values.share(1), 0.0, SOLVER, List.of(Solver.SGD));

  /** Whether momentum has Nesterov's form. */
  public static final Key<Boolean> NESTEROV =
      ALL.key("train.nesterov", Values.flag(), false, SOLVER, List.of(Solver.SGD));

  /** Part of the mean of gradients that is kept in a step. */
  public static final Key<Double> BETA1 =
      ALL.key("train.beta1", Values.belowOne(), 0.9, SOLVER, List.of(Solver.ADAM, Solver.ADAMW));

  /** Part of the mean of squared gradients that is kept in a step. */
  public static final Key<Double> BETA2 =
      ALL.key("train.beta2", Values.belowOne(), 0.999, SOLVER, List.of(Solver.ADAM, Solver.ADAMW));

  /** Added to the divisor, the root of the mean of squares. */
  public static final Key<Double> EPSILON =
      ALL.key(
          "train.epsilon",
          Values.positiveNumber(),
          1e-8,
          SOLVER,
          List.of(Solver.ADAM, Solver.ADAMW));

  /**
   * Weight decay as in {@code torch.optim}, but never of the bias. Empty for 0.01 with {@code
   * adamw} and 0 otherwise.
   */
  public static final Key<OptionalDouble> WEIGHT_DECAY =
      ALL.key(
          "train.weight-decay",
          Values.fromZeroOrEmpty(),
          OptionalDouble.empty(),
          SOLVER,
          Solver.takingSteps());

  /** Gradients longer than this are shortened to it; empty or 0 for none. */
  public static final Key<OptionalDouble> CLIP_NORM =
      ALL.key(
          "train.clip-norm",
          Values.fromZeroOrEmpty(),
          OptionalDouble.empty(),
          SOLVER,
          Solver.takingSteps());

  /** Whether each epoch visits the rows in a new random order. */
  public static final Key<Boolean> SHUFFLE =
      ALL.key("train.shuffle", Values.flag(), false, true, STEPS);

  /** The form in which autograd computes the cross-entropy. */
  public static final Key<LossForm> LOSS =
      ALL.key(
          "train.loss",
          Values.choice(LossForm.class),
          LossForm.PROBABILITY,
          LossForm.LOGITS,
          STEPS);

  /** How gradients are computed. */
  public static final Key<GradientForm> GRADIENT =
      ALL.key(
          "train.gradient",
          Values.choice(GradientForm.class),
          GradientForm.AUTOGRAD,
          GradientForm.CLOSED_FORM,
          STEPS);

  /** How the losses of an epoch's steps are combined. */
  public static final Key<EpochLoss> EPOCH_LOSS =
      ALL.key(
          "train.epoch-loss",
          Values.choice(EpochLoss.class),
          EpochLoss.LAST,
          EpochLoss.MEAN,
          STEPS);

  /**
   * This times the sum of the weights' absolute values, without the bias, is added to the mean
   * loss.
   */
  public static final Key<Double> L1 = ALL.key("train.l1", Values.fromZero(), 0.0, SPARK);

  /**
   * Half of this times the squared length of the weights, without the bias, is added to the mean
   * loss. Empty for 1/rows with a table, or for weighted rows 1 divided by the sum of their
   * weights, including those of classes, which is scikit-learn's {@code C=1}; and 0 without a
   * table.
   */
  public static final Key<OptionalDouble> L2 =
      ALL.key(
          "train.l2",
          Values.fromZeroOrEmpty(),
          OptionalDouble.of(0),
          OptionalDouble.empty(),
          SPARK);

  /** Weights of the classes' rows; multiplied with {@link #WEIGHT}. */
  public static final Key<ClassWeight> CLASS_WEIGHT =
      ALL.key("train.class-weight", Values.classWeight(), ClassWeight.NONE, SPARK);

  /**
   * Largest component of the gradient, or with {@link #L1} of the shortest subgradient, at
   * convergence; the optimality gap must be small as well. Empty for 1e-5 in float32 and 1e-8 in
   * float64, which are required only where the gap is not.
   */
  public static final Key<OptionalDouble> TOLERANCE =
      ALL.key("train.tolerance", Values.fromZeroOrEmpty(), OptionalDouble.empty(), OPTIMUM, SPARK);

  /**
   * Whether the likelihood is multiplied by Jeffreys' prior (Firth's bias reduction), whose
   * estimates are finite even where the classes are separated; needs two classes and {@code
   * train.l2=0}.
   */
  public static final Key<Boolean> FIRTH = ALL.key("train.firth", Values.flag(), false);

  /**
   * How the covariance of the coefficients is estimated, and with it their standard errors, tests
   * and intervals; any but {@code model} needs {@code train.l2=0}, and {@code hc2} and {@code hc3}
   * are for two classes.
   */
  public static final Key<Covariance> COVARIANCE =
      ALL.key(
          "train.covariance",
          Values.choice(Covariance.class),
          Covariance.MODEL,
          SPARK,
          FREE_TO_CHANGE);

  /**
   * Tests that a term has no effect, all indicators of a column together; any but {@code none}
   * needs {@code train.l2=0}, and {@code lr} needs {@code train.covariance=model}.
   */
  public static final Key<Tests> TESTS =
      ALL.key("train.tests", Values.choice(Tests.class), Tests.NONE, SPARK, FREE_TO_CHANGE);

  /**
   * How the 95 % confidence intervals of the coefficients are computed; {@code profile} needs
   * {@code train.l2=0} and {@code train.covariance=model}.
   */
  public static final Key<Intervals> INTERVALS =
      ALL.key(
          "train.intervals", Values.choice(Intervals.class), Intervals.WALD, SPARK, FREE_TO_CHANGE);

  /**
   * The smallest probability at which the positive class of two is predicted: a number, or a rule
   * that finds it on rows held out, which is stored with the model. {@code f1}: the highest F1.
   * {@code youden}: the highest true positive rate minus false positive rate. {@code
   * cost:fn=10,fp=1}: the least cost of false negatives and false positives. {@code recall:0.9}:
   * the fewest false positives at a recall of at least 0.9. {@code precision:0.9}: the highest
   * recall at a precision of at least 0.9.
   */
  public static final Key<String> THRESHOLD =
      ALL.key("train.threshold", Values.threshold(), "0.5", SPARK, FREE_TO_CHANGE);

  /**
   * Share of the positive class of two in the population, to which the bias is corrected after the
   * training: {@code logit(prior)} minus the logit of the class's share of the weights, those of
   * classes included, is added. Empty for no correction.
   */
  public static final Key<OptionalDouble> PRIOR =
      ALL.key(
          "train.prior", Values.openShareOrEmpty(), OptionalDouble.empty(), SPARK, FREE_TO_CHANGE);

  /**
   * Number of consecutive epochs or iterations without a better loss on the held-out rows after
   * which training stops and uses the best parameters; empty for never.
   */
  public static final Key<OptionalInt> PATIENCE =
      ALL.key("train.patience", Values.countOrEmpty(), OptionalInt.empty());

  /** Directory of checkpoints, from which a run can be resumed; empty for none. */
  public static final Key<String> CHECKPOINT =
      ALL.key("train.checkpoint", Values.text(), "", FREE_TO_CHANGE);

  /** Epochs or iterations between checkpoints, or seconds, as in {@code 30s}. */
  public static final Key<CheckpointInterval> CHECKPOINT_EVERY =
      ALL.key(
          "train.checkpoint-every",
          Values.checkpointInterval(),
          new CheckpointInterval(10, false),
          FREE_TO_CHANGE);

  /** Every key, in the order in which settings are listed. */
  public static final List<Key<?>> KEYS = ALL.all();

  private static final Settings ORIGINAL = new Settings(Map.of(), false);
  private static final Settings DEFAULTS = new Settings(Map.of(), true);

  /** Holds only explicit values; the defaults are in the keys. */
  private final Map<Key<?>, Object> given;

  private final boolean toOptimum;

  private Settings(Map<Key<?>, Object> given, boolean toOptimum) {
    this.given = given;
    this.toOptimum = toOptimum;
  }

  /** Returns the settings of the original program: steps of one row, without a penalty. */
  public static Settings original() {
    return ORIGINAL;
  }

  /**
   * Returns the settings to train on your own rows: standardized features, a penalty of 1/rows, as
   * scikit-learn's {@code C=1}, and to the optimum.
   */
  public static Settings defaults() {
    return DEFAULTS;
  }

  /** Returns the settings that a model was trained with, as {@code model.json} has them. */
  public static Settings ofModel(Map<String, String> recorded) {
    return defaults().under(new Layer("model.json", recorded));
  }

  /**
   * Returns the given layers, of which later ones override earlier ones, over {@link #defaults}
   * where {@code data.source} is a table, and over {@link #original} where it is not.
   *
   * @throws SettingsException if a name is unknown or a value not allowed; the message says where
   */
  public static Settings layered(List<Layer> layers) {
    Settings settings = ORIGINAL;
    for (Layer layer : layers) {
      settings = settings.under(layer);
    }
    return settings.isTable() ? new Settings(settings.given, true) : settings;
  }

  /** Returns these settings overridden by the layer's values; errors as in {@link #layered}. */
  public Settings under(Layer layer) {
    return layer.over(this);
  }

  /**
   * Returns the value of a key: the explicit one, else that of {@link #defaults} or {@link
   * #original}, from which these were made.
   */
  public <T> T get(Key<T> key) {
    @SuppressWarnings("unchecked") // values enter through with(Key<T>, T) only
    T value = (T) given.getOrDefault(key, defaultOf(key));
    return value;
  }

  /** Returns the default of a key in these settings. */
  <T> T defaultOf(Key<T> key) {
    return toOptimum && key != SOURCE ? key.tableDefault() : key.defaultValue();
  }

  /** Whether features that are given as arrays are to be standardized, as those of tables are. */
  public boolean standardizesArrays() {
    return toOptimum && get(STANDARDIZE);
  }

  /** Whether the key has an explicit value, even if that equals the default. */
  public boolean isGiven(Key<?> key) {
    return given.containsKey(key);
  }

  /** Whether the rows come from a table, that is from anywhere but the synthetic source. */
  public boolean isTable() {
    return !get(SOURCE).equals(SYNTHETIC);
  }

  /**
   * Returns a copy with one value changed.
   *
   * @throws IllegalArgumentException if the value is out of range
   */
  public <T> Settings with(Key<T> key, T value) {
    Map<Key<?>, Object> changed = new LinkedHashMap<>(given);
    changed.put(key, key.check(value));
    return new Settings(Collections.unmodifiableMap(changed), toOptimum);
  }

  /** As {@link #with(Key, Object)}, for a key whose value may be empty. */
  public Settings with(Key<OptionalDouble> key, double value) {
    return with(key, OptionalDouble.of(value));
  }

  /** As {@link #with(Key, Object)}, for a key whose value may be empty. */
  public Settings with(Key<OptionalInt> key, int value) {
    return with(key, OptionalInt.of(value));
  }

  /** As {@link #with(Key, Object)}, for all columns. */
  public Settings with(Key<MissingValues> key, Missing value) {
    return with(key, MissingValues.of(value));
  }

  /** Returns these settings without those that describe a table or synthetic rows. */
  public Settings forArrays() {
    Map<Key<?>, Object> kept = new LinkedHashMap<>(given);
    kept.keySet().removeIf(key -> key == SOURCE || !key.countsForArrays());
    return new Settings(Collections.unmodifiableMap(kept), toOptimum);
  }

  /**
   * Returns the name and printed value of every key that applies to this source, in the order of
   * {@link #KEYS}, without passwords of addresses.
   */
  public Map<String, String> toMap() {
    Map<String, String> map = new LinkedHashMap<>();
    KEYS.stream()
        .filter(key -> key.countsFor(isTable()))
        .forEach(key -> map.put(key.name(), printed(key)));
    return map;
  }

  private <T> String printed(Key<T> key) {
    return key.print(get(key));
  }

  /** The keys whose values are not the defaults, after the name of these. No password is in it. */
  @Override
  public String toString() {
    String changed =
        KEYS.stream()
            .filter(key -> !get(key).equals(defaultOf(key)))
            .map(key -> ", " + key.name() + "=" + printed(key))
            .collect(Collectors.joining());
    return "Settings[" + (toOptimum ? "defaults" : "original") + changed + "]";
  }

  /** Whether the same values were given over the same defaults. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Settings settings
        && toOptimum == settings.toOptimum
        && given.equals(settings.given);
  }

  @Override
  public int hashCode() {
    return Objects.hash(toOptimum, given);
  }
}
