package dev.logistic.serve;

import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the rows of a request: a JSON object by column name, or a list of them. Stateless. */
final class RowReader {

  private static final Pattern PLACE = Pattern.compile(" at line \\d+ column \\d+");

  /** Longer integers may not fit into a long. */
  private static final Pattern INTEGER = Pattern.compile("-?[1-9]\\d{0,17}");

  private RowReader() {}

  /** Receives the rows one after the other, so that a batch never exists as objects. */
  interface Rows {

    /** Called before the first row. */
    void start(boolean isList) throws IOException;

    /**
     * Receives a row.
     *
     * @param cells by column: numbers, booleans, texts and nulls; another value's text states what
     *     it is
     */
    void row(Map<String, @Nullable Object> cells) throws IOException, Refusal;

    /** Called after the last row. */
    void end(boolean isList) throws IOException;
  }

  /**
   * Reads a body.
   *
   * @throws Refusal if it is not UTF-8, not JSON, or not one row or several
   */
  static void read(byte[] body, Rows rows) throws Refusal {
    try (JsonReader reader = new JsonReader(new StringReader(text(body)))) {
      if (reader.peek() == JsonToken.BEGIN_ARRAY) {
        readList(reader, rows);
      } else {
        rows.start(false);
        rows.row(cells(reader));
        rows.end(false);
      }
      if (reader.peek() != JsonToken.END_DOCUMENT) { // most trailing content makes it throw
        throw Refusal.malformed("the body must be one JSON value, but more follows it");
      }
    } catch (IOException e) {
      throw Refusal.malformed("the body must be JSON, and is not" + place(e));
    }
  }

  private static void readList(JsonReader reader, Rows rows) throws IOException, Refusal {
    rows.start(true);
    reader.beginArray();
    if (!reader.hasNext()) {
      throw Refusal.malformed("there must be at least one row, was 0");
    }
    for (int row = 0; reader.hasNext(); row++) {
      try {
        rows.row(cells(reader));
      } catch (Refusal e) {
        throw new Refusal(e.status(), "row " + row + ": " + e.reason());
      }
    }
    reader.endArray();
    rows.end(true);
  }

  /** Bytes that are not text would otherwise become an unseen level. */
  private static String text(byte[] body) throws Refusal {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
    } catch (CharacterCodingException e) {
      throw Refusal.malformed("the body must be UTF-8, and is not");
    }
  }

  private static Map<String, @Nullable Object> cells(JsonReader reader)
      throws IOException, Refusal {
    if (reader.peek() != JsonToken.BEGIN_OBJECT) {
      throw Refusal.malformed(
          "a row must be an object with a value for each column, was " + described(cell(reader)));
    }
    Map<String, @Nullable Object> cells = new LinkedHashMap<>();
    reader.beginObject();
    while (reader.hasNext()) {
      String column = reader.nextName();
      if (cells.containsKey(column)) {
        throw Refusal.malformed("column \"%s\" must occur once in a row".formatted(column));
      }
      cells.put(column, cell(reader));
    }
    reader.endObject();
    return cells;
  }

  private static String described(@Nullable Object cell) {
    return cell instanceof String ? "a text" : String.valueOf(cell);
  }

  private static @Nullable Object cell(JsonReader reader) throws IOException {
    JsonToken token = reader.peek();
    return switch (token) {
      case NULL -> {
        reader.nextNull();
        yield null;
      }
      case BOOLEAN -> reader.nextBoolean();
      case STRING -> reader.nextString();
      case NUMBER -> number(reader.nextString());
      default -> {
        reader.skipValue();
        yield token == JsonToken.BEGIN_ARRAY ? Nested.LIST : Nested.OBJECT;
      }
    };
  }

  /** An integer stays exact, as it may be the name of a level. */
  private static Number number(String text) {
    return INTEGER.matcher(text).matches()
        ? (Number) Long.valueOf(text)
        : (Number) Double.valueOf(text);
  }

  /** The rest of Gson's messages is advice to programmers. */
  private static String place(IOException e) {
    Matcher place = PLACE.matcher(String.valueOf(e.getMessage()));
    return place.find() ? place.group() : "";
  }

  /** Values that no column accepts. */
  private static final class Nested {

    static final Nested LIST = new Nested("a list");
    static final Nested OBJECT = new Nested("an object");

    private final String description;

    private Nested(String description) {
      this.description = description;
    }

    @Override
    public String toString() {
      return description;
    }
  }
}
