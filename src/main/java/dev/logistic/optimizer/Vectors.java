package dev.logistic.optimizer;

/** Arithmetic of vectors, summed in order from the first component. */
public final class Vectors {

  private Vectors() {}

  /** The sum of the products of components. */
  public static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  /** Adds {@code factor * a} to b. */
  public static void add(double factor, double[] a, double[] b) {
    for (int i = 0; i < a.length; i++) {
      b[i] += factor * a[i];
    }
  }

  /** {@code a - b}. */
  public static double[] difference(double[] a, double[] b) {
    double[] difference = new double[a.length];
    for (int i = 0; i < a.length; i++) {
      difference[i] = a[i] - b[i];
    }
    return difference;
  }

  /** Returns a copy with 0 for all but some components. */
  public static double[] only(boolean[] components, double[] a) {
    double[] part = new double[a.length];
    for (int i = 0; i < a.length; i++) {
      part[i] = components[i] ? a[i] : 0;
    }
    return part;
  }

  /** The Euclidean length. */
  public static double length(double[] a) {
    return Math.sqrt(dot(a, a));
  }

  /** The largest absolute component. */
  public static double largest(double[] a) {
    double largest = 0;
    for (double component : a) {
      largest = Math.max(largest, Math.abs(component));
    }
    return largest;
  }
}
