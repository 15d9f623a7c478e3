package dev.logistic.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import dev.logistic.data.Standardization;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The model as DJL holds it: features of shape (rows, columns), float32 or float64, on the scale of
 * the input columns, go in, are standardized where the model wants that, and logits {@code x w + b}
 * of shape (rows, outputs) come out. Its parameters are named {@code weight}, of shape (columns,
 * outputs), and {@code bias}, of shape (1, outputs). Two classes have one output, more have one
 * each.
 */
public final class LogisticBlock extends AbstractBlock {

  private static final byte VERSION = 1;

  private final int outputs;
  private final Parameter weight;
  private final Parameter bias;
  private final Optional<Scaling> scaling;

  /**
   * A block without values yet; it learns the number of columns with them or from its input.
   *
   * @param standardization what it does to features first
   * @param outputs 1 for two classes, and the number of classes for more
   */
  public LogisticBlock(Optional<Standardization> standardization, int outputs) {
    super(VERSION);
    this.outputs = outputs;
    scaling = standardization.map(Scaling::new);
    weight = addParameter(parameter("weight", Parameter.Type.WEIGHT));
    bias = addParameter(parameter("bias", Parameter.Type.BIAS));
  }

  private static Parameter parameter(String name, Parameter.Type type) {
    return Parameter.builder().setName(name).setType(type).build();
  }

  @Override
  protected void prepare(Shape[] inputShapes) {
    weight.setShape(new Shape(inputShapes[0].get(1), outputs));
    bias.setShape(new Shape(1, outputs));
  }

  /** Takes values, which must have the shapes above; they stay where they are. */
  void setValues(NDArray weights, NDArray intercept) {
    weight.setArray(weights);
    bias.setArray(intercept);
    initialize(
        weights.getManager(), weights.getDataType(), new Shape(1, weights.getShape().get(0)));
    freezeParameters(true);
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
    NDArray features = inputs.singletonOrThrow();
    NDArray weights = parameterStore.getValue(weight, features.getDevice(), training);
    NDArray intercept = parameterStore.getValue(bias, features.getDevice(), training);
    NDArray input = scaling.map(known -> known.apply(features)).orElse(features);
    NDArray rounded = input.toType(weights.getDataType(), false); // float64 may come in
    return new NDList(rounded.matMul(weights).add(intercept));
  }

  @Override
  public Shape[] getOutputShapes(Shape[] inputShapes) {
    return new Shape[] {new Shape(inputShapes[0].get(0), outputs)};
  }
}
