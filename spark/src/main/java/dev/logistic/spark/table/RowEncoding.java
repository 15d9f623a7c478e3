package dev.logistic.spark.table;

import dev.logistic.schema.FeatureColumn;
import dev.logistic.schema.FeatureSchema;
import java.io.Serializable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.jspecify.annotations.Nullable;

/**
 * Turns cells into features on the scale of the columns, and labels into the places of their
 * classes. Immutable; travels to executors.
 */
final class RowEncoding implements Serializable {

  private static final long serialVersionUID = 1L;

  private final Cells cells;
  private final int width;
  private final int labelPlace;
  private final boolean weighted;
  private final int[] places; // of each feature column's cells
  private final int[] starts; // of each feature column's features
  private final double[] fills;
  private final @Nullable Map<String, Integer>[] levels; // null for a number
  private final Map<String, Integer> classes = new HashMap<>();

  /**
   * @param places where each feature column's cells are found
   * @param labelPlace where the label is found; the weight stands behind it
   */
  @SuppressWarnings({"unchecked", "rawtypes"})
  RowEncoding(
      Cells cells,
      FeatureSchema schema,
      List<Integer> places,
      int labelPlace,
      boolean weighted,
      List<String> classNames) {
    this.cells = cells;
    this.width = schema.width();
    this.labelPlace = labelPlace;
    this.weighted = weighted;
    int count = schema.columns().size();
    this.places = places.stream().mapToInt(Integer::intValue).toArray();
    this.starts = new int[count];
    this.fills = new double[count];
    this.levels = new Map[count];
    int at = 0;
    for (int i = 0; i < count; i++) {
      FeatureColumn column = schema.columns().get(i);
      starts[i] = at;
      fills[i] = column.fill().orElse(Double.NaN);
      levels[i] = column.type() == FeatureColumn.Type.TEXT ? places(column) : null;
      at += column.width();
    }
    classes.putAll(numbered(classNames));
  }

  /** The places of levels; merged ones have that of the reference level. */
  private static Map<String, Integer> places(FeatureColumn column) {
    Map<String, Integer> places = numbered(column.levels());
    column.merged().forEach(level -> places.put(level, 0));
    return places;
  }

  private static Map<String, Integer> numbered(List<String> names) {
    Map<String, Integer> places = new HashMap<>();
    names.forEach(name -> places.put(name, places.size()));
    return places;
  }

  /** Features as a vector, the label as float64, and the weight if there is one. */
  Row encode(Row row) {
    double[] features = new double[width];
    double weight = weighted ? cells.weight(row, labelPlace + 1) : 1;
    for (int i = 0; i < places.length; i++) {
      Map<String, Integer> known = levels[i];
      if (known == null) {
        Double value = cells.number(row, places[i]);
        features[starts[i]] = value == null ? fills[i] : value;
      } else {
        String text = cells.text(row, places[i]);
        // A text or label that was not there at the scan becomes NaN, which the training refuses;
        // a level of rows that weigh nothing alone reads as the reference.
        double level = text == null ? fills[i] : weight > 0 ? place(known, text) : 0;
        if (level >= 1) {
          features[starts[i] + (int) level - 1] = 1;
        } else if (Double.isNaN(level)) {
          features[starts[i]] = level;
        }
      }
    }
    String label = cells.label(row, labelPlace);
    double place = label == null ? Double.NaN : place(classes, label);
    return weighted
        ? RowFactory.create(Vectors.dense(features), place, weight)
        : RowFactory.create(Vectors.dense(features), place);
  }

  private static double place(Map<String, Integer> places, String name) {
    Integer place = places.get(name);
    return place == null ? Double.NaN : place;
  }
}
