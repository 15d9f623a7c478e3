package dev.logistic.data;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.logistic.engine.PyTorch;
import dev.logistic.engine.RandomDraws;
import java.util.List;

/**
 * The original program's data: standard normal features, labels from a line through the origin, and
 * the weights that the original starts from, which come from the same stream of random numbers.
 *
 * <p>Drawn on the CPU in float32 and then moved and widened, so that a seed means the same rows on
 * every device and at every precision. Owns its arrays. Safe to read from several threads.
 */
public final class SyntheticData implements AutoCloseable {

  private final NDManager manager;
  private final LabelledData rows;
  private final NDArray initialWeights;

  private SyntheticData(NDManager manager, LabelledData rows, NDArray initialWeights) {
    this.manager = manager;
    this.rows = rows;
    this.initialWeights = initialWeights;
  }

  /**
   * Draws, in this order and as PyTorch does after {@code torch.manual_seed(seed)}: features of
   * shape (samples, coefficients), then weights of shape (coefficients, 1). A row's label is 1
   * where {@code sum(coefficient * feature) > 0}, summed from the first column on.
   *
   * @param samples at least 1
   * @param coefficients at least one; their number is that of the columns
   * @param type float32 or float64
   */
  public static SyntheticData draw(
      long seed, int samples, List<Double> coefficients, DataType type, Device device) {
    int columns = coefficients.size();
    NDManager manager = PyTorch.engine().newBaseManager(device);
    try (NDManager cpu = PyTorch.engine().newBaseManager(Device.cpu())) {
      record Draws(NDArray features, NDArray weights) {}
      Draws drawn =
          RandomDraws.seeded(
              seed,
              () ->
                  new Draws(
                      cpu.randomNormal(new Shape(samples, columns)),
                      cpu.randomNormal(new Shape(columns, 1))));
      NDArray labels = labels(drawn.features(), coefficients);
      NDArray features = moved(drawn.features(), type, manager);
      return new SyntheticData(
          manager,
          LabelledData.of(features, moved(labels, type, manager)),
          moved(drawn.weights(), type, manager));
    } catch (RuntimeException e) {
      manager.close();
      throw e;
    }
  }

  private static NDArray labels(NDArray features, List<Double> coefficients) {
    NDArray sum = features.get(":, 0").mul(coefficients.get(0));
    for (int column = 1; column < coefficients.size(); column++) {
      try (NDArray values = features.get(":, {}", column);
          NDArray term = values.mul(coefficients.get(column))) {
        sum.addi(term);
      }
    }
    return sum.gt(0);
  }

  private static NDArray moved(NDArray array, DataType type, NDManager manager) {
    NDArray moved = array.toType(type, false).toDevice(manager.getDevice(), false);
    moved.attach(manager);
    NDScope.unregister(moved); // a caller's scope does not end it
    return moved;
  }

  /** Features and labels; valid until this is closed. */
  public LabelledData rows() {
    return rows;
  }

  /** Shape (columns, 1); valid until this is closed. */
  public NDArray initialWeights() {
    return initialWeights;
  }

  /** Frees all arrays. */
  @Override
  public void close() {
    manager.close();
  }
}
