package dev.logistic.spark;

/**
 * Rows that cannot be trained on, or no room for them. Travels to the driver as a result, not as a
 * failure: trying again would not help.
 */
final class RowFault extends RuntimeException {

  private static final long serialVersionUID = 1L;

  RowFault(String message) {
    super(message, null, false, false);
  }
}
