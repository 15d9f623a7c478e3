package dev.logistic.spark;

import org.apache.spark.sql.SparkSession;

/** The session that all tests share: Spark in this process, on two task slots. */
public final class LocalSpark {

  private LocalSpark() {}

  public static SparkSession session() {
    return session("local[2]");
  }

  /** Another number of slots needs another context, so one that runs is stopped first. */
  static SparkSession session(String master) {
    SparkSession running =
        SparkSession.getActiveSession().isDefined() ? SparkSession.getActiveSession().get() : null;
    if (running != null && !running.sparkContext().master().equals(master)) {
      running.stop();
      SparkSession.clearActiveSession();
      SparkSession.clearDefaultSession();
    }
    SparkSession session =
        SparkSession.builder()
            .master(master)
            .appName("djl-logistic")
            .config("spark.ui.enabled", "false")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.sql.shuffle.partitions", "4")
            .getOrCreate();
    session.sparkContext().setLogLevel("ERROR");
    return session;
  }
}
