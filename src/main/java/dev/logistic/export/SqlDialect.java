package dev.logistic.export;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The SQL of a database: how it writes literals and names, and reads cells. */
enum SqlDialect {
  /** DuckDB. */
  DUCKDB("DOUBLE", "VARCHAR"),
  /** PostgreSQL 12 and newer. */
  POSTGRESQL("double precision", "text"),
  /** SQLite 3.35 and newer, built with its mathematical functions, for {@code EXP}. */
  SQLITE("REAL", "TEXT"),
  /** Standard SQL with {@code EXP}, and with {@code GREATEST} and {@code LEAST} of SQL:2023. */
  ANSI("DOUBLE PRECISION", "VARCHAR(5)");

  /** As tables read numbers; without the backslashes that only some databases know. */
  private static final String NUMBER_PATTERN =
      "^[[:space:]]*([+-]?(?:[0-9]+[.]?[0-9]*|[.][0-9]+)"
          + "(?:[eE][+-]?[0-9][0-9]?[0-9]?[0-9]?)?)[[:space:]]*$";

  private static final int MANTISSA_BITS = 52;

  private final String doubleType;
  private final String textType;

  SqlDialect(String doubleType, String textType) {
    this.doubleType = doubleType;
    this.textType = textType;
  }

  /**
   * Returns the dialect of a name: duckdb, postgresql, sqlite or ansi.
   *
   * @throws IllegalArgumentException if there is none; the message lists them
   */
  static SqlDialect of(String name) {
    return Arrays.stream(values())
        .filter(dialect -> dialect.toString().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "expected a dialect of SQL, one of %s, was \"%s\""
                        .formatted(String.join(", ", ExportFormat.sqlDialects()), name)));
  }

  /** Its name, in lower case. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** A literal of type double: 405E-1 for 40.5. */
  String number(double value) {
    BigDecimal exact = new BigDecimal(Double.toString(value)).stripTrailingZeros();
    String digits = exact.unscaledValue() + "E" + -exact.scale();
    String literal = digits.startsWith("-") ? "(" + digits + ")" : digits;
    return this == POSTGRESQL ? literal + "::float8" : literal;
  }

  /**
   * As {@link #number}, and exactly that one: SQLite rounds some literals up or down by one digit,
   * so there it is a whole number divided or multiplied by powers of two.
   */
  String exactNumber(double value) {
    if (this != SQLITE || new BigDecimal(value).compareTo(BigDecimal.valueOf(value)) == 0) {
      return number(value);
    }
    int exponent = Math.getExponent(value) - MANTISSA_BITS;
    StringBuilder sql = new StringBuilder("(").append(number(Math.scalb(value, -exponent)));
    while (exponent != 0) {
      int bits = Math.min(MANTISSA_BITS, Math.abs(exponent));
      sql.append(exponent < 0 ? " / " : " * ").append(number(Math.scalb(1.0, bits)));
      exponent += exponent < 0 ? bits : -bits;
    }
    return sql.append(")").toString();
  }

  /** As {@link #number}; NaN is empty where there is none. */
  Optional<String> numberOrNaN(double value) {
    if (!Double.isNaN(value)) {
      return Optional.of(number(value));
    }
    return this == DUCKDB || this == POSTGRESQL ? Optional.of(toDouble("'NaN'")) : Optional.empty();
  }

  /** A name in double quotes. */
  String identifier(String name) {
    return quoted(name, '"');
  }

  /** A text literal, whatever {@code standard_conforming_strings} is in PostgreSQL. */
  String text(String text) {
    return this == POSTGRESQL && text.contains("\\")
        ? "E" + quoted(text.replace("\\", "\\\\"), '\'')
        : quoted(text, '\'');
  }

  private static String quoted(String text, char quote) {
    if (text.indexOf(0) >= 0) {
      throw new IllegalArgumentException(
          "SQL cannot hold the character U+0000, which is in \"%s\""
              .formatted(text.replace("\0", "\\0")));
    }
    if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
      throw new IllegalArgumentException(
          "UTF-8 cannot hold half of a surrogate pair, which is in \"%s\"".formatted(text));
    }
    String one = String.valueOf(quote);
    return one + text.replace(one, one + one) + one;
  }

  /** A value as a double; an error or NULL where it cannot be one. */
  String toDouble(String value) {
    return "CAST(%s AS %s)".formatted(value, doubleType);
  }

  /** The type of short texts. */
  String shortTextType() {
    return textType;
  }

  /** A value as text, compared character by character. */
  String toText(String value) {
    return switch (this) {
      case DUCKDB -> "(CAST(%s AS VARCHAR) COLLATE \"binary\")".formatted(value);
      case POSTGRESQL -> "(CAST(%s AS text) COLLATE \"C\")".formatted(value);
      case SQLITE -> "(CAST(%s AS TEXT) COLLATE BINARY)".formatted(value);
      case ANSI -> value; // as a cast would need a length
    };
  }

  /** The text of a boolean. */
  String toFlagText(String value) {
    return this == ANSI ? "CAST(%s AS %s)".formatted(value, textType) : toText(value);
  }

  /** A text without white space around it. */
  String stripped(String text) {
    return switch (this) {
      case DUCKDB, POSTGRESQL -> "TRIM(%s, E' \\t\\n\\r\\f')".formatted(text);
      case SQLITE -> "TRIM(%s, CHAR(32, 9, 10, 13, 12))".formatted(text);
      case ANSI -> "TRIM(%s)".formatted(text);
    };
  }

  /** The number that a text in a column is, white space aside; NULL if it is none. */
  String parsed(String column) {
    return switch (this) {
      case DUCKDB ->
          "TRY_CAST(regexp_extract(CAST(%s AS VARCHAR), '%s', 1) AS DOUBLE)"
              .formatted(column, NUMBER_PATTERN);
      case POSTGRESQL ->
          "CAST(SUBSTRING(CAST(%s AS text) FROM '%s') AS float8)".formatted(column, NUMBER_PATTERN);
      // The comparison makes a number of the left side if all of it is one; a cast, of any text.
      case SQLITE ->
          "CASE WHEN (%1$s || '') = CAST(%1$s AS NUMERIC) THEN CAST(%1$s AS REAL) END"
              .formatted(stripped(column));
      case ANSI -> throw new IllegalStateException("standard SQL cannot parse texts");
    };
  }

  /**
   * Whether the type of a column, or in SQLite of a cell, is text; DuckDB decides when it plans.
   */
  String isText(String column) {
    return switch (this) {
      case DUCKDB -> "typeof(%s) = 'VARCHAR'".formatted(column);
      case POSTGRESQL -> "pg_typeof(%s) IN ('text', 'varchar', 'bpchar')".formatted(column);
      case SQLITE -> "typeof(%s) = 'text'".formatted(column);
      case ANSI -> "1 = 0";
    };
  }

  /** Whether the type is one of numbers with a fraction. */
  String isFraction(String column) {
    return switch (this) {
      case DUCKDB ->
          "(typeof(%1$s) IN ('DOUBLE', 'FLOAT') OR typeof(%1$s) LIKE 'DECIMAL%%')"
              .formatted(column);
      case POSTGRESQL -> "pg_typeof(%s) IN ('float8', 'float4', 'numeric')".formatted(column);
      case SQLITE -> "typeof(%s) = 'real'".formatted(column);
      case ANSI -> "1 = 0";
    };
  }

  /** {@code value - origin}. */
  String difference(String value, double origin) {
    return origin == 0 ? "(" + value + ")" : "(%s - %s)".formatted(value, number(origin));
  }

  /** Whether a product or quotient that is too small for a double is an error, and not 0. */
  boolean refusesUnderflow() {
    return this == POSTGRESQL;
  }

  /** Whether a function or an operation whose result is not finite raises an error. */
  boolean raisesErrors() {
    return this != SQLITE; // where the result is infinite or NULL
  }

  /** {@code difference * factor}, which is 0 where it is too small for a double. */
  String product(String difference, double factor) {
    String product = "%s * %s".formatted(difference, number(factor));
    return refusesUnderflow()
        ? "CASE WHEN ABS(%s) < %s THEN %s ELSE %s END"
            .formatted(
                difference, number(1e-300 / Math.min(1, Math.abs(factor))), number(0), product)
        : product;
  }

  /** {@code exp} of a number within ±700, which neither overflows nor underflows. */
  String boundedExp(String number) {
    String atLeast = greatest(number(-700) + ", " + number);
    return "EXP(%s)".formatted(least(number(700), atLeast));
  }

  /** The smaller of two numbers. */
  String least(String one, String other) {
    return "%s(%s, %s)".formatted(this == SQLITE ? "MIN" : "LEAST", one, other);
  }

  /** The largest of some numbers. */
  String greatest(String numbers) {
    return (this == SQLITE ? "MAX(" : "GREATEST(") + numbers + ")";
  }

  /** Whether names that differ in case alone name the same column, even in quotes. */
  boolean ignoresCase() {
    return this == DUCKDB || this == SQLITE;
  }
}
