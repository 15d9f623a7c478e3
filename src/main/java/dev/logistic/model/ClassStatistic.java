package dev.logistic.model;

import dev.logistic.schema.CoefficientStatistic;
import dev.logistic.schema.FitStatistics;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A coefficient's statistic with its class. For use within this project.
 *
 * @param ofClass the class whose difference from the first class it is; empty for two classes
 * @param figures of the coefficient
 */
public record ClassStatistic(Optional<String> ofClass, CoefficientStatistic figures) {

  /**
   * Returns the statistics of all coefficients in their order.
   *
   * @param classes of the model
   */
  public static List<ClassStatistic> of(FitStatistics statistics, List<String> classes) {
    List<CoefficientStatistic> all = statistics.coefficients();
    int size = all.size() / (classes.size() - 1);
    List<ClassStatistic> named = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      Optional<String> ofClass =
          classes.size() == 2 ? Optional.empty() : Optional.of(classes.get(1 + i / size));
      named.add(new ClassStatistic(ofClass, all.get(i)));
    }
    return named;
  }

  /** Returns the name of the coefficient, following that of its class if there is one. */
  public String label() {
    return ofClass.map(name -> name + ": " + figures.name()).orElse(figures.name());
  }

  /** Whether it is that of a bias. */
  public boolean isBias() {
    return figures.name().equals(CoefficientStatistic.BIAS);
  }
}
