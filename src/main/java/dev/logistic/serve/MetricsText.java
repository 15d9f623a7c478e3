package dev.logistic.serve;

/** Writes the text format of Prometheus. */
final class MetricsText {

  private static final String PREFIX = "djl_logistic_";

  private final StringBuilder text = new StringBuilder();

  /** Starts a metric. */
  void family(String name, String type, String help) {
    text.append("# HELP ").append(PREFIX).append(name).append(' ').append(help).append('\n');
    text.append("# TYPE ").append(PREFIX).append(name).append(' ').append(type).append('\n');
  }

  /** One count, with labels in braces or none. */
  void sample(String name, String labels, long value) {
    text.append(PREFIX).append(name).append(labels).append(' ').append(value).append('\n');
  }

  /** One number. */
  void sample(String name, String labels, double value) {
    text.append(PREFIX).append(name).append(labels).append(' ').append(value).append('\n');
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
