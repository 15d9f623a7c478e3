package dev.logistic.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.dataset.Batch;

/** Copies the contents of batches in order. The arrays belong to the given manager. */
final class BatchArrays {

  private final NDManager manager;
  private final NDList features = new NDList();
  private final NDList labels = new NDList();

  BatchArrays(NDManager manager) {
    this.manager = manager;
  }

  /** Copies a batch's rows, which must be shaped like those before. */
  void add(Batch batch) {
    NDArray rows = only(batch.getData(), "features");
    NDArray rowLabels = only(batch.getLabels(), "labels");
    requireFeatures(rows.getShape(), rows.getDataType());
    requireLabels(rowLabels.getShape(), rows.getShape().get(0));
    features.add(copy(rows));
    labels.add(copy(rowLabels).reshape(-1, 1));
  }

  private NDArray copy(NDArray array) {
    NDArray copy = array.toDevice(manager.getDevice(), true);
    copy.attach(manager);
    return copy;
  }

  private NDArray only(NDList list, String what) {
    if (list.size() != 1) {
      throw new IllegalArgumentException(
          "batch %d must hold one array of %s, were %d"
              .formatted(features.size(), what, list.size()));
    }
    return list.get(0);
  }

  private void requireFeatures(Shape shape, DataType type) {
    if (shape.dimension() != 2) {
      throw new IllegalArgumentException(
          "batch %d: features must have shape (rows, columns), was %s"
              .formatted(features.size(), shape));
    }
    if (features.isEmpty()) {
      return;
    }
    NDArray first = features.get(0);
    long columns = first.getShape().get(1);
    if (shape.get(1) != columns || type != first.getDataType()) {
      throw new IllegalArgumentException(
          "batch %d: features must have shape (rows, %d) and type %s as those before, was %s and %s"
              .formatted(features.size(), columns, first.getDataType(), shape, type));
    }
  }

  private void requireLabels(Shape shape, long rows) {
    if (!shape.equals(new Shape(rows)) && !shape.equals(new Shape(rows, 1))) {
      throw new IllegalArgumentException(
          "batch %d: labels must have shape (%d) or (%d, 1), was %s"
              .formatted(features.size(), rows, rows, shape));
    }
  }

  /**
   * Shape (rows, columns).
   *
   * @param lastTwice whether the last row is a surplus one
   */
  NDArray features(boolean lastTwice) {
    return all(features, lastTwice);
  }

  /** Shape (rows, 1). */
  NDArray labels(boolean lastTwice) {
    return all(labels, lastTwice);
  }

  private static NDArray all(NDList parts, boolean lastTwice) {
    if (parts.isEmpty()) {
      throw new IllegalArgumentException("the data set must have at least one row, has none");
    }
    NDArray all = parts.size() == 1 ? parts.get(0) : NDArrays.concat(parts);
    return lastTwice ? all.get(":-1") : all;
  }
}
