package dev.logistic.table;

/**
 * A column of a table as its source describes it.
 *
 * @param name as it is spelled in the source
 * @param kind what its values are
 * @param sqlType the source's own name for their type
 */
public record Column(String name, Kind kind, String sqlType) {

  /** What the values of a column are. */
  public enum Kind {
    /** Numbers of any type. */
    NUMBER,
    /** True or false. */
    BOOLEAN,
    /** Text. */
    TEXT,
    /** A date, a time or both. */
    DATE,
    /** Anything else, such as a list or a blob. */
    OTHER;

    /** The kind of one of DuckDB's types. */
    static Kind ofDuckDb(String type) {
      if (type.endsWith("]") || type.startsWith("STRUCT") || type.startsWith("MAP")) {
        return OTHER;
      }
      String plain = type.replaceFirst("\\(.*", "");
      return switch (plain) {
        case "BOOLEAN" -> BOOLEAN;
        case "TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "BIGNUM" -> NUMBER;
        case "UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT", "UHUGEINT" -> NUMBER;
        case "FLOAT", "DOUBLE", "DECIMAL" -> NUMBER;
        case "VARCHAR", "ENUM", "UUID" -> TEXT;
        case "INTERVAL" -> DATE;
        default -> plain.startsWith("DATE") || plain.startsWith("TIME") ? DATE : OTHER;
      };
    }
  }
}
