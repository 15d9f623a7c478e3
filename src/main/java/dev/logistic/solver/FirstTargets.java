package dev.logistic.solver;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import dev.logistic.data.Targets;

/** The targets of the first rows of others; arrays belong to the caller's scope. */
record FirstTargets(Targets all, long size) implements Targets {

  @Override
  public NDManager manager() {
    return all.manager();
  }

  @Override
  public NDArray signs() {
    return first(all.signs());
  }

  @Override
  public NDArray indicators() {
    return first(all.indicators());
  }

  @Override
  public boolean isWeighted() {
    return all.isWeighted();
  }

  @Override
  public NDArray weights() {
    return first(all.weights());
  }

  @Override
  public boolean hasOffsets() {
    return all.hasOffsets();
  }

  @Override
  public NDArray offsets() {
    return first(all.offsets());
  }

  private NDArray first(NDArray values) {
    return values.get(NDIndex.sliceAxis(0, 0, size));
  }
}
