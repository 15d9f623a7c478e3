package dev.logistic.bench.spark;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobEnd;
import org.apache.spark.scheduler.SparkListenerJobStart;

/** Seconds of each of Spark's jobs, in their order. */
final class JobTimes extends SparkListener {

  private final Map<Integer, Long> begun = new HashMap<>(); // milliseconds, by job
  private final List<Double> seconds = new ArrayList<>();

  /** Forgets the jobs so far; what is heard of them later counts for nothing. */
  synchronized void restart() {
    begun.clear();
    seconds.clear();
  }

  @Override
  public synchronized void onJobStart(SparkListenerJobStart job) {
    begun.put(job.jobId(), job.time());
  }

  @Override
  public synchronized void onJobEnd(SparkListenerJobEnd job) {
    Long start = begun.remove(job.jobId());
    if (start != null) {
      seconds.add((job.time() - start) / 1e3);
    }
  }

  synchronized double first() {
    return seconds.get(0);
  }

  synchronized double medianOfOthers() {
    return SparkContest.median(seconds.stream().skip(1).mapToDouble(each -> each).toArray());
  }
}
