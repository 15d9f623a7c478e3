package dev.logistic.report;

import static dev.logistic.report.SampleReports.CLASSES;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.logistic.evaluate.Scores;
import dev.logistic.schema.CoefficientStatistic;
import dev.logistic.schema.FitStatistics;
import dev.logistic.selection.RegularizationPath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class HtmlReportTest {

  /** What a name must not be able to do: end an element or attribute, fill a place, break JSON. */
  private static final String HOSTILE =
      "</script><script>alert(1)</script><img src=x onerror=alert(2)>\"'&{{title}}${x}"
          + "\u2028\u2029\u0000😀";

  private static String page(Report report) throws IOException {
    StringBuilder page = new StringBuilder();
    HtmlReport.write(report, page);
    return page.toString();
  }

  private static Report with(List<RowsEvaluation> evaluations) {
    return new Report(
        "Run", Map.of(), Map.of(), List.of(), evaluations, List.of(), Optional.empty());
  }

  private static Report with(List<Epoch> epochs, List<Coefficient> coefficients) {
    return new Report("Run", Map.of(), Map.of(), epochs, List.of(), coefficients, Optional.empty());
  }

  private static Report with(DecisionPlane plane) {
    return new Report(
        "Run", Map.of(), Map.of(), List.of(), List.of(), List.of(), Optional.of(plane));
  }

  private static List<JsonObject> charts(String page, String kind) {
    Matcher json =
        Pattern.compile("<script type=\"application/json\" id=\"charts\">(.*)</script>")
            .matcher(page);
    assertThat(json.find()).isTrue();
    List<JsonObject> charts = new ArrayList<>();
    for (JsonElement chart :
        JsonParser.parseString(json.group(1)).getAsJsonObject().asMap().values()) {
      if (chart.getAsJsonObject().get("kind").getAsString().equals(kind)) {
        charts.add(chart.getAsJsonObject());
      }
    }
    return charts;
  }

  @Test
  void thePageAsksTheNetworkForNothing() throws IOException {
    String page = page(SampleReports.full());

    List<String> references = new ArrayList<>();
    Pattern.compile("\\s(?:src|srcset|href|action|poster|data)=[\"']?([^\"'\\s>]+)")
        .matcher(page)
        .results()
        .forEach(result -> references.add(result.group(1)));
    assertThat(references).containsExactly("data:,");
    assertThat(page).doesNotContain("@import", "url(", "sourceMappingURL", "fetch(");
  }

  @Test
  void aPolicyForbidsItTo() throws IOException {
    assertThat(page(SampleReports.empty()))
        .contains(
            "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src"
                + " 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:\">");
  }

  @Test
  void theChartLibraryIsInThePageWithItsLicence() throws IOException {
    assertThat(page(SampleReports.empty()))
        .contains("The MIT License (MIT)")
        .contains("Chart.js v4")
        .contains("Released under the MIT License");
  }

  @Test
  void aPageOfARealRunIsSmall() throws IOException {
    assertThat(page(SampleReports.full()).getBytes(StandardCharsets.UTF_8))
        .hasSizeLessThan(400_000);
  }

  @Test
  void theSameReportGivesTheSamePage() throws IOException {
    assertThat(page(SampleReports.full())).isEqualTo(page(SampleReports.full()));
  }

  @Test
  void namesAreShownAndNeverInterpreted() throws IOException {
    List<String> classes = List.of("no" + HOSTILE, HOSTILE);
    Report hostile =
        new Report(
            HOSTILE,
            Map.of(HOSTILE, HOSTILE),
            Map.of(HOSTILE, HOSTILE),
            SampleReports.epochs(3),
            List.of(SampleReports.evaluated(HOSTILE, SampleReports.scores(50, 1), classes)),
            List.of(new Coefficient(HOSTILE, 1, OptionalDouble.of(2))),
            Optional.of(
                new DecisionPlane(
                    HOSTILE,
                    HOSTILE,
                    new double[] {1, 2},
                    new double[] {1, 2},
                    new boolean[] {true, false},
                    1,
                    1,
                    1,
                    classes)));

    String page = page(hostile);

    String harmless = page(SampleReports.full());
    for (String tag : List.of("<script", "</script", "<img", "<!--", "alert(1)</script>")) {
      assertThat(page.split(Pattern.quote(tag), -1).length)
          .as(tag)
          .isEqualTo(harmless.split(Pattern.quote(tag), -1).length);
    }
    assertThat(page)
        .contains(
            "<h1>&lt;/script&gt;&lt;script&gt;alert(1)&lt;/script&gt;&lt;img src=x"
                + " onerror=alert(2)&gt;&quot;&#39;&amp;{{title}}${x}\u2028\u2029\uFFFD😀</h1>")
        .doesNotContain("\u0000");
    JsonObject bars = charts(page, "coefficients").get(0);
    assertThat(bars.getAsJsonArray("names").get(0).getAsString()).isEqualTo(HOSTILE);
    String json = page.substring(page.indexOf("application/json"), page.indexOf("The MIT License"));
    assertThat(json.substring(json.indexOf('>') + 1, json.indexOf("</script>")))
        .doesNotContain("<", ">", "&", "\u2028", "\u2029");
  }

  @Test
  void halfACharacterDoesNotKeepThePageFromBeingEncoded() throws IOException {
    Coefficient half = new Coefficient("half \uD83D", 1, OptionalDouble.empty());

    String page = page(with(List.of(), List.of(half)));

    assertThat(StandardCharsets.UTF_8.newEncoder().canEncode(page)).isTrue();
    assertThat(page).contains("half \uFFFD");
  }

  @Test
  void whatIsEmptyHasNoPlace() throws IOException {
    assertThat(page(SampleReports.empty()))
        .contains("<h1>Nothing</h1>")
        .doesNotContain("<section", "<canvas", "<table");
    assertThat(page(with(List.of(SampleReports.evaluated("Test rows", 100, 1)))))
        .contains(">Test rows</h2>")
        .doesNotContain(
            ">Training</h2>",
            ">Cross-validation</h2>",
            ">Coefficients</h2>",
            ">Decision boundary</h2>",
            ">Settings</h2>",
            ">Side by side</h2>");
    assertThat(page(SampleReports.full()))
        .contains(
            ">Training</h2>",
            ">Coefficients</h2>",
            ">Decision boundary</h2>",
            ">Settings</h2>",
            ">Side by side</h2>");
  }

  @Test
  void figuresCanBeReadWithoutAScript() throws IOException {
    Scores scores =
        Scores.ofLogits(new double[] {-2, -1, 1, 2}, new boolean[] {false, true, true, true});

    String page = page(with(List.of(SampleReports.evaluated("Test rows", scores, CLASSES))));

    assertThat(page)
        .contains("4 rows; the positive class is “left”.")
        .contains("<dt>ROC AUC</dt><dd>1.000</dd>")
        .contains("<dt>Accuracy</dt><dd>0.7500</dd>")
        .contains("<dt>Positive rows</dt><dd>75.0 %</dd><dd class=\"hint\">3 of 4</dd>")
        .contains("Confusion matrix at threshold 0.5")
        .contains("<th scope=\"col\">predicted left</th>")
        .contains("<th scope=\"row\">actually left</th>")
        .contains(">2<small>66.7 %</small></td>");
  }

  @Test
  void whatIsUndefinedIsADash() throws IOException {
    Scores oneClass = Scores.ofLogits(new double[] {-1, 1}, new boolean[] {false, false});

    String page = page(with(List.of(SampleReports.evaluated("Test rows", oneClass, CLASSES))));

    assertThat(page)
        .contains("<dt>ROC AUC</dt><dd>–</dd>")
        .contains("<dt>Average precision</dt><dd>–</dd>")
        .contains(">0<small>–</small></td>")
        .doesNotContain("NaN<");
    assertThat(charts(page, "curve")).isEmpty();
    assertThat(charts(page, "calibration")).hasSize(1);
  }

  /** Four rows of which two are positive, so that the figures can be computed by hand. */
  @Test
  void decisionsAreDrawnForTheFirstRowsAlone() throws IOException {
    Scores scores =
        Scores.ofProbabilities(
            new double[] {0.2, 0.4, 0.6, 0.8}, new boolean[] {false, true, false, true});
    BinaryRowsEvaluation evaluated = SampleReports.evaluated("Test rows", scores, CLASSES);

    String page = page(with(List.of(evaluated)));

    List<JsonObject> charts = charts(page, "curve");
    JsonObject gains = charts.get(2).getAsJsonArray("curves").get(0).getAsJsonObject();
    assertThat(gains.get("x")).hasToString("[0,0.25,0.5,0.75,1]");
    assertThat(gains.get("y")).hasToString("[0,0.5,0.5,1,1]");
    JsonArray decision = charts.get(3).getAsJsonArray("curves");
    JsonObject ofModel = decision.get(0).getAsJsonObject();
    assertThat(ofModel.getAsJsonArray("x")).hasSize(100);
    assertThat(ofModel.getAsJsonArray("y").get(0).getAsDouble()).isEqualTo(0.5);
    assertThat(ofModel.getAsJsonArray("y").get(50).getAsDouble()).isZero(); // 1/4 - 1/4
    assertThat(ofModel.getAsJsonArray("y").get(70).getAsDouble()).isEqualTo(0.25);
    JsonArray ofAll = decision.get(1).getAsJsonObject().getAsJsonArray("y");
    assertThat(ofAll.get(50).getAsDouble()).isZero(); // 2/4 - 2/4
    assertThat(ofAll.get(99).isJsonNull()).isTrue(); // below the axis
    assertThat(charts.get(3).getAsJsonObject("marker").get("y").getAsDouble()).isZero();
    JsonObject least = charts.get(4).getAsJsonArray("curves").get(0).getAsJsonObject();
    assertThat(least.getAsJsonArray("y").get(50).getAsDouble()).isEqualTo(0.25);
    assertThat(page)
        .contains(
            "At threshold 0.5 it is 0, against 0 if every row is predicted positive, and 0 if none is.")
        .contains("has 20.0 % of the positive ones, a lift of 2.000.")
        .contains("<summary>Gains and lift by decile</summary>")
        .contains("<tr><th>1<td>0.8000<td>0.8000<td>1<td>1<td>100.0 %<td>50.0 %<td>2.000<td>2.000");
    assertThat(charts(page(with(List.of(evaluated, evaluated))), "curve")).hasSize(5 + 2);
  }

  @Test
  void everyChartHasADescription() throws IOException {
    assertThat(page(SampleReports.full()))
        .containsPattern(
            "role=\"img\" aria-label=\"Validation rows, ROC curve\\. Area under the curve 0\\.\\d{4};"
                + " 0\\.5 is chance\\.\"")
        .containsPattern("aria-label=\"Training, Loss per epoch\\. On the training rows 0\\.\\d+");
  }

  @Test
  void curvesAreThinnedToWhatCanBeSeen() throws IOException {
    String page = page(with(List.of(SampleReports.evaluated("Test rows", 100_000, 1))));

    assertThat(charts(page, "curve")).hasSize(5);
    for (JsonObject chart : charts(page, "curve")) {
      JsonObject curve = chart.getAsJsonArray("curves").get(0).getAsJsonObject();
      assertThat(curve.getAsJsonArray("x")).hasSizeBetween(100, 300);
      assertThat(curve.getAsJsonArray("y")).hasSameSizeAs(curve.getAsJsonArray("x"));
    }
  }

  @Test
  void manyEpochsAreThinned() throws IOException {
    JsonObject chart = charts(page(with(SampleReports.epochs(100_000), List.of())), "loss").get(0);

    JsonArray epochs = chart.getAsJsonArray("epochs");
    assertThat(epochs).hasSizeBetween(400, 800);
    assertThat(epochs.get(0).getAsInt()).isEqualTo(1);
    assertThat(epochs.get(epochs.size() - 1).getAsInt()).isEqualTo(100_000);
    for (JsonElement series : chart.getAsJsonArray("series")) {
      assertThat(series.getAsJsonObject().getAsJsonArray("values")).hasSameSizeAs(epochs);
    }
  }

  @Test
  void aLossThatIsNotFiniteLeavesAGap() throws IOException {
    List<Epoch> epochs =
        List.of(
            new Epoch(1, 0.5, OptionalDouble.empty()),
            new Epoch(2, Double.POSITIVE_INFINITY, OptionalDouble.empty()),
            new Epoch(3, 0.25, OptionalDouble.empty()));

    String page = page(with(epochs, List.of()));

    JsonArray series = charts(page, "loss").get(0).getAsJsonArray("series");
    assertThat(series).hasSize(1);
    assertThat(series.get(0).getAsJsonObject().get("values")).hasToString("[0.5,null,0.25]");
    assertThat(page)
        .contains("On the training rows 0.5000 after epoch 1 and 0.2500 after epoch 3.");
  }

  @Test
  void whatLbfgsDoesIsCountedInIterations() throws IOException {
    Report report =
        new Report(
            "Run",
            Map.of(),
            Map.of("train.solver", "lbfgs"),
            List.of(
                new Epoch(1, 0.5, OptionalDouble.empty()),
                new Epoch(2, 0.25, OptionalDouble.empty())),
            List.of(),
            List.of(),
            Optional.empty());
    String page = page(report);

    assertThat(page)
        .contains("Loss per iteration")
        .contains("On the training rows 0.5000 after iteration 1 and 0.2500 after iteration 2.");
    assertThat(charts(page, "loss").get(0).get("unit").getAsString()).isEqualTo("iteration");
  }

  @Test
  void aLossThatFallsAHundredfoldHasALogarithmicAxis() throws IOException {
    for (double last : new double[] {0.02, 0.0005}) {
      List<Epoch> epochs =
          List.of(
              new Epoch(1, 1, OptionalDouble.empty()), new Epoch(2, last, OptionalDouble.empty()));
      JsonObject chart = charts(page(with(epochs, List.of())), "loss").get(0);
      assertThat(chart.get("logarithmic").getAsBoolean()).isEqualTo(last < 0.01);
    }
  }

  @Test
  void theLargestCoefficientsAreDrawnAndAllAreListed() throws IOException {
    List<Coefficient> coefficients = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      coefficients.add(
          new Coefficient("x" + i, i % 2 == 0 ? i : -i, OptionalDouble.of(Double.NaN)));
    }

    String page = page(with(List.of(), coefficients));

    JsonObject bars = charts(page, "coefficients").get(0);
    assertThat(bars.getAsJsonArray("names")).hasSize(40);
    assertThat(bars.getAsJsonArray("names").get(0).getAsString()).isEqualTo("x9999");
    assertThat(bars.getAsJsonArray("weights").get(0).getAsDouble()).isEqualTo(-9999);
    assertThat(page)
        .contains("The largest 40 by absolute size, and 9,960 more in the table.")
        .contains("<summary>All 10,000 coefficients</summary>")
        .contains("<tr><th>x0<td>0<td>–")
        .contains("<tr><th>x9998<td>9998<td>–");
  }

  @Test
  void aWeightThatIsNotFiniteIsListedButNotDrawn() throws IOException {
    String page =
        page(
            with(
                List.of(),
                List.of(
                    new Coefficient("broken", Double.NaN, OptionalDouble.empty()),
                    new Coefficient("sound", 0.5, OptionalDouble.empty()))));

    assertThat(charts(page, "coefficients").get(0).getAsJsonArray("names"))
        .hasToString("[\"sound\"]");
    assertThat(page).contains("<tr><th>broken<td>–").doesNotContain("Raw weight");
  }

  @Test
  void aCrossValidationIsDrawnFromTheSmallestL2OnAndListedFromTheLargest() throws IOException {
    String page = page(SampleReports.empty().with(SampleReports.path()));

    JsonObject chart = charts(page, "path").get(0);
    assertThat(chart.get("penalty")).hasToString("[0.01,1.0]");
    assertThat(chart.get("mean")).hasToString("[0.25,0.5]");
    assertThat(chart.get("lower")).hasToString("[0.125,0.4375]");
    assertThat(chart.get("upper")).hasToString("[0.375,0.5625]");
    assertThat(chart.get("chosen").getAsInt()).isZero();
    assertThat(page)
        .contains(">Cross-validation</h2>")
        .contains("Mean over 5 folds", "The chosen value is l2 = 0.01000 with 0.2500.")
        .contains("<summary>All 3 values of l2</summary>")
        .containsSubsequence(
            "<tr><th>1.000<td>0.5000<td>0.06250<td>5",
            "<tr><th>0.01000 (chosen)<td>0.2500<td>0.1250<td>5",
            "<tr><th>0<td>0.7500<td>0.1250<td>2");
  }

  @Test
  void ofACrossValidationByOneStandardErrorTheBestIsNamedToo() throws IOException {
    RegularizationPath path =
        new RegularizationPath(
            5,
            List.of(
                new RegularizationPath.Point(1, 0.5, 0.0625, 0),
                new RegularizationPath.Point(0.25, 0.375, 0.0625, 0),
                new RegularizationPath.Point(0.01, 0.25, 0.125, 0)),
            1.5);

    String page = page(SampleReports.empty().with(path.byOneStandardError()));

    assertThat(charts(page, "path").get(0).get("chosen").getAsInt()).isEqualTo(1);
    assertThat(page)
        .contains(
            "The chosen value is l2 = 0.2500 with 0.3750, the largest within one standard error of"
                + " the best, l2 = 0.01000 with 0.2500.")
        .containsSubsequence("<tr><th>0.2500 (chosen)<td>", "<tr><th>0.01000 (best)<td>");
  }

  private static Report.Inferred inferred(FitStatistics statistics) {
    return new Report.Inferred(statistics, List.of("no", "yes"));
  }

  @Test
  void statisticsAreAForestPlotOfOddsRatiosAndATable() throws IOException {
    double error = Math.log(3) / CoefficientStatistic.NORMAL_97_5;
    FitStatistics statistics =
        new FitStatistics(
            List.of(
                new CoefficientStatistic(CoefficientStatistic.BIAS, -1, 0.5),
                new CoefficientStatistic("parity", Math.log(2), error),
                new CoefficientStatistic("share", 1_000, 10)),
            -50,
            -60,
            100);

    String page = page(SampleReports.empty().with(inferred(statistics)));

    JsonObject chart = charts(page, "forest").get(0);
    assertThat(chart.get("names")).hasToString("[\"parity\"]");
    assertThat(chart.get("ratios")).hasToString("[2]");
    assertThat(chart.get("low")).hasToString("[0.666667]");
    assertThat(chart.get("high")).hasToString("[6]");
    assertThat(page)
        .contains("1 more, whose intervals exceed the axis, are in the table alone.")
        .contains("Covariance: model. Log-likelihood -50.00, without features -60.00.")
        .contains("Likelihood ratio: chi2 20.00 on 2 degrees of freedom, p 4.540e-05.")
        .contains("<summary>Statistics of all 3 coefficients</summary>")
        .containsSubsequence(
            "<tr><th>(bias)<td>-1.000<td>0.5000<td>-2.000<td>0.04550<td>-1.980<td>-0.02002"
                + "<td>0.3679<td>0.1381<td>0.9802",
            "<tr><th>parity<td>0.6931<td>0.5605<td>1.237<td>0.2162<td>-0.4055<td>1.792"
                + "<td>2.000<td>0.6667<td>6.000",
            "<tr><th>share<td>1000<td>10.00<td>100.0<td>0");
  }

  @Test
  void ofManyCoefficientsTheSurestAreDrawnAndListedInTheirOrder() throws IOException {
    List<CoefficientStatistic> coefficients = new ArrayList<>();
    coefficients.add(new CoefficientStatistic(CoefficientStatistic.BIAS, 1, 1));
    for (int i = 1; i <= 300; i++) {
      coefficients.add(new CoefficientStatistic("x" + i, i % 2 == 0 ? 1 : -1, 1.0 / i));
    }

    String page =
        page(
            SampleReports.empty().with(inferred(new FitStatistics(coefficients, -50, -60, 1_000))));

    JsonArray names = charts(page, "forest").get(0).getAsJsonArray("names");
    assertThat(names).hasSize(40);
    assertThat(names.get(0).getAsString()).isEqualTo("x261");
    assertThat(names.get(39).getAsString()).isEqualTo("x300");
    assertThat(page)
        .contains("The 40 with the largest |z| of 300.")
        .contains(
            "<summary>Statistics of the 200 of 301 coefficients with the largest |z|; the command inspect prints all</summary>")
        .contains("<tr><th>x101<td>")
        .doesNotContain("<tr><th>x100<td>");
  }

  @Test
  void pointsAreThinnedAndTheBoundaryIsStated() throws IOException {
    String page = page(with(SampleReports.plane(100_000)));

    JsonObject chart = charts(page, "plane").get(0);
    assertThat(chart.getAsJsonArray("points")).hasSize(2_000);
    assertThat(chart.get("boundary")).hasToString("[0.12,-0.003,1.0]");
    assertThat(page)
        .contains("2,000 of 100,000 rows.")
        .contains("“left” is predicted where 0.12 × age - 0.003 × income + 1 &gt; 0.");
  }

  @Test
  void aPlaneWithoutALineStatesThat() throws IOException {
    DecisionPlane flat =
        new DecisionPlane(
            "x0",
            "x1",
            new double[] {1, Double.NaN},
            new double[] {1, 2},
            new boolean[] {true, false},
            0,
            0,
            1,
            CLASSES);

    String page = page(with(flat));

    assertThat(charts(page, "plane").get(0).get("boundary")).hasToString("[]");
    assertThat(charts(page, "plane").get(0).get("points")).hasToString("[[1,1,1]]");
    assertThat(page).contains("1 of 2 rows. There is no line to draw.");
  }
}
