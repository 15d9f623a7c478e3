package dev.logistic.solver;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/** The logit and the leverage of each row, in their order. */
public final class RowLeverages implements Serializable {

  private static final long serialVersionUID = 1L;

  private final ArrayList<double[]> logits = new ArrayList<>();
  private final ArrayList<double[]> leverages = new ArrayList<>();

  /** Adds some rows. */
  void add(double[] ofLogits, double[] ofLeverages) {
    logits.add(ofLogits);
    leverages.add(ofLeverages);
  }

  /** Adds later rows. */
  void add(RowLeverages later) {
    logits.addAll(later.logits);
    leverages.addAll(later.leverages);
  }

  /** Returns the logit of each row. */
  public double[] logits() {
    return joined(logits);
  }

  /**
   * Returns the leverage of each row, {@code w p (1 - p) x' A^-1 x} with the information A: from 0
   * to 1. Their sum is the number of coefficients, including the bias.
   */
  public double[] leverages() {
    return joined(leverages);
  }

  private static double[] joined(List<double[]> parts) {
    double[] all = new double[parts.stream().mapToInt(part -> part.length).sum()];
    int from = 0;
    for (double[] part : parts) {
      System.arraycopy(part, 0, all, from, part.length);
      from += part.length;
    }
    return all;
  }
}
