package dev.logistic.model;

import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import dev.logistic.data.Scaling;
import dev.logistic.engine.PyTorch;
import dev.logistic.files.ParamsFile;
import dev.logistic.schema.ModelCard;
import dev.logistic.schema.Standardization;
import java.io.DataInputStream;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The model as a DJL block: maps features of shape (rows, columns), float32 or float64, on the
 * scale of the input columns, to logits {@code x w + b} of shape (rows, outputs), standardizing the
 * features if the model does. Its parameters are named {@code weight}, of shape (columns, outputs),
 * and {@code bias}, of shape (1, outputs). Two classes have one output, more have one output per
 * class. Several threads may predict with it.
 *
 * <p>Two arrays as input are rows given by their values other than 0: the places of their features,
 * int64, and the values, float64, both of shape (rows, most values of a row), shorter rows ending
 * with values of 0.
 *
 * <p>For use within this project, and by DJL.
 */
public final class LogisticBlock extends AbstractBlock {

  private static final NDIndex EVERYTHING = new NDIndex(":");

  private final int outputs;
  private final Parameter weight;
  private final Parameter bias;
  private final Optional<Scaling> scaling;
  private final SparseLogits sparseLogits;
  private @Nullable ModelCard card;
  private @Nullable Checked checked;

  /**
   * A block without values yet; the number of columns is set with them or by its input.
   *
   * @param standardization what it does to features first
   * @param outputs 1 for two classes, and the number of classes for more
   */
  public LogisticBlock(Optional<Standardization> standardization, int outputs) {
    super(ParamsFile.BLOCK_VERSION);
    this.outputs = outputs;
    scaling = standardization.map(Scaling::new);
    sparseLogits = new SparseLogits(standardization);
    weight = addParameter(parameter("weight", Parameter.Type.WEIGHT));
    bias = addParameter(parameter("bias", Parameter.Type.BIAS));
  }

  /**
   * A block that is to load the parameters of a model directory into DJL's model.
   *
   * @param params the parameters, checked against the card
   */
  LogisticBlock(ModelCard card, ParamsHeader params, Model model) {
    this(card.schema().standardization(), card.outputs());
    this.card = card;
    this.checked = new Checked(params, model);
  }

  /** What the first load reads in place of the file. */
  private record Checked(ParamsHeader params, Model model) {}

  /** The card of the model directory that the block was created for; empty if there is none. */
  public Optional<ModelCard> card() {
    return Optional.ofNullable(card);
  }

  /**
   * Loads the parameters that were checked with the card, if the block was created for those: the
   * stream belongs to a file that DJL opened later, when the directory may have been replaced.
   */
  @Override
  public void loadParameters(NDManager manager, DataInputStream is)
      throws IOException, MalformedModelException {
    Checked known = checked;
    if (known == null) {
      super.loadParameters(manager, is);
      return;
    }
    checked = null; // read once, then released
    super.loadParameters(manager, known.params().rest());
    known.model().setDataType(known.params().type());
    PairList<String, Shape> inputs = known.model().describeInput(); // as the stream has them
    inputs.clear();
    inputs.addAll(known.params().inputs());
  }

  /**
   * A block of zeros that does not standardize, for features that are standardized already.
   *
   * @param manager that owns the values
   */
  public static LogisticBlock zeros(NDManager manager, long columns, int outputs, DataType type) {
    LogisticBlock block = new LogisticBlock(Optional.empty(), outputs);
    block.setValues(
        manager.zeros(new Shape(columns, outputs), type),
        manager.zeros(new Shape(1, outputs), type));
    return block;
  }

  private static Parameter parameter(String name, Parameter.Type type) {
    return Parameter.builder().setName(name).setType(type).build();
  }

  @Override
  protected void prepare(Shape[] inputShapes) {
    weight.setShape(new Shape(inputShapes[0].get(1), outputs));
    bias.setShape(new Shape(1, outputs));
  }

  /** Uses values of the shapes above, without copying them. */
  void setValues(NDArray weights, NDArray intercept) {
    weight.setArray(weights);
    bias.setArray(intercept);
    initialize(
        weights.getManager(), weights.getDataType(), new Shape(1, weights.getShape().get(0)));
    freezeParameters(true);
  }

  /**
   * Copies the values of parameters of the same shape and type into this block's own.
   *
   * @param parameters only read
   */
  public void setTo(Parameters parameters) {
    copy(parameters.weights(), weight());
    copy(parameters.bias(), bias());
  }

