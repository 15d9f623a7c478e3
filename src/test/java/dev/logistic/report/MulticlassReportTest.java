package dev.logistic.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.logistic.evaluate.MulticlassEvaluation;
import dev.logistic.evaluate.MulticlassScores;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Pages of models of more than two classes. */
class MulticlassReportTest {

  private static final List<String> CLASSES = List.of("red", "dark green", "<b>blue</b>");

  private static MulticlassEvaluation evaluation(List<String> classes) {
    int[] actual = IntStream.range(0, 1_200).map(row -> row % classes.size()).toArray();
    double[] logits = new double[actual.length * classes.size()];
    for (int row = 0; row < actual.length; row++) {
      logits[row * classes.size() + (row % 10 == 0 ? 0 : actual[row])] = 2;
    }
    return MulticlassEvaluation.of(
        MulticlassScores.ofLogits(logits, actual, classes.size()), classes);
  }

  private static String page(List<String> classes, String... rows) throws IOException {
    List<RowsEvaluation> evaluations =
        Arrays.stream(rows)
            .<RowsEvaluation>map(name -> new MulticlassRowsEvaluation(name, evaluation(classes)))
            .toList();
    Report report =
        new Report(
            "Run",
            Map.of(),
            Map.of(),
            SampleReports.epochs(5),
            evaluations,
            List.of(new Coefficient("red: age", 2, OptionalDouble.of(1))),
            Optional.empty());
    StringBuilder page = new StringBuilder();
    HtmlReport.write(report, page);
    return page.toString();
  }

  @Test
  void rowsHaveTheirFiguresCountsAndALineForEachClass() throws IOException {
    String page = page(CLASSES, "Training rows");

    assertThat(page)
        .contains("<h2 id=\"rows-0\">Training rows</h2>")
        .contains("1,200 rows of 3 classes; the most probable class is predicted.")
        .contains("<dt>Accuracy</dt><dd>0.9333</dd>")
        .contains("<dt>ROC AUC</dt>", "<dd class=\"hint\">each against the rest</dd>")
        .contains("<caption>Confusion matrix</caption>")
        .contains("<th scope=\"col\">predicted dark green</th>")
        .contains("<th scope=\"row\">actually &lt;b&gt;blue&lt;/b&gt;</th>")
        .contains("\">360<small>90.0 %</small></td>", "\">40<small>10.0 %</small></td>")
        .contains("<tr><th>red<td>400<td>0.8333<td>1.000<td>0.9091<td>")
        .contains("<tr><th>&lt;b&gt;blue&lt;/b&gt;<td>400<td>1.000<td>0.9000<td>0.9474<td>")
        .contains("Loss per epoch")
        .contains(
            "A weight above 0 favours the class that it begins with, one below 0 disfavours it.")
        .doesNotContain("<b>blue");
  }

  @Test
  void setsOfRowsStandSideBySide() throws IOException {
    assertThat(page(CLASSES, "Validation rows", "Training rows"))
        .contains("<tr><th>Accuracy<td>0.9333<td>0.9333");
  }

  @Test
  void aMatrixThatIsTooLargeToReadIsLeftOut() throws IOException {
    List<String> many = IntStream.range(0, 21).mapToObj(code -> "c" + code).toList();

    assertThat(page(many, "Training rows"))
        .contains(
            "<p>The confusion matrix of 21 classes is too large to show; the JSON has it.</p>")
        .contains("<tr><th>c20<td>")
        .doesNotContain("predicted c20");
  }

  @Test
  void rowsNeedAName() {
    assertThatThrownBy(() -> new MulticlassRowsEvaluation(" ", evaluation(CLASSES)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("rows must not be blank, was ' '");
  }
}
