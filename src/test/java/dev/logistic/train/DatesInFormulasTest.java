package dev.logistic.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.logistic.config.Missing;
import dev.logistic.config.MissingValues;
import dev.logistic.config.Precision;
import dev.logistic.config.Settings;
import dev.logistic.drift.Drift;
import dev.logistic.model.LogisticModel;
import dev.logistic.model.ModelDirectory;
import dev.logistic.score.Scorer;
import dev.logistic.table.TableException;
import dev.logistic.table.TableSource;
import dev.logistic.table.TrainingTable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Parts of dates as features, against those that DuckDB computes in a query. */
class DatesInFormulasTest {

  private static final Settings PLAIN =
      Settings.defaults()
          .with(Settings.L2, 0.001)
          .with(Settings.PRECISION, Precision.FLOAT64)
          .with(Settings.LABEL, "y");

  @TempDir Path folder;

  private Path file = Path.of("");

  @BeforeEach
  void writeRows() throws Exception {
    Random random = new Random(11);
    List<String> lines = new ArrayList<>(List.of("at,\"order date\",x,n,y"));
    for (int row = 0; row < 300; row++) {
      LocalDateTime at =
          LocalDateTime.of(2019, 1, 1, 0, 0).plusMinutes(random.nextInt(5 * 365 * 24 * 60));
      boolean yes = random.nextDouble() < (at.getMonthValue() > 6 ? 0.7 : 0.3);
      lines.add(
          "%s,%s,%s,%d,%s"
              .formatted(
                  at.toString().replace('T', ' ') + ":00",
                  row % 20 == 3 ? "" : at.toLocalDate().plusDays(9),
                  random.nextGaussian(),
                  row,
                  yes ? 1 : 0));
    }
    file = Files.write(folder.resolve("rows.csv"), lines);
  }

  private Settings settings(String formula) {
    return PLAIN
        .with(Settings.SOURCE, file.toString())
        .with(Settings.TERMS, formula)
        .with(
            Settings.MISSING,
            formula.contains("order date")
                ? new MissingValues(Missing.ERROR, Map.of("order date", Missing.INDICATOR))
                : MissingValues.of(Missing.ERROR));
  }

  /** A setting names the column of the dates, not a part of them. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "x + month(`order date`)|error|data.missing=mean",
        "x + month(`order date`)|x:median|data.missing=x:median,order date:mean",
      })
  void missingDatesAreRefusedWithARemedyThatSettingsAccept(
      String formula, String missing, String remedy) {
    Settings settings = settings(formula).with(Settings.MISSING, Settings.MISSING.parse(missing));

    assertThatThrownBy(() -> Tables.read(settings).close())
        .isInstanceOf(TableException.class)
        .hasMessageContaining("has 15 missing values, the first in row 4")
        .hasMessageEndingWith(remedy);
  }

  @Test
  void partsAreThoseOfDuckDb() throws Exception {
    Settings settings = settings("year(at) + quarter(at) + month(at):x + weekday(at) * hour(at)");
    Settings computed =
        settings("a + factor(q) + factor(m):x + factor(w) * factor(h)")
            .with(
                Settings.QUERY,
                "SELECT y, x, year(d) AS a, quarter(d) AS q, month(d) AS m, isodow(d) AS w, hour(d) AS h FROM (SELECT *, \"at\" AS d FROM data)");
    try (TrainingTable table = Tables.read(settings);
        TrainingTable other = Tables.read(computed)) {
      assertThat(table.schema().featureNames())
          .startsWith("year(at)", "quarter(at)=2")
          .contains("month(at)=12:x", "weekday(at)=7:hour(at)=23");
      assertThat(table.schema().standardization()).isEqualTo(other.schema().standardization());
      assertThat(table.training().features().toDoubleArray())
          .isEqualTo(other.training().features().toDoubleArray());
    }
  }

  @Test
  void everyDoorReadsTheDates() throws Exception {
    Settings settings = settings("year(at) + month(at) * x + weekday(`order date`)");
    Path directory = folder.resolve("m");
    try (TrainingTable table = Tables.read(settings);
        TrainingResult result = LogisticRegression.with(settings).train(table)) {
      LogisticModel model = result.model();
      ModelDirectory.save(model, directory);
      assertThat(model.card().features())
          .contains("weekday(`order date`)=2", "order date=missing")
          .hasSize(1 + 11 + 1 + 6 + 11 + 1);
      Scorer scorer = Scorer.load(directory);
      assertThat(scorer.columns()).containsExactlyInAnyOrder("at", "x", "order date");
      try (LogisticModel read = ModelDirectory.load(directory)) {
        assertThat(read.card().schema()).isEqualTo(model.card().schema());
      }
      LocalDateTime at = LocalDateTime.of(2021, 3, 4, 5, 6);
      double probability =
          model.probability(Map.of("at", at, "x", 1, "order date", at.toLocalDate()));
      Map<String, Object> texts =
          Map.of("at", "2021-03-04T07:06+02:00", "x", 1, "order date", "2021-03-04");
      assertThat(model.probability(texts)).isEqualTo(probability);
      assertThat(scorer.classProbabilities(texts).get("1")).isEqualTo(probability);
      assertThatThrownBy(
              () -> scorer.classProbabilities(Map.of("at", "4.3.21", "x", 1, "order date", at)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContainingAll("column \"at\" must be a date such as", "was \"4.3.21\"");

      Drift drift = Drift.of(model, new TableSource(file.toString(), ""));
      assertThat(drift.columns())
          .extracting(Drift.Change::name)
          .contains("year(at)", "month(at)", "weekday(`order date`)");
      assertThat(drift.columns()).allMatch(column -> column.psi() < 1e-9);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "month(n)|data.terms: \"month(n)\" needs dates, and column \"n\" is of type DOUBLE",
        "month(t)|row 1, column \"t\": must be a date such as 2026-03-31",
        "hour(local)|was \"31/01/2024\"; make it one in SQL with data.query, as in strptime(",
        "year(whenever)|has no column \"whenever\"",
      })
  void whatIsNoDateIsRefused(String formula, String message) throws Exception {
    Path table =
        Files.writeString(
            folder.resolve("a.csv"),
            """
            n,t,d,local,y
            1,a,2024-01-05,31/01/2024,0
            2,b,2024-02-05,30/01/2024,1
            3,c,2024-01-05,29/01/2024,1
            4,d,2024-02-05,28/01/2024,0
            """);
    Settings settings = PLAIN.with(Settings.SOURCE, table.toString()).with(Settings.TERMS, formula);

    assertThatThrownBy(() -> Tables.read(settings).close())
        .isInstanceOf(TableException.class)
        .hasMessageContaining(message);
  }

  @Test
  void aColumnThatIsNamedAsAPartIsRefused() throws Exception {
    Path table =
        Files.writeString(
            folder.resolve("a.csv"), "d,month(d),y\n2024-01-05,1,0\n2024-02-05,2,1\n");
    Settings settings =
        PLAIN.with(Settings.SOURCE, table.toString()).with(Settings.TERMS, "month(d) + `month(d)`");

    assertThatThrownBy(() -> Tables.read(settings).close())
        .isInstanceOf(TableException.class)
        .hasMessageContainingAll("\"month(d)\" is both a column and", "data.query");
  }
}