  private static void copy(NDArray from, NDArray to) {
    try (NDArray values = from.stopGradient()) {
      to.set(EVERYTHING, values); // copyTo would allocate new memory for the array
    }
  }

  /**
   * Returns a model with a copy of the current values.
   *
   * @throws IllegalArgumentException if they do not have the shapes of the card
   */
  public LogisticModel toModel(ModelCard card) {
    requireShape(weight(), new Shape(card.schema().width(), card.outputs()));
    requireShape(bias(), new Shape(1, card.outputs()));
    NDManager manager = PyTorch.engine().newBaseManager(weight().getDevice());
    ModelArrays arrays =
        new ModelArrays(manager, detached(weight(), manager), detached(bias(), manager));
    return new LogisticModel(arrays, card);
  }

  private static void requireShape(NDArray array, Shape shape) {
    if (!array.getShape().equals(shape)) {
      throw new IllegalArgumentException(
          "%s must have shape %s as model.json says, was %s"
              .formatted(array.getName(), shape, array.getShape()));
    }
  }

  private static NDArray detached(NDArray array, NDManager owner) {
    try (NDArray withoutGradient = array.stopGradient()) {
      NDArray copy = withoutGradient.duplicate();
      copy.attach(owner);
      return copy;
    }
  }

  NDArray weight() {
    return weight.getArray();
  }

  NDArray bias() {
    return bias.getArray();
  }

  @Override
  protected NDList forwardInternal(
      ParameterStore parameterStore,
      NDList inputs,
      boolean training,
      @Nullable PairList<String, Object> params) {
    if (inputs.size() == 2 && !training) {
      NDArray weights = parameterStore.getValue(weight, inputs.get(1).getDevice(), false);
      NDArray intercept = parameterStore.getValue(bias, inputs.get(1).getDevice(), false);
      NDArray logits = sparseLogits.of(inputs, weights, intercept);
      requireNumbers(logits);
      return new NDList(logits);
    }
    NDArray features = inputs.singletonOrThrow();
    requireFeatures(features.getShape(), features.getDataType());
    NDArray weights = parameterStore.getValue(weight, features.getDevice(), training);
    NDArray intercept = parameterStore.getValue(bias, features.getDevice(), training);
    NDArray input = scaling.map(known -> known.apply(features)).orElse(features);
    NDArray rounded = input.toType(weights.getDataType(), false); // float64 may come in
    try (NDArray product = rounded.matMul(weights)) {
      NDArray logits = product.add(intercept);
      if (!training) {
        requireNumbers(logits);
      }
      return new NDList(logits);
    } finally { // they would stay with the caller's manager
      if (scaling.isPresent()) {
        input.close();
      }
      if (features.getDataType() != weights.getDataType()) {
        rounded.close();
      }
    }
  }

  /** A NaN or infinite feature would result in a meaningless probability. */
  private static void requireNumbers(NDArray logits) {
    try (NDManager scratch = logits.getManager().newSubManager()) {
      NDArray differences = logits.sub(logits); // 0, or NaN where it is not finite
      differences.attach(scratch);
      NDArray bad = differences.neq(0);
      bad.attach(scratch);
      NDArray any = bad.any();
      any.attach(scratch);
      if (any.getBoolean()) {
        long place = bad.toType(DataType.INT32, false).flatten().argMax().getLong();
        logits.close();
        throw new IllegalArgumentException(
            "features must be finite numbers that the model's type can hold, but row %d has no logit"
                .formatted(place / bad.getShape().get(1)));
      }
    }
  }

  /** DJL's own translator for arrays checks nothing, and the engine's messages name no features. */
  private void requireFeatures(Shape shape, DataType type) {
    long columns = weight.getShape().get(0);
    if (shape.dimension() != 2 || shape.get(1) != columns) {
      throw new IllegalArgumentException(
          "features must have shape (rows, %d), was %s".formatted(columns, shape));
    }
    if (type != DataType.FLOAT32 && type != DataType.FLOAT64) {
      throw new IllegalArgumentException("features must be float32 or float64, was " + type);
    }
  }

  /** DJL's own leaves a loaded block without names of its inputs, and then cannot save it. */
  @Override
  public void loadMetadata(byte loadVersion, DataInputStream is)
      throws IOException, MalformedModelException {
    super.loadMetadata(loadVersion, is);
    beforeInitialize(inputShapes);
  }

  @Override
  public Shape[] getOutputShapes(Shape[] inputShapes) {
    return new Shape[] {new Shape(inputShapes[0].get(0), outputs)};
  }
}
