package dev.logistic.table;

import java.io.IOException;

/** A table that cannot be used; the message says what was expected, what was found and where. */
public final class TableException extends IOException {

  private static final long serialVersionUID = 1L;

  /** Creates one with a message for the user. */
  public TableException(String message) {
    super(message);
  }
}
