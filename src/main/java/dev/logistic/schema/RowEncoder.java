package dev.logistic.schema;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Turns a row, given as values by column name, into features on the scale of the columns. A number
 * must be a {@link Number}, a boolean a {@link Boolean} or 0 or 1, a text a {@link CharSequence} or
 * an {@link Enum} by its name, or where levels are numbers or booleans also such a one, which is
 * then taken by its text, 1 for 1.0. A null or an empty text is a missing value. A merged level,
 * and a text that the training did not see, is taken as the reference level.
 *
 * <p>For a model of columns with indices for names, a row has numbers by index, as text, or by the
 * name of the feature. Those that it does not have are 0. Indices that the model does not know are
 * ignored and counted, and other names are ignored. Immutable. For use within this project; {@code
 * LogisticModel} and {@code Scorer} read rows by column name.
 */
public final class RowEncoder {

  private final FeatureSchema schema;
  private final List<Term> inputs;
  private final @Nullable Expansion expansion; // null without a formula
  private final int width;

  /** Encodes by that schema. */
  public RowEncoder(FeatureSchema schema) {
    this.schema = schema;
    this.inputs = schema.inputs();
    this.expansion = schema.isOfFormula() ? new Expansion(schema) : null;
    this.width = schema.width();
  }

  /** Encodes a row without counting; see {@link #encode(Map, UnseenTexts)}. */
  public double[] encode(Map<String, ? extends @Nullable Object> row) {
    return encode(row, new UnseenTexts());
  }

  /**
   * Returns the features of a row; other columns are ignored.
   *
   * @param unseen counts the row's texts that the training did not see
   * @return as many as the schema's width
   * @throws IllegalArgumentException if the row is null, or a column is missing or cannot be used;
   *     the message names it, and states what was expected and found
   */
  public double[] encode(Map<String, ? extends @Nullable Object> row, UnseenTexts unseen) {
    double[] features = new double[width];
    encode(row, unseen, (feature, value) -> features[feature] = value);
    return features;
  }

  /** Whether {@link #encodeSparse} is the faster way, as the model has thousands of features. */
  public boolean isSparse() {
    return SparseRow.isFor(width);
  }

  /**
   * Returns the features of a row that may differ from 0, in time that does not depend on the
   * number of features; otherwise as {@link #encode(Map, UnseenTexts)}.
   */
  public EncodedRow encodeSparse(Map<String, ? extends @Nullable Object> row, UnseenTexts unseen) {
    EncodedRow.Builder features = new EncodedRow.Builder();
    encode(row, unseen, features);
    return features.build();
  }

  private void encode(
      Map<String, ? extends @Nullable Object> row, UnseenTexts unseen, Term.Sink sink) {
    if (row == null) {
      throw new IllegalArgumentException("expected a row, found null");
    }
    if (schema.terms().get(0) instanceof IndexedTerm columns) {
      columns.encode(row, unseen, sink);
      return;
    }
    if (expansion != null) {
      double[] cells = new double[inputs.size()];
      for (int i = 0; i < cells.length; i++) {
        if (!(inputs.get(i) instanceof TextTerm)) {
          encode(row, inputs.get(i), unseen, 0, expansion.sink(cells, i));
        }
      }
      int place = 0;
      for (int i = 0; i < schema.terms().size(); i++) {
        Term term = schema.terms().get(i);
        if (term instanceof TextTerm) {
          encode(row, term, unseen, place, sink);
        } else {
          expansion.expand(i, cells, place, sink);
        }
        place += term.width();
      }
      return;
    }
    int at = 0;
    for (Term term : inputs) {
      encode(row, term, unseen, at, sink);
      at += term.width();
    }
  }

  private void encode(
      Map<String, ? extends @Nullable Object> row,
      Term term,
      UnseenTexts unseen,
      int at,
      Term.Sink sink) {
    Object cell = asText(row.get(term.column()));
    if (cell == null && !row.containsKey(term.column())) {
      throw refusal(row, term, null);
    }
    Term.Outcome outcome = encode(term, cell, at, sink);
    if (outcome == Term.Outcome.UNSEEN) {
      unseen.add(term.ofValues().column());
    } else if (outcome != Term.Outcome.ENCODED) {
      throw refusal(row, term, cell);
    }
  }

  /** The text of an enum's constant is its name, and a character is a text. */
  private static @Nullable Object asText(@Nullable Object cell) {
    if (cell instanceof Enum<?> constant) {
      return constant.name();
    }
    return cell instanceof Character ? cell.toString() : cell;
  }

  private static Term.Outcome encode(Term term, @Nullable Object cell, int at, Term.Sink sink) {
    return cell == null || (cell instanceof CharSequence text && text.isEmpty())
        ? term.encodeMissing(at, sink)
        : term.encode(cell, at, sink);
  }

  private IllegalArgumentException refusal(
      Map<String, ? extends @Nullable Object> row, Term term, @Nullable Object cell) {
    Set<String> absent = new LinkedHashSet<>();
    for (Term input : inputs) {
      if (!row.containsKey(input.column())) {
        absent.add(input.column());
      }
    }
    if (!absent.isEmpty()) {
      return new IllegalArgumentException(
          "the row lacks columns that the model needs: %s; it has %s"
              .formatted(quoted(absent), quoted(new TreeSet<>(row.keySet()))));
    }
    if (cell == null || cell.toString().isEmpty()) {
      return new IllegalArgumentException(
          "column \"%s\" is missing; the model was not trained with data.missing=mean and has no value to fill in"
              .formatted(term.column()));
    }
    String found = cell instanceof CharSequence ? "\"" + cell + "\"" : cell.toString();
    return new IllegalArgumentException(
        "column \"%s\" must be %s, was %s".formatted(term.column(), term.expected(), found));
  }

  private static String quoted(Collection<String> names) {
    return names.isEmpty() ? "" : '"' + String.join("\", \"", names) + '"';
  }
}
