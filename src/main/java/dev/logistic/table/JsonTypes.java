package dev.logistic.table;

import java.util.regex.Pattern;

/** The types that DuckDB reports for JSON values, some of which JSON itself only has as texts. */
final class JsonTypes {

  private static final Pattern WITHOUT_JSON_FORM =
      Pattern.compile(
          "(?<=^| )(DATE|TIME|TIMESTAMP|TIMESTAMP WITH TIME ZONE|TIME WITH TIME ZONE|UUID)(?=$|[,)\\[])");

  private JsonTypes() {}

  /** A type, also of lists and objects, with texts for what JSON writes as texts. */
  static String asWritten(String type) {
    boolean mayHoldNames = type.contains("\""); // which could look like types
    return mayHoldNames ? type : WITHOUT_JSON_FORM.matcher(type).replaceAll("VARCHAR");
  }
}
