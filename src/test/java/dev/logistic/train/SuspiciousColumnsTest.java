package dev.logistic.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.logistic.config.Settings;
import dev.logistic.table.TrainingTable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

/** Warnings of columns that predict the label or number the rows, but mean nothing. */
class SuspiciousColumnsTest {

  private static final Settings SETTINGS = Settings.defaults().with(Settings.LABEL, "y");

  private static boolean isPositive(int row) {
    return new Random(77L * row).nextInt(1_000_000) % 2 == 0;
  }

  /** Warnings of a training on rows with a column of noise and another one. */
  private static List<String> warnings(int rows, Settings settings, IntFunction<Object> other)
      throws IOException {
    List<Map<String, Object>> table = new ArrayList<>();
    for (int row = 0; row < rows; row++) {
      Map<String, Object> cells = new LinkedHashMap<>();
      cells.put("noise", new Random(1_000 + row).nextGaussian());
      cells.put("other", other.apply(row));
      cells.put("y", isPositive(row) ? "yes" : "no");
      table.add(cells);
    }
    try (TrainingTable read = Tables.of(table, settings);
        TrainingResult result = LogisticRegression.with(settings).train(read)) {
      return result.warnings();
    }
  }

  private static List<String> warnings(IntFunction<Object> other) throws IOException {
    return warnings(60, SETTINGS, other);
  }

  @Test
  void aColumnThatSeparatesTheClassesOfAPenalisedFitIsNamed() throws IOException {
    assertThat(warnings(row -> isPositive(row) ? 5 + row % 3 : row % 3))
        .containsExactly(
            "column \"other\" separates the classes: \"no\" up to 2, \"yes\" from 5; if its values are"
                + " known only once the label is, leave it out with data.exclude=other");
  }

  @Test
  void soIsAColumnOfTexts() throws IOException {
    assertThat(warnings(row -> isPositive(row) ? "paid" : row % 2 == 0 ? "due" : "late"))
        .singleElement()
        .asString()
        .startsWith("column \"other\" separates the classes: ")
        .endsWith("leave it out with data.exclude=other");
  }

  @Test
  void anUnpenalisedFitNamesItOnce() throws IOException {
    assertThat(warnings(60, SETTINGS.with(Settings.L2, 0), row -> isPositive(row) ? 5 : row % 3))
        .singleElement()
        .asString()
        .contains("there is no finite optimum");
  }

  /** Who sets a penalty has seen what the default one hides. */
  @Test
  void aPenaltyThatIsSetSilencesIt() throws IOException {
    assertThat(warnings(60, SETTINGS.with(Settings.L2, 0.1), row -> isPositive(row) ? 5 : row % 3))
        .isEmpty();
  }

  @Test
  void fewRowsAndColumnsWithAnExceptionAreNotSuspicious() throws IOException {
    assertThat(warnings(12, SETTINGS, row -> isPositive(row) ? 5 : row % 3)).isEmpty();
    assertThat(warnings(row -> isPositive(row) || row == 7 || row == 8 ? 5 + row % 3 : row % 3))
        .isEmpty();
  }

  @Test
  void wholeNumbersThatRiseFromRowToRowMayNumberTheRows() throws IOException {
    assertThat(warnings(row -> 100 + row + row / 20 * 7))
        .containsExactly(
            "column \"other\" has whole numbers that rise from row to row, as those of an identifier"
                + " do; if it only numbers the rows, leave it out with data.exclude");
  }

  @Test
  void measurementsRepeatsAndTextsDoNot() throws IOException {
    assertThat(warnings(row -> 0.5 + row)).isEmpty();
    assertThat(warnings(row -> row / 2)).isEmpty();
    assertThat(warnings(row -> row * row)).isEmpty();
    assertThat(warnings(row -> row == 30 ? 3 : row)).isEmpty();
    assertThat(warnings(row -> "customer " + row)).isEmpty();
  }
}
