package dev.logistic.spark.table;

import dev.logistic.config.Settings;
import dev.logistic.schema.FeatureSchema;
import dev.logistic.schema.Term;
import dev.logistic.table.ClassNames;
import dev.logistic.table.Column;
import dev.logistic.table.MissingMarkers;
import dev.logistic.table.Names;
import dev.logistic.table.RemoteFormula;
import dev.logistic.table.TableException;
import dev.logistic.table.TableOptions;
import dev.logistic.table.TextKinds;
import dev.logistic.train.Tables;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.ml.attribute.Attribute;
import org.apache.spark.ml.attribute.AttributeGroup;
import org.apache.spark.ml.attribute.NominalAttribute;
import org.apache.spark.ml.attribute.NumericAttribute;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructType;

/**
 * A table ready for training, by the core's rules: text columns become indicators, missing cells
 * are refused or filled, classes are in natural order.
 *
 * @param rows columns {@link #FEATURES} (vectors, on the scale of the columns), {@link #LABEL} (the
 *     index of the class) and, if rows are weighted, {@link #WEIGHT}; read again each time
 * @param schema how columns became features, not standardized
 * @param classes in natural order; of two, the negative and the positive one
 * @param weighted whether rows have weights
 * @param warnings such as about constant columns
 */
public record PreparedTable(
    Dataset<Row> rows,
    FeatureSchema schema,
    List<String> classes,
    boolean weighted,
    List<String> warnings) {

  /** Name of the vectors. */
  public static final String FEATURES = "features";

  /** Name of the labels. */
  public static final String LABEL = "label";

  /** Name of the weights. */
  public static final String WEIGHT = "weight";

  /** Copies the lists. */
  public PreparedTable {
    classes = List.copyOf(classes);
    warnings = List.copyOf(warnings);
  }

  /**
   * Opens a table and scans it once.
   *
   * @param settings those under {@code data.}, and the precision
   * @throws TableException if it cannot be used; the message says where and why
   * @throws IOException if its files cannot be listed
   */
  public static PreparedTable read(SparkSession session, Settings settings) throws IOException {
    SparkTable table = SparkTable.open(session, settings);
    TableOptions given = Tables.options(settings);
    RemoteFormula formula = given.terms().isEmpty() ? null : RemoteFormula.of(table, given);
    TableOptions options = formula == null ? given : formula.options();
    ColumnChoice choice = ColumnChoice.of(table, given, formula);
    Dataset<Row> selected = choice.selected(table);
    Cells cells = new Cells(choice.all(), settings);
    int features = choice.features().size();
    boolean weighted = choice.isWeighted();
    TableScan scan =
        new TableScan(cells, weighted, options.maxLevels(), kinds(choice.features(), options))
            .of(selected.javaRDD());
    requireRows(table, choice, scan);
    requireNoMarkers(choice.label(), scan, settings);
    List<String> classes =
        ClassNames.inOrder(choice.label(), scan.labels().keySet(), settings.get(Settings.POSITIVE));
    List<String> warnings = new ArrayList<>();
    ClassNames.warning(choice.label(), classes).ifPresent(warnings::add);
    SchemaFitting fitting = new SchemaFitting(table.name(), choice.roles(), scan, options);
    FeatureSchema schema;
    if (formula == null) {
      schema = fitting.fit();
      warnings.addAll(fitting.warnings());
    } else {
      List<Term> inputs = fitting.fitTerms();
      warnings.addAll(fitting.warnings());
      int weightPlace = weighted ? features + 1 : -1;
      schema =
          new FormulaLearning(table.name(), selected, cells, fitting.places(), weightPlace)
              .learn(formula, inputs, scan.rows(), warnings);
    }
    RowEncoding encoding =
        new RowEncoding(
            cells, new TermEncoding(cells, schema, fitting.places()), features, weighted, classes);
    MapFunction<Row, Row> encode = encoding::encode;
    Dataset<Row> rows = selected.map(encode, Encoders.row(type(weighted)));
    return new PreparedTable(
        named(rows, schema.featureNames(), classes), schema, classes, weighted, warnings);
  }

  /** The rules for the texts of each column. */
  private static List<TextKinds> kinds(List<Column> features, TableOptions options) {
    MissingMarkers markers = new MissingMarkers(options.notMissing());
    return features.stream()
        .map(column -> options.categorical().contains(column.name()))
        .map(categorical -> new TextKinds(markers, categorical, true))
        .toList();
  }

  /** Adds the names of features and classes to the columns' metadata, where Spark keeps them. */
  private static Dataset<Row> named(
      Dataset<Row> rows, List<String> featureNames, List<String> classes) {
    Attribute[] attributes =
        featureNames.stream()
            .map(name -> NumericAttribute.defaultAttr().withName(name))
            .toArray(Attribute[]::new);
    Metadata ofFeatures = new AttributeGroup(FEATURES, attributes).toMetadata();
    Metadata ofLabel =
        NominalAttribute.defaultAttr()
            .withName(LABEL)
            .withValues(classes.toArray(String[]::new))
            .toMetadata();
    return rows.withMetadata(FEATURES, ofFeatures).withMetadata(LABEL, ofLabel);
  }

  private static void requireRows(SparkTable table, ColumnChoice choice, TableScan scan)
      throws TableException {
    String fault = scan.fault();
    if (fault != null) {
      throw new TableException(table.name() + ": " + fault);
    }
    if (scan.rows() == 0) {
      throw new TableException(table.name() + " has no rows");
    }
    if (scan.missingLabels() > 0) {
      throw new TableException(
          "the label \"%s\" is missing in %s, one of them %s; leave such rows out in SQL with data.query"
              .formatted(
                  choice.label().name(),
                  Names.counted(scan.missingLabels(), "row"),
                  scan.missingLabelRow()));
    }
    if (scan.labelsOverflown()) {
      throw new TableException(
          "the label \"%s\" has more than %d distinct values; it must have one per class,"
                  .formatted(choice.label().name(), TableScan.MOST_CLASSES)
              + " so it cannot be a continuous number or an identifier of the row");
    }
  }

  private static void requireNoMarkers(Column label, TableScan scan, Settings settings)
      throws TableException {
    MissingMarkers markers = new MissingMarkers(settings.get(Settings.NOT_MISSING));
    List<String> found = markers.among(scan.labels().keySet());
    if (!found.isEmpty()) {
      long count = found.stream().mapToLong(text -> scan.labels().getOrDefault(text, 0L)).sum();
      throw new TableException(
          "the label's " + MissingMarkers.message(label.name(), count, "", found));
    }
  }

  private static StructType type(boolean weighted) {
    StructType type =
        new StructType()
            .add(FEATURES, SQLDataTypes.VectorType(), false)
            .add(LABEL, DataTypes.DoubleType, false);
    return weighted ? type.add(WEIGHT, DataTypes.DoubleType, false) : type;
  }
}
