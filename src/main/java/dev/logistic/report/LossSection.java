package dev.logistic.report;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.DoubleStream;

/** The loss after each epoch, or iteration, as the solver calls it. */
final class LossSection {

  private static final int MOST_EPOCHS = 800;

  private LossSection() {}

  /**
   * @param unit the solver's name for one of them, such as "iteration"
   */
  static Html html(List<Epoch> epochs, String unit, Charts charts) throws IOException {
    List<Epoch> thinned = ChartThinning.epochs(epochs, MOST_EPOCHS);
    DoubleSummaryStatistics losses =
        thinned.stream()
            .flatMapToDouble(
                epoch ->
                    DoubleStream.concat(
                        DoubleStream.of(epoch.loss()), epoch.validationLoss().stream()))
            .filter(Double::isFinite)
            .summaryStatistics();
    // On a linear axis, a larger range would press all but the first few epochs onto the axis.
    boolean logarithmic = losses.getMin() > 0 && losses.getMax() > 100 * losses.getMin();
    double smallest = logarithmic ? losses.getMin() : losses.getMax() - losses.getMin();
    List<Object> series = new ArrayList<>();
    series.add(series("Training", thinned.stream().mapToDouble(Epoch::loss), smallest));
    if (lowestValidation(epochs).isPresent()) {
      DoubleStream validation =
          thinned.stream().mapToDouble(epoch -> epoch.validationLoss().orElse(Double.NaN));
      series.add(series("Validation", validation, smallest));
    }
    Html figure =
        charts.figure(
            "Training",
            "loss",
            "Loss per " + unit,
            note(epochs, unit),
            Map.of(
                "unit", unit,
                "epochs", thinned.stream().map(Epoch::number).toList(),
                "logarithmic", logarithmic,
                "series", series));
    return HtmlTables.section("training", "Training", List.of(figure));
  }

  private static Map<String, Object> series(String name, DoubleStream losses, double range) {
    return Map.of("name", name, "values", Charts.drawn(losses.toArray(), range));
  }

  private static String note(List<Epoch> epochs, String unit) {
    Epoch first = epochs.get(0);
    Epoch last = epochs.get(epochs.size() - 1);
    String training =
        "On the training rows %s after %s %d"
            .formatted(NumberText.text(first.loss()), unit, first.number());
    String end =
        epochs.size() == 1
            ? "."
            : " and %s after %s %d.".formatted(NumberText.text(last.loss()), unit, last.number());
    return training
        + end
        + lowestValidation(epochs)
            .map(
                lowest ->
                    " On the validation rows lowest after %s %d with %s, and %s at the end."
                        .formatted(
                            unit,
                            lowest.number(),
                            NumberText.text(lowest.validationLoss().orElseThrow()),
                            NumberText.text(last.validationLoss().orElse(Double.NaN))))
            .orElse("");
  }

  private static Optional<Epoch> lowestValidation(List<Epoch> epochs) {
    return epochs.stream()
        .filter(epoch -> epoch.validationLoss().isPresent())
        .min(Comparator.comparingDouble(epoch -> epoch.validationLoss().getAsDouble()));
  }
}
