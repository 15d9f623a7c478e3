package dev.logistic.console;

import dev.logistic.train.TrainingResult;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** The fields with which {@code --json} of a training begins. */
public final class TrainingFigures {

  private TrainingFigures() {}

  /** Returns how the training ended and how good the fit is; more can be added. */
  public static Map<String, @Nullable Object> of(TrainingResult result) {
    Map<String, @Nullable Object> figures = new LinkedHashMap<>();
    figures.put("converged", result.stop().converged());
    figures.put("stopped_because", result.stop().reason().toString());
    figures.put("iterations", result.stop().iterations());
    figures.put("loss", result.fit().loss());
    figures.put("objective", result.fit().objective());
    figures.put("gradient_norm", result.fit().gradientNorm());
    OptionalDouble gap = result.fit().provenGap();
    figures.put("optimality_gap", gap.isPresent() ? gap.getAsDouble() : null);
    figures.put("tolerance", result.stop().tolerance());
    return figures;
  }
}
