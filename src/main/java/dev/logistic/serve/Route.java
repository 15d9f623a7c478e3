package dev.logistic.serve;

/** The paths that a server has. */
enum Route {
  PREDICT("/predict", "POST"),
  HEALTH("/health", "GET"),
  METRICS("/metrics", "GET"),
  OTHER("other", "");

  private static final String NAMED = PREDICT.label + "/";

  private final String label;
  private final String method;

  Route(String label, String method) {
    this.label = label;
    this.method = method;
  }

  static Route of(String path) {
    if (path.startsWith(NAMED)) {
      return PREDICT;
    }
    for (Route route : values()) {
      if (route.label.equals(path)) {
        return route;
      }
    }
    return OTHER;
  }

  /** The path without a model's name; {@code other} for all that do not exist. */
  String label() {
    return label;
  }

  String method() {
    return method;
  }

  /** The path that scores with a model. */
  static String ofModel(String name) {
    return NAMED + name;
  }

  /** The name of the model in a path; empty where it has none. */
  static String model(String path) {
    return path.startsWith(NAMED) ? path.substring(NAMED.length()) : "";
  }
}
