package dev.logistic.spark;

import java.io.Serializable;

/**
 * Goes with each task of a fit, as the value of a broadcast variable. Where Spark removes that from
 * an executor, as when the fit destroys it, its memory store closes the value (Spark 4.0,
 * MemoryStore.freeMemoryEntry), and with it the blocks that the executor keeps for the fit go,
 * unless Spark has only moved the value to disk, to make room. A plain class, which Kryo can read.
 */
final class FitHandle implements Serializable, AutoCloseable {

  private static final long serialVersionUID = 1L;

  private final String id;
  private final byte[] reading;

  FitHandle(String id, Reading reading) {
    this.id = id;
    this.reading = Sealed.seal(reading);
  }

  /** Of the fit. */
  String id() {
    return id;
  }

  /** How rows are read; only asked where they are. */
  Reading reading() {
    return (Reading) Sealed.open(reading);
  }

  @Override
  public void close() {
    ResidentBlocks.handleClosed(id);
  }
}
