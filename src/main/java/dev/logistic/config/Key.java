package dev.logistic.config;

import java.util.List;
import java.util.Optional;

/**
 * One setting: its name, the rule for its values, its default, how values read and print, and its
 * facets.
 *
 * @param <T> the type of the values; immutable
 */
public final class Key<T> {

  private static final int MOST_SHOWN = 200;

  private final String name;
  private final Values<T> type;
  private final T defaultValue;
  private final T tableDefault;
  private final List<Facet> facets;
  private final Optional<Requirement<?>> requirement;

  Key(
      String name,
      Values<T> type,
      T defaultValue,
      T tableDefault,
      List<Facet> facets,
      Optional<Requirement<?>> requirement) {
    this.name = name;
    this.type = type;
    this.defaultValue = defaultValue;
    this.tableDefault = tableDefault;
    this.facets = facets;
    this.requirement = requirement;
  }

  /** The name under which the setting is given, such as {@code train.batch-size}. */
  public String name() {
    return name;
  }

  /** The default: the value of the original program. */
  public T defaultValue() {
    return defaultValue;
  }

  /** The default where the rows come from a table. */
  public T tableDefault() {
    return tableDefault;
  }

  /** The values that are allowed, as the end of the sentence "must be ...". */
  public String rule() {
    return type.rule();
  }

  /** Whether the key has a facet. */
  public boolean has(Facet facet) {
    return facets.contains(facet);
  }

  /** The requirement of any value but the default. */
  Optional<Requirement<?>> requirement() {
    return requirement;
  }

  /** Whether the key applies to rows of a table, or else to synthetic ones. */
  boolean countsFor(boolean table) {
    return table ? !has(Facet.SYNTHETIC_ONLY) : !has(Facet.TABLE_ONLY) && !has(Facet.NEEDS_TABLE);
  }

  /** Whether the key applies to rows that the caller has in arrays. */
  boolean countsForArrays() {
    return has(Facet.ARRAYS_TOO) || (countsFor(true) && countsFor(false));
  }

  /**
   * Reads a value.
   *
   * @throws IllegalArgumentException if the text is not of the right form or out of range; the
   *     message names the key, the rule and the text
   */
  public T parse(String text) {
    T value;
    try {
      value = type.parser().apply(text.strip());
    } catch (SettingsException e) { // explains what is missing
      throw new IllegalArgumentException(name + " " + e.getMessage(), e);
    } catch (IllegalArgumentException e) {
      throw refused(text);
    }
    if (!type.allowed().test(value)) {
      throw refused(text);
    }
    return value;
  }

  /** Prints a value so that {@link #parse} reads it back. */
  public String print(T value) {
    return type.printer().apply(value);
  }

  T check(T value) {
    if (!type.allowed().test(value)) {
      throw refused(print(value));
    }
    return value;
  }

  private IllegalArgumentException refused(String text) {
    String shown = text.length() <= MOST_SHOWN ? text : text.substring(0, MOST_SHOWN) + "...";
    return new IllegalArgumentException(name + " must be " + rule() + ", was \"" + shown + "\"");
  }

  @Override
  public String toString() {
    return name;
  }
}
