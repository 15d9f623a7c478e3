package dev.logistic.table;

import dev.logistic.data.Awaited;
import dev.logistic.formula.TokenSpec;
import dev.logistic.schema.Tokens;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The texts of a column as the words in them, numbered in the order of appearance, and when all
 * have been read as tokens: a word, or several in a row. Several threads may read.
 */
final class DocumentCells {

  /** The only level of such a column among cells, which are present or missing. */
  static final String ANY = "(text)";

  private static final int MOST_WORDS = Integer.MAX_VALUE - 64;
  private static final int BATCH = 1 << 10;
  private static final int BATCH_LETTERS = 1 << 20;

  private final String table;
  private final DerivedColumn column;
  private final TokenSpec tokens;
  private final TextKinds kinds;
  private final WordNumbers words = new WordNumbers();
  private final IntList all = new IntList(1 << 10);
  private final IntList ends = new IntList(1 << 10);
  private final BitSet missing = new BitSet();
  private boolean areNumbers = true;
  private boolean isFull;
  private List<Cell> batch = new ArrayList<>();
  private int letters; // of the batch
  private CompletableFuture<Void> reading = CompletableFuture.completedFuture(null);
  private @Nullable LongIntMap longer; // tokens of several words, by the token before the last one
  private final IntList before = new IntList(16); // the token before the last word, of these
  private final IntList last = new IntList(16); // their last word

  DocumentCells(Table table, DerivedColumn column, TokenSpec tokens, MissingMarkers markers) {
    this.table = table.name();
    this.column = column;
    this.tokens = tokens;
    this.kinds = new TextKinds(markers, true, false);
  }

  private record Cell(@Nullable String text, long row) {}

  /** The column. */
  DerivedColumn column() {
    return column;
  }

  /**
   * Adds the text of a row. Its words are found on another thread, while the next rows are read.
   *
   * @param text null if it is missing
   * @throws TableException if there are too many words
   */
  void add(@Nullable String text, long row) throws TableException {
    batch.add(new Cell(text, row));
    letters += text == null ? 0 : text.length();
    if (batch.size() == BATCH || letters > BATCH_LETTERS) {
      readBatch();
    }
  }

  private void readBatch() throws TableException {
    awaitBatch();
    List<Cell> cells = batch;
    reading = CompletableFuture.runAsync(() -> cells.forEach(cell -> read(cell.text, cell.row)));
    batch = new ArrayList<>();
    letters = 0;
  }

  private void awaitBatch() throws TableException {
    Awaited.result(reading);
    if (isFull) {
      throw new TableException(
          "%s: \"%s\" has more than %,d words".formatted(table, column.name(), MOST_WORDS));
    }
  }

  private void read(@Nullable String text, long row) {
    if (text == null) {
      missing.set(ends.size());
    } else {
      kinds.kind(text).add(text, row);
      areNumbers = areNumbers && Numbers.isNumber(text.strip());
      String lower = tokens.isWhole() ? text : text.toLowerCase(Locale.ROOT);
      int[] bounds = tokens.isWhole() ? new int[] {0, text.length()} : Tokens.bounds(lower);
      isFull = isFull || all.size() > MOST_WORDS - bounds.length / 2;
      for (int i = 0; i < bounds.length && !isFull; i += 2) {
        all.add(words.add(lower, bounds[i], bounds[i + 1]));
      }
    }
    ends.add(all.size());
  }

  /**
   * Ends the reading.
   *
   * @throws TableException if a text may mean a missing value, or words are wanted of numbers
   */
  void end() throws TableException {
    readBatch();
    awaitBatch();
    Column whole = new Column(column.whole(), Column.Kind.TEXT, "text");
    kinds.require(table, whole, List.of());
    if (areNumbers && column.hasWords() && missing.cardinality() < ends.size()) {
      throw new TableException(
          "%s: every text of column \"%s\" is a number, and \"%s\" needs words; use the column as a number in data.terms, or hash(%s) for its values"
              .formatted(table, whole.name(), column.name(), whole.name()));
    }
    if (tokens.most() > 1) {
      longer = new LongIntMap();
      IntList unused = new IntList(16);
      for (int row = 0; row < ends.size(); row++) {
        tokens(row, unused, true);
      }
    }
  }

  /** The number of texts. */
  int size() {
    return ends.size();
  }

  /** The number of tokens, which are numbered from 0. */
  int tokens() {
    return words.size() + last.size();
  }

  /** How many words a token has, and a whole text counts as one. */
  int length(int token) {
    return token < words.size() ? 1 : 1 + length(before.get(token - words.size()));
  }

  /** A token's text. */
  String text(int token) {
    if (token < words.size()) {
      return words.word(token);
    }
    int place = token - words.size();
    return text(before.get(place)) + ' ' + words.word(last.get(place));
  }

  boolean isMissing(int row) {
    return missing.get(row);
  }

  /** Reads the tokens of a text, of all lengths, as often as they occur. */
  void tokens(int row, IntList into) {
    tokens(row, into, false);
  }

  private void tokens(int row, IntList into, boolean add) {
    into.clear();
    int end = ends.get(row);
    for (int from = row == 0 ? 0 : ends.get(row - 1); from < end; from++) {
      int token = all.get(from);
      into.add(token);
      LongIntMap known = longer;
      for (int at = from + 1; known != null && at < end && at - from < tokens.most(); at++) {
        int word = all.get(at);
        long key = ((long) token << Integer.SIZE) | word;
        if (add && known.add(key) == last.size()) {
          before.add(token);
          last.add(word);
        }
        token = words.size() + known.get(key);
        into.add(token);
      }
    }
  }
}
