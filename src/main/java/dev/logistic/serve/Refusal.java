package dev.logistic.serve;

/** A request that cannot be answered as it is, with the status and the reason for its client. */
final class Refusal extends Exception {

  static final int MALFORMED = 400;
  static final int NOT_FOUND = 404;
  static final int METHOD = 405;
  static final int TOO_LARGE = 413;
  static final int CONTENT_TYPE = 415;
  static final int STOPPING = 503;

  private static final long serialVersionUID = 1L;

  private final int status;

  Refusal(int status, String reason) {
    super(reason, null, false, false); // clients cause it: no stack trace has to be filled in
    this.status = status;
  }

  /** What the client sent cannot be read or scored. */
  static Refusal malformed(String reason) {
    return new Refusal(MALFORMED, reason);
  }

  int status() {
    return status;
  }

  String reason() {
    return String.valueOf(getMessage());
  }
}
