package dev.logistic.table;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** The columns of a row that are not features: what they hold is read one row at a time. */
final class RowColumns {

  private final List<Selection> selections;
  private final @Nullable Column label;
  private final int labelPlace;
  private final List<String> classes;
  private final KnownClasses known;
  private final int firstCell;
  private final int cells;
  private final @Nullable WeightCells weights; // or numbers of trials
  private final int weightPlace;
  private final @Nullable TrialCells trials;
  private final @Nullable OffsetCells offsets;
  private final int offsetPlace;
  private final @Nullable GroupCells groups;
  private final @Nullable OtherFeatures other;

  /**
   * @throws TableException if a column is missing or cannot be used
   */
  RowColumns(TableRowsBuilder wanted, Table table) throws TableException {
    selections = new ArrayList<>(FeatureEncoder.selections(wanted.schema, table));
    firstCell = selections.size();
    cells = wanted.allCells ? table.columns().size() : 0;
    for (int i = 0; i < cells; i++) {
      selections.add(new Selection(table.columns().get(i), Selection.Form.VERBATIM));
    }
    boolean ofTrials = wanted.label != null && !wanted.trials.isEmpty();
    label = wanted.label == null ? null : table.column(wanted.label);
    classes = wanted.classes;
    known = new KnownClasses(classes);
    labelPlace = selections.size();
    if (label != null) {
      selections.add(ofTrials ? TrialCells.selection(label) : LabelCells.selection(label));
    }
    weightPlace = selections.size();
    WeightCells ofRows = null;
    TrialCells events = null;
    if (ofTrials || has(table, wanted.trials)) {
      Column column = ColumnRoles.trials(table, wanted.trials);
      selections.add(TrialCells.selection(column));
      events = ofTrials ? new TrialCells(column, wanted.type) : null;
      ofRows = events == null ? WeightCells.ofTrials(column, wanted.type) : events.counts();
    } else if (wanted.requiresWeight ? !wanted.weight.isEmpty() : has(table, wanted.weight)) {
      Column column = ColumnRoles.weight(table, wanted.weight);
      selections.add(WeightCells.selection(column));
      ofRows = new WeightCells(column, wanted.type, false);
    }
    weights = ofRows;
    trials = events;
    offsetPlace = selections.size();
    OffsetCells ofOffset = null;
    if (!wanted.offset.isEmpty()) {
      Column column = ColumnRoles.offset(table, wanted.offset);
      selections.add(OffsetCells.selection(column));
      ofOffset = new OffsetCells(column, wanted.type);
    }
    offsets = ofOffset;
    GroupCells ofGroup = null;
    if (!wanted.group.isEmpty()) {
      Column column = table.column(wanted.group);
      ofGroup = new GroupCells(column, selections.size());
      selections.add(GroupCells.selection(table, column));
    }
    groups = ofGroup;
    OtherFeatures ofOther = null;
    if (wanted.other != null) {
      ofOther = new OtherFeatures(wanted.other, selections.size());
      selections.addAll(FeatureEncoder.selections(wanted.other.schema(), table));
    }
    other = ofOther;
  }

  private static boolean has(Table table, String column) {
    return !column.isEmpty() && table.find(column).isPresent();
  }

  /** All columns to be read: first those of the features, last those of a second model. */
  List<Selection> selections() {
    return selections;
  }

  @Nullable WeightCells weights() {
    return weights;
  }

  @Nullable OffsetCells offsets() {
    return offsets;
  }

  @Nullable GroupCells groups() {
    return groups;
  }

  @Nullable OtherFeatures other() {
    return other;
  }

  /** Whether each row is read as two, its trials without and with an event. */
  boolean isGrouped() {
    return trials != null;
  }

  /** Whether rows have a label, of one trial each. */
  boolean isLabelled() {
    return label != null && trials == null;
  }

  /** Whether all cells are read. */
  boolean hasCells() {
    return cells > 0;
  }

  /**
   * Reads the weight, the offset and the group of the cursor's row, or of both rows of its trials.
   *
   * @throws TableException if one cannot be used
   */
  void add(Cursor cursor) throws TableException {
    if (trials != null) {
      trials.add(cursor, labelPlace, weightPlace);
    } else if (weights != null) {
      weights.add(cursor, weightPlace);
    }
    if (offsets != null) {
      offsets.add(cursor, offsetPlace);
      if (trials != null) {
        offsets.add(cursor, offsetPlace);
      }
    }
    if (groups != null) {
      groups.add(cursor);
      if (trials != null) {
        groups.repeat();
      }
    }
  }

  /**
   * The class of the cursor's row, from 0.
   *
   * @throws TableException if its label is none of the classes
   */
  short classOf(Cursor cursor) throws TableException {
    String text = label == null ? null : LabelCells.text(cursor, labelPlace, label);
    OptionalInt place = text == null ? OptionalInt.empty() : known.place(text);
    if (place.isEmpty()) {
      throw new TableException(
          "%s must be one of %s, %s"
              .formatted(
                  cursor.at(labelPlace),
                  Names.listed(classes),
                  text == null ? "is missing" : "was " + Names.quoted(text)));
    }
    return (short) place.getAsInt();
  }

  /** All cells of the cursor's row as texts; null for NULL and for an empty cell of CSV. */
  @Nullable String[] cells(Cursor cursor) throws TableException {
    @Nullable String[] texts = new String[cells];
    for (int i = 0; i < cells; i++) {
      texts[i] = cursor.text(firstCell + i);
    }
    return texts;
  }
}
