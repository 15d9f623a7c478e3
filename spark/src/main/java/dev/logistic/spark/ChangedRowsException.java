package dev.logistic.spark;

/** Rows that had to be read again during a fit have changed. */
public final class ChangedRowsException extends IllegalStateException {

  private static final long serialVersionUID = 1L;

  ChangedRowsException(String message) {
    super(message);
  }
}
