package dev.logistic.table;

import ai.djl.ndarray.types.DataType;
import dev.logistic.schema.DateTerm;
import dev.logistic.schema.Expansion;
import dev.logistic.schema.FeatureSchema;
import dev.logistic.schema.FlagTerm;
import dev.logistic.schema.LevelsTerm;
import dev.logistic.schema.Term;
import dev.logistic.schema.TextTerm;
import dev.logistic.schema.UnseenTexts;
import dev.logistic.text.NearNames;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Turns cells into features by a known schema, on the scale of the columns. For one reading. */
final class FeatureEncoder {

  private static final int MOST_EXAMPLES = 3;

  private final List<Term> all; // of the model
  private final List<Term> terms; // that encode cells, or the parts of dates in them
  private final @Nullable Expansion expansion; // null without a formula
  private final double[] cells;
  private final @Nullable String[] texts; // of the inputs of tokens
  private final MissingMarkers markers;
  private final int place;
  private final UnseenTexts unseen = new UnseenTexts();
  private final List<String> unseenInRow = new ArrayList<>();
  private final Map<String, Set<String>> examples = new HashMap<>(); // of unseen texts, by column
  private boolean refuses = true;
  private boolean complete;
  private double greatest = Double.MAX_VALUE;
  private CellObserver observer = CellObserver.NONE;

  FeatureEncoder(FeatureSchema schema, MissingMarkers markers) {
    this(schema, markers, 0);
  }

  /**
   * @param place of the first column among the selections
   */
  FeatureEncoder(FeatureSchema schema, MissingMarkers markers, int place) {
    this.markers = markers;
    this.place = place;
    this.all = schema.terms();
    this.terms = schema.inputs().stream().map(Term::ofValues).toList();
    this.expansion = schema.isOfFormula() ? new Expansion(schema) : null;
    this.cells = new double[terms.size()];
    this.texts = new String[terms.size()];
  }

  /** Makes this refuse numbers that a model's type cannot hold. */
  void requireFit(DataType type) {
    greatest = type == DataType.FLOAT32 ? Float.MAX_VALUE : Double.MAX_VALUE;
  }

  /** Makes this pass on every cell that it reads. */
  void observe(CellObserver wanted) {
    observer = wanted;
  }

  /** Makes this accept missing cells for which the model has no value to fill in. */
  void passMissing() {
    refuses = false;
  }

  /** The columns that must be there, with their kinds. */
  static Map<String, Column.Kind> expected(FeatureSchema schema) {
    Map<String, Column.Kind> expected = new LinkedHashMap<>();
    for (Term term : schema.inputs()) {
      expected.put(term.column(), term.readsText() ? Column.Kind.TEXT : Column.Kind.NUMBER);
    }
    for (Term term : schema.inputs()) {
      if (term instanceof DateTerm) {
        expected.put(term.column(), Column.Kind.DATE);
      }
    }
    return expected;
  }

  /**
   * How to read the columns.
   *
   * @throws TableException naming those that are not in the table
   */
  static List<Selection> selections(FeatureSchema schema, Table table) throws TableException {
    List<String> names = schema.inputs().stream().map(Term::column).distinct().toList();
    List<String> absent = names.stream().filter(name -> table.find(name).isEmpty()).toList();
    if (!absent.isEmpty()) {
      List<String> found = table.columns().stream().map(Column::name).toList();
      throw new TableException(
          "%s lacks columns that the model needs: %s; %sit has %s"
              .formatted(
                  table.name(),
                  Names.listed(absent),
                  renaming(absent, found.stream().filter(name -> !names.contains(name)).toList()),
                  Names.listed(found)));
    }
    List<Selection> selections = new ArrayList<>();
    for (Term term : schema.inputs()) {
      Column column = table.column(term.column());
      selections.add(
          term instanceof DateTerm date
              ? Selection.ofDates(column, date.part())
              : new Selection(
                  column, term.readsText() ? Selection.Form.TEXT : Selection.Form.NUMBER));
    }
    return selections;
  }

  /** Suggests columns that may be the absent ones under a similar name. */
  private static String renaming(List<String> absent, List<String> unused) {
    StringBuilder advice = new StringBuilder();
    for (String name : absent) {
      NearNames.of(name, unused).stream()
          .limit(1)
          .forEach(
              near ->
                  advice.append(
                      "rename \"%s\" to \"%s\" if it is that column; ".formatted(near, name)));
    }
    return advice.toString();
  }

  /**
   * Passes the features of the cursor's row, whose selections from the place on are those above, to
   * a sink, in ascending order; those that it does not receive are 0.
   *
   * @param from the place of the first feature
   * @return whether the row is complete; if not, its features mean nothing
   */
  boolean encode(Cursor cursor, int from, Term.Sink sink) throws TableException {
    complete = true;
    unseenInRow.clear();
    int at = from;
    for (int i = 0; i < terms.size(); i++) {
      if (expansion == null) {
        encodeCell(cursor, i, at, sink);
        at += terms.get(i).width();
      } else if (terms.get(i) instanceof TextTerm) {
        texts[i] = document(cursor, i);
      } else {
        encodeCell(cursor, i, 0, expansion.sink(cells, i));
      }
    }
    if (complete && expansion != null) {
      expand(cursor, expansion, from, sink);
    }
    if (complete) {
      unseenInRow.forEach(unseen::add);
    }
    return complete;
  }

