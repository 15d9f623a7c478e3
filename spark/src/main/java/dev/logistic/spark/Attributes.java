package dev.logistic.spark;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.ml.attribute.Attribute;
import org.apache.spark.ml.attribute.AttributeGroup;
import org.apache.spark.ml.attribute.BinaryAttribute;
import org.apache.spark.ml.attribute.NominalAttribute;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructField;
import scala.Option;

/** Reads the metadata of Spark ML's columns, as its own transformers write them. */
final class Attributes {

  private Attributes() {}

  /** Names of the components of a column's vectors; empty if unknown. */
  static List<String> featureNames(StructField field) {
    Option<Attribute[]> attributes = AttributeGroup.fromStructField(field).attributes();
    if (attributes.isEmpty()) {
      return List.of();
    }
    List<String> names = new ArrayList<>();
    for (Attribute attribute : attributes.get()) {
      Option<String> name = attribute.name();
      names.add(name.isDefined() ? name.get() : "x" + names.size());
    }
    return names;
  }

  /** Names of a label's classes, in order; empty if unknown. */
  static List<String> classes(StructField field) {
    if (!(field.dataType() instanceof NumericType)) {
      return List.of();
    }
    Attribute attribute = Attribute.fromStructField(field);
    Option<String[]> values =
        attribute instanceof NominalAttribute nominal
            ? nominal.values()
            : attribute instanceof BinaryAttribute binary ? binary.values() : Option.empty();
    return values.isDefined() ? List.of(values.get()) : List.of();
  }
}
