package dev.logistic.cli;

import dev.logistic.diagnose.Diagnostics;
import dev.logistic.schema.CoefficientStatistic;
import dev.logistic.schema.ModelCard;
import dev.logistic.table.TableRows;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The columns that diagnostics append to the input's. The complete rows of the table are those that
 * were diagnosed, in the same order, which their logits confirm.
 */
final class DiagnosticColumns implements PredictionColumns {

  private static final List<String> RESIDUALS =
      List.of("probability", "pearson_residual", "deviance_residual");

  private static final List<String> INFLUENCE = List.of("leverage", "cooks_distance");

  private static final String DFBETAS = "dfbetas_";

  private final Diagnostics diagnostics;
  private final SameRows same;
  private final TableRows rows;
  private final int width;
  private final List<String> names;
  private int next;

  DiagnosticColumns(Diagnostics diagnostics, ModelCard card, TableRows rows) {
    this.diagnostics = diagnostics;
    this.same = SameRows.of(diagnostics.scores());
    this.rows = rows;
    this.width = card.schema().width();
    this.names = new ArrayList<>(RESIDUALS);
    if (diagnostics.ofFit()) {
      names.addAll(INFLUENCE);
      names.add(DFBETAS + CoefficientStatistic.BIAS);
      card.schema().featureNames().forEach(name -> names.add(DFBETAS + name));
    }
  }

  @Override
  public List<String> names() {
    return names;
  }

  @Override
  public Map<String, String> types() {
    return names.stream().collect(Collectors.toMap(name -> name, name -> "DOUBLE"));
  }

  @Override
  public int logits() {
    return 1;
  }

  @Override
  public void fill(double[] logits, double[] errors, int row, @Nullable String[] record, int at) {
    int diagnosed = next++;
    same.require(logits, row, diagnosed);
    record[at] = Double.toString(diagnostics.scores().probability(diagnosed));
    if (!(diagnostics.scores().weight(diagnosed) > 0)) {
      return; // it has no part in the fit
    }
    int cell = at + 1;
    record[cell++] = text(diagnostics.pearsonResidual(diagnosed));
    record[cell++] = text(diagnostics.devianceResidual(diagnosed));
    if (!diagnostics.ofFit()) {
      return;
    }
    record[cell++] = text(diagnostics.leverage(diagnosed));
    record[cell++] = text(diagnostics.cooksDistance(diagnosed));
    for (double shift : diagnostics.dfbetas(diagnosed, rows.features(), row * width)) {
      record[cell++] = text(shift);
    }
  }

  /** An empty cell for what is not defined. */
  private static @Nullable String text(double value) {
    return Double.isNaN(value) ? null : Double.toString(value);
  }

  /** Checks, when all rows have been written, that none was missing. */
  void requireAll() {
    same.requireAll(next);
  }
}
