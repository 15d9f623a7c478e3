package dev.logistic.spark.table;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lower;
import static org.apache.spark.sql.functions.trim;
import static org.apache.spark.sql.functions.when;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;

/**
 * Texts that mean a missing cell, in files whose column types are detected from the cells: among
 * numbers, they do not turn a column into text. Spark itself supports only one such text.
 */
final class MissingTexts {

  private static final String NUMBER = "^[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]{1,4})?$";
  private static final String FLAG = "^(true|false)$";

  private final List<String> texts;

  MissingTexts(List<String> texts) {
    this.texts = texts;
  }

  /**
   * Returns the table with null for those texts, and with number or boolean types where all other
   * cells allow it.
   */
  Dataset<Row> withoutThem(Dataset<Row> rows) {
    StructField[] fields = rows.schema().fields();
    List<Integer> places =
        IntStream.range(0, fields.length)
            .filter(place -> fields[place].dataType() instanceof StringType)
            .boxed()
            .toList();
    if (texts.isEmpty() || places.isEmpty()) {
      return rows;
    }
    // by position, as names may differ only in case
    Dataset<Row> numbered =
        rows.toDF(
            IntStream.range(0, fields.length).mapToObj(MissingTexts::name).toArray(String[]::new));
    List<Column> counts = new ArrayList<>();
    for (int place : places) {
      Column cell = cell(place);
      counts.add(count(cell));
      counts.add(count(when(trim(cell).rlike(NUMBER), 1)));
      counts.add(count(when(lower(trim(cell)).rlike(FLAG), 1)));
    }
    Row counted = numbered.select(counts.toArray(Column[]::new)).head();
    Column[] columns = new Column[fields.length];
    for (int place = 0; place < fields.length; place++) {
      int at = places.indexOf(place);
      columns[place] =
          (at < 0 ? col(name(place)) : typed(place, counted, 3 * at)).as(fields[place].name());
    }
    return numbered.select(columns);
  }

  private static String name(int place) {
    return "c" + place;
  }

  private Column cell(int place) {
    Column cell = col(name(place));
    Column missing = trim(cell).isin(texts.toArray()).or(trim(cell).equalTo(""));
    return when(missing, null).otherwise(cell);
  }

  private Column typed(int place, Row counted, int at) {
    long present = counted.getLong(at);
    if (present > 0 && counted.getLong(at + 1) == present) {
      return typed(place, DataTypes.DoubleType);
    }
    if (present > 0 && counted.getLong(at + 2) == present) {
      return typed(place, DataTypes.BooleanType);
    }
    return cell(place);
  }

  private Column typed(int place, DataType type) {
    return trim(cell(place)).cast(type);
  }
}
