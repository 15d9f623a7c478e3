package dev.logistic.spark;

import java.io.Serializable;

/**
 * Goes with each task of a fit, as the value of a broadcast variable. Where Spark removes that from
 * an executor, as when the fit destroys it, its memory store closes the value (Spark 4.0,
 * MemoryStore.freeMemoryEntry), and with it the blocks that the executor keeps for the fit go. If
 * Spark removes it earlier, to make room, the next task reads them again.
 *
 * @param id of the fit
 */
record FitHandle(String id, Reading reading) implements Serializable, AutoCloseable {

  @Override
  public void close() {
    ResidentBlocks.drop(id);
  }
}
