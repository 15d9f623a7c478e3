package dev.logistic.export;

import ai.djl.ndarray.types.DataType;
import dev.logistic.model.LogisticModel;
import dev.logistic.schema.FeatureSchema;
import dev.logistic.schema.ProductTerm;
import dev.logistic.schema.Standardization;
import dev.logistic.schema.Term;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.function.IntToDoubleFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Composes the SELECT of a model. The probability of class k is {@code 1 / sum of exp(z_j - z_k)}
 * over all classes j, where each difference of logits is a logit of its own: no column is needed
 * between features and probabilities.
 */
final class SqlQuery {

  private static final int MOST_NAME_BYTES = 63; // of PostgreSQL, which cuts longer ones

  private static final Pattern TABLE_PART =
      Pattern.compile("\\G(?:\"((?:[^\"]|\"\")+)\"|([^\".]+))(\\.|$)");

  private final SqlDialect dialect;
  private final LogisticModel model;
  private final List<SqlInput> inputs; // of a formula
  private final List<SqlTerm> terms = new ArrayList<>();
  private final double largest;
  private final List<String> outputs;

  SqlQuery(SqlDialect dialect, LogisticModel model, SqlMissing missing) {
    this.dialect = dialect;
    this.model = model;
    FeatureSchema schema = model.card().schema();
    Standardization scaling =
        schema.standardization().orElseGet(() -> Standardization.identity(schema.width()));
    this.largest =
        model.weights().getDataType() == DataType.FLOAT32 ? Float.MAX_VALUE : Double.MAX_VALUE;
    double most = Double.MAX_VALUE / 8 / (schema.width() + 1);
    this.inputs = SqlInput.of(dialect, ofFormula(schema), missing);
    int from = 0;
    for (Term term : schema.terms()) {
      SqlFeatures features = new SqlFeatures(term, from, scaling, largest, most);
      terms.add(
          term instanceof ProductTerm product
              ? new SqlProducts(product, inputs, features)
              : new SqlColumn(SqlInput.of(dialect, List.of(term), missing).get(0), features));
      from += term.width();
    }
    List<String> classes = model.card().classes();
    this.outputs =
        classes.size() == 2
            ? List.of("probability")
            : classes.stream().map(name -> "probability_" + name).toList();
    requireNames();
  }

  /** The inputs of the terms of a formula; empty without one. */
  private static List<Term> ofFormula(FeatureSchema schema) {
    return schema.terms().stream()
        .filter(ProductTerm.class::isInstance)
        .findFirst()
        .map(term -> ((ProductTerm) term).inputs())
        .orElse(List.of());
  }

  /** A column that predictions add must not be in the table, nor be there twice. */
  private void requireNames() {
    TreeMap<String, String> taken = new TreeMap<>();
    for (Term term : model.card().schema().inputs()) {
      String other = taken.putIfAbsent(folded(term.column()), term.column());
      if (other != null && !other.equals(term.column()) && dialect.ignoresCase()) {
        throw new IllegalArgumentException(
            "the columns \"%s\" and \"%s\" differ in case alone, which %s cannot distinguish"
                .formatted(other, term.column(), dialect));
      }
    }
    for (String name : added()) {
      String other = taken.putIfAbsent(folded(name), name);
      if (other != null) {
        throw new IllegalArgumentException(
            ("the query would add the column \"%s\", but there is \"%s\" already; train on a table"
                    + " with another name for it")
                .formatted(name, other));
      }
      if (dialect == SqlDialect.POSTGRESQL
          && name.getBytes(StandardCharsets.UTF_8).length > MOST_NAME_BYTES) {
        throw new IllegalArgumentException(
            "PostgreSQL has names of at most %d bytes, and the query would add the column \"%s\""
                .formatted(MOST_NAME_BYTES, name));
      }
    }
  }

  private List<String> added() {
    List<String> added = new ArrayList<>(outputs);
    added.add("prediction");
    return added;
  }

