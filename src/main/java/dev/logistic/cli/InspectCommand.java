package dev.logistic.cli;

import dev.logistic.config.Settings;
import dev.logistic.console.FixedDecimals;
import dev.logistic.console.JsonOutput;
import dev.logistic.model.Coefficients;
import dev.logistic.model.ConfidenceLevel;
import dev.logistic.model.Importance;
import dev.logistic.model.KeptCovariance;
import dev.logistic.model.LogisticModel;
import dev.logistic.model.ModelDirectory;
import dev.logistic.schema.ModelCard;
import dev.logistic.schema.Term;
import dev.logistic.table.Names;
import dev.logistic.train.GapText;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.AbstractList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Shows what a model holds. */
@Command(name = "inspect", description = "Show a model's parameters and where it came from.")
final class InspectCommand implements Callable<Integer> {

  private static final String GAP = "optimality_gap";
  private static final int USUAL_TOP = 40;
  private static final int MOST_PRINTED = 1_000;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(names = "--model", paramLabel = "DIR", required = true, description = "The model.")
  private Path modelDirectory = Path.of("");

  @Option(names = "--json", description = "Print everything as JSON, floats as exact doubles.")
  private boolean json;

  @Option(
      names = "--top",
      paramLabel = "N",
      description =
          "Print the N weights of largest size, the largest first. Default: all in the order of the"
              + " columns, or 40 of more than 1000 and of a LibSVM file's.")
  private @Nullable Integer top;

  @Option(
      names = "--statistics",
      description = "Standard errors, z, p and confidence intervals, or why there are none.")
  private boolean statistics;

  @Option(
      names = "--odds-ratios",
      description = "The same, with odds ratios and their intervals in the table; JSON has them.")
  private boolean oddsRatios;

  @Option(
      names = "--tests",
      description = "Print the table of the tests of terms alone; JSON has them.")
  private boolean tests;