  /** Reads a text whose tokens are encoded later; null if it is missing. */
  private @Nullable String document(Cursor cursor, int i) throws TableException {
    String text = cursor.text(place + i);
    if (text == null) {
      fill(cursor, i, 0, (feature, value) -> {});
    } else {
      requireValue(cursor, i, text);
      observer.text(i, DocumentCells.ANY, false);
    }
    return text;
  }

  private void encodeDocument(TextTerm term, int input, int at, Term.Sink sink) {
    String text = texts[input];
    if (text == null) {
      term.encodeMissing(at, sink);
    } else {
      term.encode(text, at, sink);
    }
  }

  private void encodeCell(Cursor cursor, int i, int at, Term.Sink sink) throws TableException {
    if (terms.get(i).readsText()) {
      encodeText(cursor, i, at, sink);
    } else {
      encodeNumber(cursor, i, at, sink);
    }
  }

  private void expand(Cursor cursor, Expansion expansion, int from, Term.Sink sink)
      throws TableException {
    boolean[] tooLarge = new boolean[1];
    Term.Sink checked =
        (feature, value) -> {
          tooLarge[0] |= Math.abs(value) > greatest;
          sink.accept(feature, value);
        };
    int at = from;
    try {
      for (int i = 0; i < all.size(); i++) {
        if (all.get(i) instanceof TextTerm text) {
          encodeDocument(text, terms.indexOf(text), at, checked);
        } else {
          expansion.expand(i, cells, at, checked);
        }
        at += all.get(i).width();
      }
    } catch (IllegalArgumentException e) {
      throw new TableException(cursor.place() + ": " + e.getMessage());
    }
    if (tooLarge[0]) {
      throw new TableException(
          cursor.place()
              + ": a term is too large for float32; a model of engine.precision=float64 can hold"
              + " it");
    }
  }

  private void encodeNumber(Cursor cursor, int i, int at, Term.Sink sink) throws TableException {
    double value =
        terms.get(i) instanceof FlagTerm flag
            ? cursor.number(place + i, flag.expected())
            : cursor.number(place + i);
    if (cursor.wasMissing()) {
      fill(cursor, i, at, sink);
      return;
    }
    observer.number(i, value);
    if (Math.abs(value) > greatest) {
      throw new TableException(
          "%s is too large for float32, was %s; a model of engine.precision=float64 can hold it"
              .formatted(cursor.at(place + i), value));
    }
    Term term = terms.get(i);
    if (term.encodeNumber(value, at, sink) == Term.Outcome.REFUSED) {
      throw new TableException(
          "%s must be %s, was %s"
              .formatted(cursor.at(place + i), term.expected(), Numbers.text(value)));
    }
  }

  private void encodeText(Cursor cursor, int i, int at, Term.Sink sink) throws TableException {
    String text = cursor.text(place + i);
    Term term = terms.get(i);
    if (text == null) {
      fill(cursor, i, at, sink);
      return;
    }
    boolean isUnseen = term.encode(text, at, sink) == Term.Outcome.UNSEEN;
    if (isUnseen) {
      requireValue(cursor, i, text);
      unseenInRow.add(term.column());
      keepExample(term.column(), text);
    }
    observer.text(i, text, isUnseen);
  }

  private void keepExample(String column, String text) {
    Set<String> kept = examples.computeIfAbsent(column, any -> new LinkedHashSet<>());
    if (kept.size() <= MOST_EXAMPLES) {
      kept.add(text);
    }
  }

  /** A text that the training saw is a value, whatever it looks like. */
  private void requireValue(Cursor cursor, int i, String text) throws TableException {
    boolean sign = text.strip().equals("-") && knows(terms.get(i), "+");
    if (markers.contains(text) && !sign) {
      throw new TableException(
          ("%s may mean a missing value, was %s, which the training did not see; set data.na=%s if"
                  + " so, or data.not-missing=%s if it is a value")
              .formatted(cursor.at(place + i), Names.quoted(text), text.strip(), text.strip()));
    }
  }

  private static boolean knows(Term term, String level) {
    return term.levels().contains(level) || term.merged().contains(level);
  }

  private void fill(Cursor cursor, int i, int at, Term.Sink sink) throws TableException {
    observer.missing(i);
    if (terms.get(i).encodeMissing(at, sink) != Term.Outcome.MISSING) {
      return;
    }
    if (refuses) {
      throw new TableException(
          cursor.at(place + i)
              + " is missing; the model was not trained with data.missing=mean and has no value"
              + " to fill in; leave such rows out in SQL with data.query, or mark"
              + " incomplete rows instead of refusing them");
    }
    complete = false;
  }

  /** The warnings about texts that the training did not see. */
  List<String> warnings() {
    return unseen.byColumn().entrySet().stream()
        .map(
            each ->
                "column \"%s\": %s that the training did not see (%s), taken as \"%s\""
                    .formatted(
                        each.getKey(),
                        Names.counted(each.getValue(), "text"),
                        examples(each.getKey()),
                        reference(each.getKey())))
        .toList();
  }

  private String examples(String name) {
    Set<String> kept = examples.getOrDefault(name, Set.of());
    String some =
        kept.stream().limit(MOST_EXAMPLES).map(Names::quoted).collect(Collectors.joining(", "));
    return kept.size() > MOST_EXAMPLES ? some + ", ..." : some;
  }

  private String reference(String name) {
    return terms.stream()
        .filter(term -> term.column().equals(name))
        .map(term -> term instanceof LevelsTerm text ? text.unseen() : "")
        .findFirst()
        .orElse("");
  }
}
