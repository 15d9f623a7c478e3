package dev.logistic.spark;

/**
 * Rows cannot be trained on, or there is too little memory for them. Travels to the driver as a
 * result, not as a failure: a retry would not help.
 */
final class RowFault extends RuntimeException {

  private static final long serialVersionUID = 1L;

  RowFault(String message) {
    super(message, null, false, false);
  }
}