  private static String folded(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  String of(String table) {
    String from = qualified(table);
    List<String> columns = new ArrayList<>();
    List<String> none = new ArrayList<>();
    for (int k = 0; k < outputs.size(); k++) {
      columns.add(probability(k) + "\n    AS " + dialect.identifier(outputs.get(k)));
    }
    for (String name : added()) {
      none.add("0 AS " + dialect.identifier(name));
    }
    String query =
        """
        -- Written by djl-logistic in the SQL of %s.
        SELECT s.*,
          %s AS "prediction"
        FROM (
          SELECT t.*,
            %s
          FROM %s AS t
          -- A name here is ambiguous if the table has such a column already: rename that one.
          WHERE NOT EXISTS (
            SELECT %s
            FROM %s AS t CROSS JOIN (SELECT %s) AS added WHERE 1 = 0
          )
        ) AS s
        """
            .formatted(
                dialect,
                prediction(),
                String.join(",\n    ", columns),
                from,
                added().stream().map(dialect::identifier).collect(Collectors.joining(", ")),
                from,
                String.join(", ", none));
    int bytes = query.getBytes(StandardCharsets.UTF_8).length;
    if (bytes > SqlLength.MOST_BYTES) {
      throw tooLong("has %,d bytes".formatted(bytes));
    }
    return query;
  }

  private IllegalArgumentException tooLong(String size) {
    return new IllegalArgumentException(
        String.format(
            Locale.ROOT,
            "a statement of SQL may have %,d bytes, as databases limit them, and that of %,d"
                + " features and %d classes %s; score with predict or dev.logistic.score.Scorer",
            SqlLength.MOST_BYTES,
            model.card().schema().width(),
            model.card().classes().size(),
            size));
  }

  private String qualified(String table) {
    List<String> parts = new ArrayList<>();
    Matcher part = TABLE_PART.matcher(table);
    int end = 0;
    boolean open = true;
    while (open && part.find()) {
      String quoted = part.group(1);
      parts.add(dialect.identifier(quoted == null ? part.group(2) : quoted.replace("\"\"", "\"")));
      open = part.group(3).equals(".");
      end = part.end();
    }
    if (open || end != table.length()) {
      throw new IllegalArgumentException(
          "expected a table as NAME or SCHEMA.NAME, with double quotes around a part that has dots,"
              + " was \""
              + table
              + "\"");
    }
    return String.join(".", parts);
  }

  private double[] weights(int output) {
    return model.coefficients(output).weights().stream().mapToDouble(Double::doubleValue).toArray();
  }

  /**
   * {@code 1 / sum of exp(z_j - z_k)}, or NULL where a cell cannot be used. The sum is in the order
   * of the classes, so that classes with equal logits have the same probability.
   */
  private String probability(int k) {
    List<String> addends = new ArrayList<>();
    if (outputs.size() == 1) {
      double[] own = weights(0);
      addends.add(dialect.number(1));
      addends.add(exponential(feature -> -own[feature], -model.coefficients().bias()));
    } else {
      double[] own = weights(k);
      for (int j = 0; j < outputs.size(); j++) {
        double[] other = weights(j);
        double bias = model.coefficients(j).bias() - model.coefficients(k).bias();
        addends.add(
            j == k
                ? dialect.number(1)
                : exponential(feature -> other[feature] - own[feature], bias));
        requireShort(addends);
      }
    }
    String probability =
        "%s / (%s)".formatted(dialect.number(1), String.join("\n      + ", addends));
    return where(ofInputs(), where(conditions(), probability));
  }

  /** An expression, or NULL where a condition does not hold. */
  private static String where(List<String> conditions, String sql) {
    return conditions.isEmpty()
        ? sql
        : "CASE WHEN %s\n      THEN %s END".formatted(tree(conditions, "AND"), sql);
  }

  private List<String> ofInputs() {
    double most = Math.min(largest, SqlArithmetic.LARGEST);
    return inputs.stream().flatMap(input -> input.condition(most).stream()).distinct().toList();
  }

  private void requireShort(List<String> addends) {
    if (addends.stream().mapToLong(String::length).sum() * outputs.size() > SqlLength.MOST_BYTES) {
      throw tooLong("has more");
    }
  }

  private List<String> conditions() {
    double[] greatest = new double[model.card().schema().width()];
    for (int output = 0; output < outputs.size(); output++) {
      double[] weights = weights(output);
      for (int feature = 0; feature < greatest.length; feature++) {
        double twice = 2 * Math.abs(weights[feature]); // as differences of classes can be
        greatest[feature] = Math.max(greatest[feature], twice);
      }
    }
    return terms.stream()
        .flatMap(term -> term.conditions(feature -> greatest[feature]).stream())
        .distinct()
        .toList();
  }

  private String exponential(IntToDoubleFunction weights, double bias) {
    List<String> addends = new ArrayList<>(List.of(dialect.number(bias)));
    terms.forEach(term -> term.contribution(weights).ifPresent(addends::add));
    return dialect.boundedExp(tree(addends, "+"));
  }

  /** A tree of little depth: databases limit how deep an expression is. */
  private static String tree(List<String> parts, String operator) {
    int size = parts.size();
    return size == 1
        ? parts.get(0)
        : "(%s\n      %s %s)"
            .formatted(
                tree(parts.subList(0, size / 2), operator),
                operator,
                tree(parts.subList(size / 2, size), operator));
  }

  private String prediction() {
    List<String> classes = model.card().classes();
    if (outputs.size() == 1) {
      return "CASE WHEN %1$s >= %2$s THEN %3$s WHEN %1$s IS NOT NULL THEN %4$s END"
          .formatted(
              column(0),
              dialect.number(model.card().threshold()),
              dialect.text(classes.get(1)),
              dialect.text(classes.get(0)));
    }
    String all =
        IntStream.range(0, classes.size()).mapToObj(this::column).collect(Collectors.joining(", "));
    StringBuilder cases = new StringBuilder("CASE ").append(dialect.greatest(all));
    for (int k = 0; k < classes.size(); k++) { // the first one of a tie
      cases.append(" WHEN %s THEN %s".formatted(column(k), dialect.text(classes.get(k))));
    }
    return cases + " END";
  }

  private String column(int output) {
    return "s." + dialect.identifier(outputs.get(output));
  }
}