  @Option(
      names = "--level",
      paramLabel = "L",
      description = "The same, with intervals of this level, from 0.5 to below 1. Default: 0.95.")
  private @Nullable Double level;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      completionCandidates = StatisticsFormat.Names.class,
      description =
          "Print the table of statistics as text, the default, or it alone as markdown, csv or"
              + " latex.")
  private String format = "text";

  @Override
  public Integer call() throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    if (top != null && (top < 1 || json)) {
      throw new ParameterException(
          spec.commandLine(),
          json
              ? "--top is for the printed table, and --json has every weight"
              : "--top must be at least 1, was " + top);
    }
    if (tests && (oddsRatios || level != null)) {
      throw new ParameterException(
          spec.commandLine(),
          "--tests prints the tests of terms alone; leave out --odds-ratios and --level");
    }
    StatisticsTable table =
        new StatisticsTable(confidenceLevel(), oddsRatios, FormatOption.of(format, spec));
    boolean onlyTable = tests || table.format() != StatisticsFormat.TEXT;
    if (json && onlyTable) {
      String option = tests ? "--tests" : "--format";
      throw new ParameterException(
          spec.commandLine(),
          "%s is for the printed table; leave out %s or --json".formatted(option, option));
    }
    boolean asked = statistics || oddsRatios || level != null || onlyTable;
    try (LogisticModel model = ModelDirectory.load(modelDirectory)) {
      table.requireLevelOf(model.card().statistics());
      if (json) {
        Map<String, Object> object = asJson(model);
        if (asked) {
          table.addTo(object, model.card(), KeptCovariance.of(modelDirectory, model.card()));
        }
        JsonOutput.print(object, out);
      } else {
        if (!onlyTable) {
          printTable(model, out);
        }
        if (tests) {
          table.printTests(model.card().statistics(), out);
        } else if (asked) {
          table.print(model.card(), out);
        } else {
          printImportance(model, out);
        }
      }
    }
    return 0;
  }

  private ConfidenceLevel confidenceLevel() {
    return level == null ? ConfidenceLevel.USUAL : LevelOption.of("--level", level, spec);
  }

  private static Map<String, Object> asJson(LogisticModel model) {
    ModelCard card = model.card();
    Map<String, Object> object = new LinkedHashMap<>();
    putCoefficients(object, "", coefficients(model, model::coefficients));
    if (model.rawCoefficients().isPresent()) {
      putCoefficients(
          object,
          "raw_",
          coefficients(model, output -> model.rawCoefficients(output).orElseThrow()));
    }
    object.put("classes", card.classes());
    if (card.outputs() == 1) {
      object.put("threshold", card.threshold());
    }
    object.put("features", card.features());
    card.offset().ifPresent(name -> object.put("offset", name));
    putMergedLevels(object, card.schema().terms());
    Map<String, String> tokens = new TokenNames(card.schema()).tokens();
    if (!tokens.isEmpty()) {
      object.put("tokens", tokens);
    }
    new ImportanceTable(Importance.of(model)).addTo(object);
    object.put("settings", card.settings());
    object.put("seed", card.seed());
    object.put("djl_version", card.djlVersion());
    object.put("pytorch_version", card.pytorchVersion());
    object.put("rows", card.trainingData().rows());
    object.put("data_fingerprint", card.trainingData().fingerprint());
    object.put("metrics", card.metrics());
    return object;
  }

  /** The levels merged into the reference level, by column; left out where there are none. */
  private static void putMergedLevels(Map<String, Object> object, List<Term> columns) {
    Map<String, List<String>> merged = new LinkedHashMap<>();
    columns.stream()
        .filter(column -> !column.merged().isEmpty())
        .forEach(column -> merged.put(column.column(), column.merged()));
    if (!merged.isEmpty()) {
      object.put("merged_levels", merged);
    }
  }

  private static List<Coefficients> coefficients(
      LogisticModel model, IntFunction<Coefficients> ofOutput) {
    return IntStream.range(0, model.card().outputs()).mapToObj(ofOutput).toList();
  }

  /** The weights of each feature, one per output, composed when they are printed. */
  private static final class ByFeature extends AbstractList<List<Double>> {

    private final List<Coefficients> outputs;

    ByFeature(List<Coefficients> outputs) {
      this.outputs = outputs;
    }

    @Override
    public List<Double> get(int feature) {
      return outputs.stream().map(output -> output.weights().get(feature)).toList();
    }

    @Override
    public int size() {
      return outputs.get(0).weights().size();
    }
  }

  /** Weights as one list per feature, each with one number per output. */
  private static void putCoefficients(
      Map<String, Object> object, String prefix, List<Coefficients> outputs) {
    object.put(prefix + "weights", new ByFeature(outputs));
    object.put(prefix + "bias", outputs.stream().map(Coefficients::bias).toList());
  }

  private void printTable(LogisticModel model, PrintWriter out) {
    ModelCard card = model.card();
    out.println(
        card.outputs() == 1
            ? "Classes:   %s (negative), %s (positive)".formatted(card.classes().toArray())
            : "Classes:   " + String.join(", ", card.classes()));
    ThresholdText.of(card).ifPresent(text -> out.println("Threshold: " + text));
    printSetting(out, "Prior:     ", card.settings().get(Settings.PRIOR.name()));
    printSetting(out, "Label:     ", card.settings().get(Settings.LABEL.name()));
    printSetting(out, "Trials:    ", card.settings().get(Settings.TRIALS.name()));
    card.offset().ifPresent(name -> out.println("Offset:    " + name + " (its weight is 1)"));
    printSetting(out, "Query:     ", card.settings().get(Settings.QUERY.name()));
    for (Term column : card.schema().terms()) {
      if (!column.merged().isEmpty()) {
        out.printf(
            "Reference: %s=%s (and %s)%n",
            column.column(),
            column.levels().get(0),
            Names.listed(column.merged().stream().map(Names::quoted).toList()));
      }
    }
    printSetting(out, "Penalty:   ", penalty(card.settings()));
    out.printf(
        Locale.ROOT, "Trained:   %d rows, seed %d%n", card.trainingData().rows(), card.seed());
    out.printf(
        Locale.ROOT, "Engine:    DJL %s, PyTorch %s%n", card.djlVersion(), card.pytorchVersion());
    Map<String, Double> metrics = card.metrics();
    if (metrics.containsKey("loss")) { // not of a model that DJL has trained further
      out.println("Loss:      " + metrics.get("loss") + " (mean over all rows)");
      out.println("Gradient:  " + metrics.get("gradient_norm") + " (" + gradient(card) + ")");
      Double gap = metrics.get(GAP);
      if (gap != null) {
        out.println("Optimality gap: at most " + GapText.of(gap) + " (of the null loss)");
      }
    }
    for (int output = 0; output < card.outputs(); output++) {
      out.println();
      if (card.outputs() > 1) {
        out.println("Class " + card.classes().get(output));
      }
      printCoefficients(card, model.coefficients(output), model.rawCoefficients(output), out);
    }
  }

  private void printImportance(LogisticModel model, PrintWriter out) {
    Importance importance = Importance.of(model);
    int usual = importance.columns().size() > MOST_PRINTED ? USUAL_TOP : MOST_PRINTED;
    new ImportanceTable(importance).print(out, top != null ? top : usual);
  }

  private static void printSetting(PrintWriter out, String name, @Nullable String value) {
    if (value != null && !value.isBlank()) {
      out.println(name + value.lines().map(String::strip).collect(Collectors.joining(" ")));
    }
  }

  /**
   * Returns the penalty of the training: the model stores the value to which the default of l2
   * resolved.
   */
  private static String penalty(Map<String, String> settings) {
    return Stream.of(Settings.L1.name(), Settings.L2.name())
        .filter(name -> !settings.getOrDefault(name, "").isEmpty())
        .map(name -> name + "=" + settings.get(name))
        .collect(Collectors.joining(", "));
  }

  private void printCoefficients(
      ModelCard card, Coefficients own, Optional<Coefficients> raw, PrintWriter out) {
    List<String> names = card.features();
    boolean many = names.size() > (card.schema().isIndexed() ? USUAL_TOP : MOST_PRINTED);
    List<Integer> shown =
        top != null || many
            ? LargestWeights.of(own.weights(), top != null ? top : USUAL_TOP)
            : LargestWeights.all(own.weights());
    TokenNames tokens = new TokenNames(card.schema());
    int width = shown.stream().mapToInt(i -> tokens.of(i).length()).max().orElse(0);
    width = Math.max(width, "(bias)".length());
    if (raw.isPresent()) {
      out.println(" ".repeat(width) + "  standardized   on its own scale");
    }
    out.println(row("(bias)", width, own.bias(), raw.map(Coefficients::bias)));
    for (int i : shown) {
      Optional<Double> rawWeight = raw.map(known -> known.weights().get(i));
      out.println(row(tokens.of(i), width, own.weights().get(i), rawWeight));
    }
    if (shown.size() < names.size()) {
      out.println("and %d smaller weights: --top N".formatted(names.size() - shown.size()));
    }
  }

  /**
   * Models of older versions have no tolerance; without an l1 the gap decides, unless it is set.
   */
  private static String gradient(ModelCard card) {
    Double tolerance = card.metrics().get("tolerance");
    boolean gapDecides =
        card.metrics().containsKey(GAP)
            && card.settings().getOrDefault(Settings.TOLERANCE.name(), "").isEmpty()
            && Settings.L1.parse(card.settings().getOrDefault(Settings.L1.name(), "0")) == 0;
    return "largest component"
        + (tolerance == null || gapDecides ? "" : "; at most " + tolerance + " at an optimum");
  }

  private static String row(String name, int width, double value, Optional<Double> raw) {
    String line = name + " ".repeat(width - name.length()) + cell(FixedDecimals.of(value, 6), 14);
    return raw.map(number -> line + cell(String.format(Locale.ROOT, "%.6g", number), 19))
        .orElse(line);
  }

  private static String cell(String number, int width) {
    return " ".repeat(Math.max(1, width - number.length())) + number;
  }
}
