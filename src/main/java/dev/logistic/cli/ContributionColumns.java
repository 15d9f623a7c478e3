package dev.logistic.cli;

import dev.logistic.model.LargestContributions;
import dev.logistic.schema.Contributions;
import dev.logistic.table.TableRows;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Other columns, followed by the names of the input columns that contribute most to the logit, and
 * by how much. Empty where the model has fewer columns.
 */
final class ContributionColumns implements PredictionColumns {

  private static final String REASON = "reason_";

  private final PredictionColumns point;
  private final Contributions contributions;
  private final TableRows rows;
  private final int count;

  /**
   * @param point the columns before
   * @param rows that are read
   * @param count of contributions, at least 1
   * @throws IllegalArgumentException if the rows are read as sparse ones
   */
  ContributionColumns(
      PredictionColumns point, Contributions contributions, TableRows rows, int count) {
    if (rows.isSparse()) {
      throw new IllegalArgumentException(
          "--contributions is not for models of %,d features, whose rows are read as sparse ones"
              .formatted(contributions.width()));
    }
    this.point = point;
    this.contributions = contributions;
    this.rows = rows;
    this.count = count;
  }

  @Override
  public List<String> names() {
    List<String> names = new ArrayList<>(point.names());
    IntStream.rangeClosed(1, count).forEach(i -> names.add(REASON + i));
    IntStream.rangeClosed(1, count).forEach(i -> names.add("contribution_" + i));
    return names;
  }

  @Override
  public Map<String, String> types() {
    Map<String, String> types = new LinkedHashMap<>(point.types());
    names().stream()
        .skip(point.names().size())
        .forEach(name -> types.put(name, name.startsWith(REASON) ? "VARCHAR" : "DOUBLE"));
    return types;
  }

  @Override
  public int logits() {
    return point.logits();
  }

  @Override
  public double[] logitErrors(RowSource some) {
    return point.logitErrors(some);
  }

  @Override
  public void fill(double[] logits, double[] errors, int row, @Nullable String[] record, int at) {
    point.fill(logits, errors, row, record, at);
    double[] each = contributions.of(rows.features(), row * contributions.width());
    List<Integer> order = LargestContributions.places(each, count);
    int first = at + point.names().size();
    for (int i = 0; i < order.size(); i++) {
      record[first + i] = contributions.columns().get(order.get(i));
      record[first + count + i] = Double.toString(each[order.get(i)]);
    }
  }
}
