package dev.logistic.spark;

/**
 * A stage's uid while its constructor runs. Spark's constructors make params, which ask for the uid
 * before a constructor in Java can set a field; in Scala it would be set already.
 *
 * @param uid of the stage
 */
record EarlyUid(String uid) {

  private static final ThreadLocal<String> NEXT = new ThreadLocal<>();

  /** Called in an argument of {@code this(...)}, so that it runs before Spark's constructors. */
  static EarlyUid announce(String uid) {
    NEXT.set(uid);
    return new EarlyUid(uid);
  }

  /** The uid of the stage that is being constructed on this thread. */
  static String announced() {
    return NEXT.get();
  }
}
