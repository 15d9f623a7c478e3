package dev.logistic.serve;

/** What a server reports to whoever started it, on any thread. For use within this project. */
public interface ServerEvents {

  /** A replaced model cannot be read, and the old one is still served. */
  void reloadFailed(String model, String reason);

  /** Something failed that is the fault of neither a client nor a model. */
  void failed(RuntimeException reason);
}
