package dev.logistic.spark;

import java.util.Map;
import org.apache.spark.sql.SparkSession;

/** The session that all tests share: Spark in this process, on two task slots. */
public final class LocalSpark {

  private LocalSpark() {}

  public static SparkSession session() {
    return session("local[2]");
  }

  /** With Kryo as Spark's serializer, which cannot read all that Java's own can. */
  static SparkSession withKryo() {
    return session(
        "local[3]", Map.of("spark.serializer", "org.apache.spark.serializer.KryoSerializer"));
  }

  static SparkSession session(String master) {
    return session(master, Map.of());
  }

  /** Another number of slots needs another context, so one that runs is stopped first. */
  private static SparkSession session(String master, Map<String, String> more) {
    SparkSession running =
        SparkSession.getActiveSession().isDefined() ? SparkSession.getActiveSession().get() : null;
    if (running != null && !running.sparkContext().master().equals(master)) {
      running.stop();
      SparkSession.clearActiveSession();
      SparkSession.clearDefaultSession();
    }
    SparkSession.Builder builder =
        SparkSession.builder()
            .master(master)
            .appName("djl-logistic")
            .config("spark.ui.enabled", "false")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.sql.shuffle.partitions", "4");
    more.forEach(builder::config);
    SparkSession session = builder.getOrCreate();
    session.sparkContext().setLogLevel("ERROR");
    return session;
  }
}
