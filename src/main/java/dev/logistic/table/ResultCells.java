package dev.logistic.table;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The cells of a database's result, each in a column of its own or packed with others. */
final class ResultCells implements Cells {

  /** The slot of a cell with a column of its own. */
  static final int NO_SLOT = -1;

  private final Statement statement;
  private final ResultSet rows;
  private final int[] columns;
  private final int[] slots;
  private final @Nullable String[] texts; // that were packed
  private final boolean[] unpacked; // by group of texts

  private ResultCells(Statement statement, ResultSet rows, int[] columns, int[] slots) {
    this.statement = statement;
    this.rows = rows;
    this.columns = columns;
    this.slots = slots;
    this.texts = new String[1 + Arrays.stream(slots).max().orElse(NO_SLOT)];
    this.unpacked = new boolean[1 + texts.length / SelectList.MOST_TEXTS];
  }

  /**
   * @param columns of the cells, from 1
   */
  static ResultCells of(ResultSet rows, int[] columns) throws SQLException {
    int[] slots = new int[columns.length];
    Arrays.fill(slots, NO_SLOT);
    return new ResultCells(rows.getStatement(), rows, columns, slots);
  }

  /** Runs what is selected from a table or subquery. */
  static ResultCells of(Statement statement, SelectList selected, String table)
      throws SQLException {
    ResultSet rows = statement.executeQuery("SELECT " + selected.sql() + " FROM " + table);
    return new ResultCells(statement, rows, selected.columns(), selected.slots());
  }

  @Override
  public boolean next() throws SQLException {
    Arrays.fill(unpacked, false);
    return rows.next();
  }

  @Override
  public double number(int cell) throws SQLException {
    return rows.getDouble(columns[cell]);
  }

  @Override
  public boolean wasNull() throws SQLException {
    return rows.wasNull();
  }

  @Override
  public @Nullable Object object(int cell) throws SQLException {
    return slots[cell] == NO_SLOT ? rows.getObject(columns[cell]) : packed(cell);
  }

  @Override
  public @Nullable String text(int cell) throws SQLException {
    return slots[cell] == NO_SLOT ? rows.getString(columns[cell]) : packed(cell);
  }

  private @Nullable String packed(int cell) throws SQLException {
    int slot = slots[cell];
    int group = slot / SelectList.MOST_TEXTS;
    if (!unpacked[group]) {
      int from = group * SelectList.MOST_TEXTS;
      int count = Math.min(SelectList.MOST_TEXTS, texts.length - from);
      String packed = Objects.requireNonNull(rows.getString(columns[cell]));
      PackedTexts.unpack(packed, texts, from, count);
      unpacked[group] = true;
    }
    return texts[slot];
  }

  @Override
  public void close() throws SQLException {
    try (statement;
        rows) {
      Arrays.fill(texts, null);
    }
  }
}
