package dev.logistic.spark.table;

import dev.logistic.schema.Expression;
import dev.logistic.schema.FeatureSchema;
import dev.logistic.schema.ProductTerm;
import dev.logistic.schema.Term;
import dev.logistic.table.RemoteFormula;
import dev.logistic.table.TableException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Learns a formula from the rows of a table, by the rules of the core: from all values, which the
 * driver receives. For one training.
 */
final class FormulaLearning {

  private final String table;
  private final Dataset<Row> rows;
  private final Cells cells;
  private final List<Integer> places;
  private final int weightPlace;

  /**
   * @param table its name
   * @param cells of the rows
   * @param places of the cells of each input
   * @param weightPlace of the cell of the weight, or -1
   */
  FormulaLearning(
      String table, Dataset<Row> rows, Cells cells, List<Integer> places, int weightPlace) {
    this.table = table;
    this.rows = rows;
    this.cells = cells;
    this.places = places;
    this.weightPlace = weightPlace;
  }

  /**
   * Learns the terms, without their standardization.
   *
   * @param inputs the encoders of the columns
   * @param count of the rows
   * @param warnings to add to
   * @throws TableException if a term cannot be computed, or the values do not fit on the driver
   */
  FeatureSchema learn(RemoteFormula formula, List<Term> inputs, long count, List<String> warnings)
      throws TableException {
    Map<Expression, ProductTerm> distinct = new LinkedHashMap<>();
    for (ProductTerm argument : formula.arguments(inputs)) {
      distinct.putIfAbsent(expression(argument), argument);
    }
    List<Expression> places = List.copyOf(distinct.keySet());
    List<FormulaScan> parts =
        distinct.isEmpty() ? List.of() : parts(List.copyOf(distinct.values()), count);
    FeatureSchema schema =
        formula.learn(inputs, argument -> values(parts, places.indexOf(expression(argument))));
    warnings.addAll(constants(schema, scan(schema, false)));
    return schema;
  }

  private static Expression expression(ProductTerm argument) {
    return Objects.requireNonNull(argument.products().get(0).get(0).expression());
  }

  private List<FormulaScan> parts(List<ProductTerm> arguments, long count) throws TableException {
    DriverMemory.of(rows.sparkSession().sparkContext().getConf())
        .require(arguments.stream().map(ProductTerm::name).toList(), count);
    return scan(new FeatureSchema(List.copyOf(arguments), Optional.empty()), true);
  }

  private static double[] values(List<FormulaScan> parts, int feature) {
    int size = parts.stream().mapToInt(part -> part.values(feature).length).sum();
    double[] values = new double[size];
    int at = 0;
    for (FormulaScan part : parts) {
      double[] own = part.values(feature);
      System.arraycopy(own, 0, values, at, own.length);
      at += own.length;
    }
    return values;
  }

  /** Computes the features in all rows, and keeps their values if these are wanted. */
  private List<FormulaScan> scan(FeatureSchema schema, boolean keeps) throws TableException {
    FormulaScan.Plan plan =
        new FormulaScan.Plan(
            cells,
            new TermEncoding(cells, schema, places),
            weightPlace,
            new ArrayList<>(schema.featureNames()),
            keeps);
    List<FormulaScan> parts = plan.of(rows.javaRDD());
    for (FormulaScan part : parts) {
      String fault = part.fault();
      if (fault != null) {
        throw new TableException(table + ": " + fault);
      }
    }
    return parts;
  }

  private static List<String> constants(FeatureSchema schema, List<FormulaScan> parts) {
    List<String> warnings = new ArrayList<>();
    List<String> names = schema.featureNames();
    for (int i = 0; i < names.size(); i++) {
      int feature = i;
      double least = parts.stream().mapToDouble(part -> part.least(feature)).min().orElseThrow();
      double greatest =
          parts.stream().mapToDouble(part -> part.greatest(feature)).max().orElseThrow();
      if (least == greatest) {
        warnings.add(RemoteFormula.constant(names.get(feature), least));
      }
    }
    return warnings;
  }
}
