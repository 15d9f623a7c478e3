package dev.logistic.spark;

import java.io.Serializable;

/**
 * The value of a broadcast variable that every task of a fit has. When Spark removes the variable
 * from an executor, as when the fit destroys it, Spark's memory store closes the value (Spark 4.0,
 * MemoryStore.freeMemoryEntry), which frees the executor's blocks of the fit, unless Spark has only
 * moved the value to disk to free memory. A plain class, which Kryo can read.
 */
final class FitHandle implements Serializable, AutoCloseable {

  private static final long serialVersionUID = 1L;

  private final String id;
  private final byte[] reading;

  FitHandle(String id, ReadPlan reading) {
    this.id = id;
    this.reading = Serialization.seal(reading);
  }

  /** Of the fit. */
  String id() {
    return id;
  }

  /** How rows are read; used only by tasks that read them. */
  ReadPlan reading() {
    return (ReadPlan) Serialization.open(reading);
  }

  @Override
  public void close() {
    ResidentBlocks.handleClosed(id);
  }
}
