package dev.logistic.cli;

import dev.logistic.console.JsonOutput;
import dev.logistic.console.OptionAdvice;
import dev.logistic.evaluate.ModelComparison;
import dev.logistic.model.ModelDirectory;
import dev.logistic.schema.FitStatistics;
import dev.logistic.schema.Statistics;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Tests two nested models against each other. */
@Command(
    name = "compare",
    description =
        "Compare two models of the same rows, one with the features of the other and more,"
            + " by their likelihood ratio.")
final class CompareCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      index = "0..1",
      arity = "2",
      paramLabel = "DIR",
      description = "The models, in any order.")
  private List<Path> models = List.of();

  @Option(names = "--json", description = "Print the comparison as JSON.")
  private boolean json;

  @Override
  public Integer call() throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    ModelComparison comparison =
        ModelComparison.of(ModelDirectory.card(models.get(0)), ModelDirectory.card(models.get(1)));
    if (json) {
      JsonOutput.print(object(comparison), out);
    } else {
      print(comparison, out);
    }
    return 0;
  }

  private static Optional<String> refused(ModelComparison comparison) {
    return comparison.refused().map(OptionAdvice::in);
  }

  private static Map<String, Object> object(ModelComparison comparison) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("models", List.of(object(comparison.first()), object(comparison.second())));
    object.put("nested", comparison.nested());
    refused(comparison)
        .ifPresentOrElse(
            reason -> object.put("refused", reason),
            () -> {
              object.put("df", comparison.df());
              object.put("chi2", comparison.chi2());
              object.put("p", comparison.p());
            });
    return object;
  }

  private static Map<String, Object> object(Statistics statistics) {
    Map<String, Object> object = new LinkedHashMap<>();
    statistics
        .known()
        .ifPresent(
            known -> {
              object.put("log_likelihood", known.logLikelihood());
              object.put("parameters", known.coefficients().size());
              if (known.hasCriteria()) {
                object.put("aic", known.aic());
                object.put("bic", known.bic());
              }
            });
    statistics.refused().ifPresent(reason -> object.put("refused", OptionAdvice.in(reason)));
    return object;
  }

  private void print(ModelComparison comparison, PrintWriter out) {
    int width = models.stream().mapToInt(path -> path.toString().length()).max().orElse(0);
    out.println(
        " ".repeat(width)
            + text("  %10s  %14s  %13s  %13s", "parameters", "log-likelihood", "AIC", "BIC"));
    List<Statistics> statistics = List.of(comparison.first(), comparison.second());
    IntStream.range(0, 2)
        .forEach(
            i ->
                statistics
                    .get(i)
                    .known()
                    .ifPresent(known -> out.println(line(models.get(i).toString(), width, known))));
    out.println();
    out.println(
        refused(comparison)
            .map(reason -> "No test: " + reason)
            .orElseGet(
                () ->
                    "Likelihood ratio  "
                        + StatisticsTable.ratio(
                            comparison.chi2(), comparison.df(), comparison.p())));
  }

  private static String line(String name, int width, FitStatistics known) {
    String line =
        name
            + " ".repeat(width - name.length())
            + text("  %10d  %14.8g", known.coefficients().size(), known.logLikelihood());
    return !known.hasCriteria() ? line : line + text("  %13.8g  %13.8g", known.aic(), known.bic());
  }

  private static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
