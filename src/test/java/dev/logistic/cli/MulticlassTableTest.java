package dev.logistic.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.logistic.evaluate.MulticlassEvaluation;
import dev.logistic.evaluate.MulticlassScores;
import dev.logistic.report.Coefficient;
import dev.logistic.report.MulticlassRowsEvaluation;
import dev.logistic.schema.Standardization;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is shown of models of more than two classes. */
class MulticlassTableTest {

  private static List<String> printed(MulticlassEvaluation evaluation) {
    StringWriter text = new StringWriter();
    EvaluationTable.print(new PrintWriter(text), new MulticlassRowsEvaluation("Rows", evaluation));
    return text.toString().lines().toList();
  }

  @Test
  void figuresThenALineForEachClassThenTheCounts() {
    double[] probabilities = {
      0.5, 0.25, 0.25, 0.75, 0.125, 0.125, 0.25, 0.5, 0.25, 0.25, 0.25, 0.5, 0.5, 0, 0.5
    };
    MulticlassScores scores =
        MulticlassScores.ofProbabilities(probabilities, new int[] {0, 0, 1, 2, 2}, 3);

    assertThat(printed(MulticlassEvaluation.of(scores, List.of("red", "dark green", "blue"))))
        .containsExactly(
            "Rows               5",
            "Log-loss           0.612054",
            "ROC-AUC            0.972222",
            "KS                 0.888889",
            "Average precision  0.944444",
            "Brier score        0.343750",
            "Calibration error  0.250000",
            "",
            "Predicting the most probable class, means over the classes:",
            "Accuracy           0.800000",
            "Balanced accuracy  0.833333",
            "Precision          0.888889",
            "Recall             0.833333",
            "F1                 0.822222",
            "MCC                0.734968",
            "",
            "Class       rows  precision    recall        F1   ROC-AUC        KS  average precision",
            "red            2   0.666667  1.000000  0.800000  0.916667  0.666667           0.833333",
            "dark green     1   1.000000  1.000000  1.000000  1.000000  1.000000           1.000000",
            "blue           2   1.000000  0.500000  0.666667  1.000000  1.000000           1.000000",
            "",
            "               predicted red  predicted dark green  predicted blue",
            "is red                     2                     0               0",
            "is dark green              0                     1               0",
            "is blue                    1                     0               1");
  }

  @Test
  void aMatrixThatFitsNoTerminalIsLeftToTheJson() {
    MulticlassScores scores = MulticlassScores.ofLogits(new double[13], new int[1], 13);
    List<String> classes = IntStream.range(0, 13).mapToObj(code -> "c" + code).toList();

    assertThat(printed(MulticlassEvaluation.of(scores, classes)))
        .hasSize(32)
        .contains("ROC-AUC            -", "Accuracy           1.000000")
        .endsWith("The confusion matrix of 13 classes is too wide to print; --json has it");
  }

  @Test
  void coefficientsAreNamedByClassAndFeature() {
    double[] weights = {1, 2, 3, 4, 5, 6}; // (features, classes)
    List<String> features = List.of("age", "city=Rome");
    List<String> classes = List.of("a", "b", "c");
    Standardization scaling = new Standardization(List.of(0.0, 0.0), List.of(2.0, 4.0));

    assertThat(
            ClassCoefficients.of(
                weights, features, classes, Optional.of(scaling), LargestWeights::all))
        .isEqualTo(
            List.of(
                new Coefficient("a: age", 1, OptionalDouble.of(0.5)),
                new Coefficient("a: city=Rome", 4, OptionalDouble.of(1)),
                new Coefficient("b: age", 2, OptionalDouble.of(1)),
                new Coefficient("b: city=Rome", 5, OptionalDouble.of(1.25)),
                new Coefficient("c: age", 3, OptionalDouble.of(1.5)),
                new Coefficient("c: city=Rome", 6, OptionalDouble.of(1.5))));
    assertThat(
            ClassCoefficients.of(weights, features, classes, Optional.empty(), LargestWeights::all))
        .extracting(Coefficient::rawWeight)
        .containsOnly(OptionalDouble.empty());
  }
}
