package dev.logistic.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The effective settings of a run: one checked value for every key. Starts from the {@linkplain
 * #original() original program's} values; {@link #with} gives a copy with one value changed, and
 * {@link #layered} reads files, system properties and options on top of each other.
 */
public final class Settings {

  /** The {@link #SOURCE} of the original program. */
  public static final String SYNTHETIC = "synthetic";

  /** Where to compute: {@code auto}, {@code cpu}, {@code gpu} or {@code gpu:N}. */
  public static final Key<String> DEVICE =
      Key.text(
          "engine.device",
          "cpu",
          "auto, cpu, gpu or gpu:N",
          Pattern.compile("auto|cpu|gpu(:\\d{1,4})?"));

  /** Seed of every random draw; any long, read by PyTorch as an unsigned 64-bit number. */
  public static final Key<Long> SEED = Key.wholeNumber("engine.seed", 123);

  /** Floating-point type of data, parameters and arithmetic. */
  public static final Key<Precision> PRECISION =
      Key.choice("engine.precision", Precision.class, Precision.FLOAT32);

  /** Threads inside one native operation; empty leaves the choice to the engine. */
  public static final Key<OptionalInt> THREADS = Key.positiveIntegerOrEmpty("engine.threads");

  /** Where rows come from. */
  public static final Key<String> SOURCE = Key.address("data.source", SYNTHETIC);

  /** What to ask of a database, or of files, which are then the view {@code data}. */
  public static final Key<String> QUERY = Key.text("data.query");

  /** The column of a table that is to be predicted. */
  public static final Key<String> LABEL = Key.text("data.label");

  /** The class whose probability is predicted; empty for the greater in natural order. */
  public static final Key<String> POSITIVE = Key.text("data.positive");

  /**
   * The column of a table that says how much each row counts, in training and in the validation
   * loss; it is not a feature, and judging and predicting do not look at it. Empty where all rows
   * count alike.
   */
  public static final Key<String> WEIGHT = Key.text("data.weight");

  /**
   * Columns to learn from, or levels of text columns, each as {@code column=level}, that alone get
   * an indicator; empty for all columns but the label and the weight.
   */
  public static final Key<List<String>> FEATURES = Key.texts("data.features");

  /**
   * Columns to leave out, or levels of text columns, each as {@code column=level}, that read as the
   * reference level.
   */
  public static final Key<List<String>> EXCLUDE = Key.texts("data.exclude");

  /** Features whose values are levels even where they are numbers, as codes are. */
  public static final Key<List<String>> CATEGORICAL = Key.texts("data.categorical");

  /**
   * Levels that the other levels of their columns are compared with, each as {@code column:level};
   * by default it is the first level.
   */
  public static final Key<List<String>> REFERENCE = Key.texts("data.reference");

  /** What to do about missing values in features. */
  public static final Key<Missing> MISSING =
      Key.choice("data.missing", Missing.class, Missing.ERROR);

  /** Texts that mean a missing value; an empty text and NULL always do. */
  public static final Key<List<String>> NA = Key.texts("data.na");

  /** Texts that are a value although they look like a missing one, such as NA or ?. */
  public static final Key<List<String>> NOT_MISSING = Key.texts("data.not-missing");

  /** Most levels that a text column may have. */
  public static final Key<Integer> MAX_LEVELS = Key.positiveInteger("data.max-levels", 100);

  /**
   * Whether a table's features are brought to mean 0 and standard deviation 1, both over the
   * training rows as they are, whatever these weigh.
   */
  public static final Key<Boolean> STANDARDIZE = Key.flag("data.standardize", true);

  /** Share of a table's rows that is held out for validation. */
  public static final Key<Double> VALIDATION = Key.share("data.validation", 0, 0.9);

  /** Rows that the synthetic source draws. */
  public static final Key<Integer> SAMPLES = Key.positiveInteger("data.samples", 1000);

  /** A synthetic row is positive where the sum of coefficient times feature is above 0. */
  public static final Key<List<Double>> COEFFICIENTS =
      Key.numbers("data.coefficients", List.of(0.5, -1.5));

  /** The rule that turns gradients into steps. */
  public static final Key<Solver> SOLVER =
      Key.choice("train.solver", Solver.class, Solver.SGD).forTables(Solver.LBFGS);

  /** Most passes over the rows; iterations of a deterministic solver. */
  public static final Key<Integer> EPOCHS = Key.positiveInteger("train.epochs", 100).forTables(200);

  /** Rows a step; the loss is their mean. The last batch of an epoch may be smaller. */
  public static final Key<Integer> BATCH_SIZE =
      Key.positiveInteger("train.batch-size", 1).forTables(32);

  /** Step length: parameters move by this times the negative gradient. */
  public static final Key<Double> LEARNING_RATE =
      Key.positiveNumber("train.learning-rate", 0.001).forTables(0.01);

  /** How the learning rate changes from epoch to epoch. */
  public static final Key<RateSchedule> SCHEDULE =
      Key.choice("train.schedule", RateSchedule.class, RateSchedule.FIXED);

  /** Epochs after each of which the schedule {@code step} multiplies the learning rate. */
  public static final Key<Integer> SCHEDULE_STEP = Key.positiveInteger("train.schedule-step", 30);

  /** By what the schedule {@code step} multiplies the learning rate. */
  public static final Key<Double> SCHEDULE_FACTOR =
      Key.positiveNumber("train.schedule-factor", 0.1);

  /** The epoch, counted from 1, in which the schedule {@code warm-up} reaches the learning rate. */
  public static final Key<Integer> WARM_UP = Key.positiveInteger("train.warm-up", 5);

  /** Part of the last direction that {@code sgd} keeps; 0 for none. */
  public static final Key<Double> MOMENTUM = Key.numberFromZeroToBelowOne("train.momentum", 0);

  /** Part of a gradient that does not enter the direction of {@code sgd} with momentum. */
  public static final Key<Double> DAMPENING = Key.share("train.dampening", 0, 1);

  /** Whether {@code sgd} takes momentum in Nesterov's form. */
  public static final Key<Boolean> NESTEROV = Key.flag("train.nesterov", false);

  /** Part of its mean of gradients that {@code adam} keeps in a step. */
  public static final Key<Double> BETA1 = Key.numberFromZeroToBelowOne("train.beta1", 0.9);

  /** Part of its mean of squared gradients that {@code adam} keeps in a step. */
  public static final Key<Double> BETA2 = Key.numberFromZeroToBelowOne("train.beta2", 0.999);

  /** What {@code adam} adds to the root of the mean of squares that it divides by. */
  public static final Key<Double> EPSILON = Key.positiveNumber("train.epsilon", 1e-8);

  /**
   * Weight decay as in {@code torch.optim}, without the bias: this times the weights is added to
   * the gradient, but {@code adamw} makes them smaller by this times the learning rate. Empty for
   * 0.01 with {@code adamw} and none else.
   */
  public static final Key<OptionalDouble> WEIGHT_DECAY =
      Key.numberFromZeroOrEmpty("train.weight-decay", OptionalDouble.empty());

  /** Gradients longer than this are shortened to it; empty or 0 for none. */
  public static final Key<OptionalDouble> CLIP_NORM =
      Key.numberFromZeroOrEmpty("train.clip-norm", OptionalDouble.empty());

  /** Whether each epoch visits the rows in a new random order. */
  public static final Key<Boolean> SHUFFLE = Key.flag("train.shuffle", false).forTables(true);

  /** From what autograd computes the cross-entropy. */
  public static final Key<LossForm> LOSS =
      Key.choice("train.loss", LossForm.class, LossForm.PROBABILITY).forTables(LossForm.LOGITS);

  /** How gradients are computed. */
  public static final Key<GradientForm> GRADIENT =
      Key.choice("train.gradient", GradientForm.class, GradientForm.AUTOGRAD)
          .forTables(GradientForm.CLOSED_FORM);

  /** Which loss stands for an epoch. */
  public static final Key<EpochLoss> EPOCH_LOSS =
      Key.choice("train.epoch-loss", EpochLoss.class, EpochLoss.LAST).forTables(EpochLoss.MEAN);

  /** This times the sum of the weights' sizes, without the bias, is added to the mean loss. */
  public static final Key<Double> L1 = Key.numberFromZero("train.l1", 0);

  /**
   * Half of this times the squared length of the weights, without the bias, is added to the mean
   * loss. Empty for 1/rows with a table, or where rows are weighted for 1 by the sum of their
   * weights, those of classes included, which is scikit-learn's {@code C=1}; and 0 without a table.
   */
  public static final Key<OptionalDouble> L2 =
      Key.numberFromZeroOrEmpty("train.l2", OptionalDouble.of(0)).forTables(OptionalDouble.empty());

  /** How much the rows of each class count; multiplies what the rows weigh themselves. */
  public static final Key<ClassWeight> CLASS_WEIGHT = Key.classWeight("train.class-weight");

  /**
   * At convergence of a deterministic solver no component of the gradient, with {@link #L1} of the
   * shortest subgradient, is larger than this; the optimality gap has to be small in addition.
   * Empty for 1e-5 in float32 and 1e-8 in float64, which are required only where the gap is not.
   */
  public static final Key<OptionalDouble> TOLERANCE =
      Key.numberFromZeroOrEmpty("train.tolerance", OptionalDouble.empty());

  /**
   * Training stops after so many epochs, or iterations, in a row that brought no better loss on the
   * rows held out, and takes the best parameters. Empty to go on.
   */
  public static final Key<OptionalInt> PATIENCE = Key.positiveIntegerOrEmpty("train.patience");

  /** The directory of the run's checkpoints; empty for none. */
  public static final Key<String> CHECKPOINT = Key.text("train.checkpoint");

  /** How often a checkpoint is written. */
  public static final Key<CheckpointInterval> CHECKPOINT_EVERY =
      Key.checkpointInterval("train.checkpoint-every", new CheckpointInterval(10, false));

  /** Every key, in the order in which settings are listed. */
  public static final List<Key<?>> KEYS =
      List.of(
          DEVICE,
          SEED,
          PRECISION,
          THREADS,
          SOURCE,
          QUERY,
          LABEL,
          POSITIVE,
          WEIGHT,
          FEATURES,
          EXCLUDE,
          CATEGORICAL,
          REFERENCE,
          MISSING,
          NA,
          NOT_MISSING,
          MAX_LEVELS,
          STANDARDIZE,
          VALIDATION,
          SAMPLES,
          COEFFICIENTS,
          SOLVER,
          EPOCHS,
          BATCH_SIZE,
          LEARNING_RATE,
          SCHEDULE,
          SCHEDULE_STEP,
          SCHEDULE_FACTOR,
          WARM_UP,
          MOMENTUM,
          DAMPENING,
          NESTEROV,
          BETA1,
          BETA2,
          EPSILON,
          WEIGHT_DECAY,
          CLIP_NORM,
          SHUFFLE,
          LOSS,
          GRADIENT,
          EPOCH_LOSS,
          L1,
          L2,
          CLASS_WEIGHT,
          TOLERANCE,
          PATIENCE,
          CHECKPOINT,
          CHECKPOINT_EVERY);

  private static final Set<Key<?>> SYNTHETIC_ONLY = Set.of(SAMPLES, COEFFICIENTS);

  private static final Set<Key<?>> TABLE_ONLY =
      Set.of(
          QUERY,
          LABEL,
          POSITIVE,
          WEIGHT,
          FEATURES,
          EXCLUDE,
          CATEGORICAL,
          REFERENCE,
          MISSING,
          NA,
          NOT_MISSING,
          MAX_LEVELS,
          STANDARDIZE,
          VALIDATION);

  /** Values of {@link #PRECISION}. */
  public enum Precision {
    /** 24 bits of significand, as the original program. */
    FLOAT32,
    /** 53 bits of significand. */
    FLOAT64
  }

  /** Values of {@link #MISSING}. */
  public enum Missing {
    /** Refuse them, saying where they are. */
    ERROR,
    /** Take the training rows' mean for a number, and the most frequent level for a text. */
    MEAN,
    /** Leave out the rows that have any, before anything is learned. */
    DROP
  }

  /** Values of {@link #SCHEDULE}. */
  public enum RateSchedule {
    /** The learning rate in every epoch. */
    FIXED,
    /** Multiplied by a factor after every so many epochs. */
    STEP,
    /** Half a cosine that would reach 0 after the last epoch. */
    COSINE,
    /** In equal steps up to the learning rate, which stays from then on. */
    WARM_UP
  }

  /** Values of {@link #LOSS}. */
  public enum LossForm {
    /** From the sigmoid's value, as the original: infinite once a wrong prediction saturates. */
    PROBABILITY,
    /** From the logit, finite as long as the logit is. */
    LOGITS
  }

  /** Values of {@link #GRADIENT}. */
  public enum GradientForm {
    /** PyTorch's automatic differentiation. */
    AUTOGRAD,
    /** The formula, from logits; several times faster, agrees with autograd to rounding. */
    CLOSED_FORM
  }

  /** Values of {@link #EPOCH_LOSS}. */
  public enum EpochLoss {
    /** The loss of the epoch's last step, as the original prints. */
    LAST,
    /** The mean over the epoch's rows, each at the parameters of its step. */
    MEAN
  }

  private static final Settings ORIGINAL = new Settings(Map.of());

  /** Holds only what is given; the defaults live in the keys. */
  private final Map<Key<?>, Object> given;

  private Settings(Map<Key<?>, Object> given) {
    this.given = given;
  }

  /** The settings of the original program, which are the defaults. */
  public static Settings original() {
    return ORIGINAL;
  }

  /**
   * The defaults under the given layers, later ones over earlier ones.
   *
   * @throws SettingsException if a name is unknown or a value not allowed; the message says where
   */
  public static Settings layered(List<Layer> layers) {
    Settings settings = ORIGINAL;
    for (Layer layer : layers) {
      settings = settings.under(layer);
    }
    return settings;
  }

  /** These settings with the layer's values over them; errors as in {@link #layered}. */
  public Settings under(Layer layer) {
    Settings settings = this;
    for (Map.Entry<String, String> entry : layer.values().entrySet()) {
      Key<?> key = KeyNames.find(entry.getKey(), layer.origin());
      try {
        settings = settings.parsed(key, entry.getValue());
      } catch (IllegalArgumentException e) {
        throw new SettingsException(e.getMessage() + " (" + layer.origin() + ")", e);
      }
    }
    return settings;
  }

  /** The value of a key: what is given, else the default, which can depend on the source. */
  public <T> T get(Key<T> key) {
    T otherwise = key == SOURCE || !isTable() ? key.defaultValue() : key.tableDefault();
    @SuppressWarnings("unchecked") // values enter through with(Key<T>, T) only
    T value = (T) given.getOrDefault(key, otherwise);
    return value;
  }

  /** Whether a value is given for the key, be it the default. */
  public boolean isGiven(Key<?> key) {
    return given.containsKey(key);
  }

  /** Whether the rows come from a table, that is from anywhere but the synthetic source. */
  public boolean isTable() {
    return !get(SOURCE).equals(SYNTHETIC);
  }

  /**
   * A copy with one value changed.
   *
   * @throws IllegalArgumentException if the value is out of range
   */
  public <T> Settings with(Key<T> key, T value) {
    Map<Key<?>, Object> changed = new LinkedHashMap<>(given);
    changed.put(key, key.check(value));
    return new Settings(Collections.unmodifiableMap(changed));
  }

  /**
   * The name of every key that counts with this source, with its value as text, in the order of
   * {@link #KEYS}. No password of an address is in it.
   */
  public Map<String, String> toMap() {
    Set<Key<?>> idle = isTable() ? SYNTHETIC_ONLY : TABLE_ONLY;
    Map<String, String> map = new LinkedHashMap<>();
    KEYS.stream()
        .filter(key -> !idle.contains(key))
        .forEach(key -> map.put(key.name(), printed(key)));
    return map;
  }

  private <T> Settings parsed(Key<T> key, String text) {
    return with(key, key.parse(text));
  }

  private <T> String printed(Key<T> key) {
    return key.print(get(key));
  }

  @Override
  public String toString() {
    return toMap().toString();
  }
}
