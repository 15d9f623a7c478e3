package dev.logistic.djl;

import ai.djl.modality.Input;
import ai.djl.modality.Output;
import ai.djl.ndarray.BytesSupplier;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.translate.Batchifier;
import ai.djl.translate.TranslateException;
import ai.djl.translate.Translator;
import ai.djl.translate.TranslatorContext;
import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonPrimitive;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import dev.logistic.schema.FeatureSchema;
import dev.logistic.schema.ModelCard;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The requests and responses of a server: JSON with a row as an object by column name, or a list of
 * such rows, and for each {@code probability} and {@code prediction} as {@code predict} writes them
 * ({@code probability_<class>} for each where there are more than two classes), and {@code reasons}
 * where the request has the parameter {@code contributions=N}. Stateless.
 */
final class ServingTranslator implements Translator<Input, Output> {

  private static final Gson GSON = new Gson();

  /** Features in a request, 32 MiB: a short row of JSON can become a long one of numbers. */
  private static final int MAX_FEATURES = 1 << 22;

  private static final Pattern PLACE = Pattern.compile(" at line \\d+ column \\d+");

  private final FeatureSchema schema;
  private final RowFeatures rows;
  private final ProbabilityRows probabilities;

  ServingTranslator(ModelCard card) {
    this.schema = card.schema();
    this.rows = new RowFeatures(card);
    this.probabilities = ProbabilityRows.of(card);
  }

  /** A request may hold many rows. */
  @Override
  public @Nullable Batchifier getBatchifier() {
    return null;
  }

  @Override
  public NDList processInput(TranslatorContext context, Input input) throws TranslateException {
    BytesSupplier data = input.getData();
    if (data == null) {
      throw new TranslateException("expected a JSON body, found none");
    }
    JsonElement body = parsed(data.getAsString());
    context.setAttachment("list", body.isJsonArray());
    List<JsonElement> all = body.isJsonArray() ? body.getAsJsonArray().asList() : List.of(body);
    if (all.isEmpty()) {
      throw new TranslateException("there must be at least one row, was 0");
    }
    int most = rows.isSparse() ? Integer.MAX_VALUE : Math.max(1, MAX_FEATURES / rows.width());
    if (all.size() > most) {
      throw new TranslateException(
          "there must be at most %d rows of %d features in a request, were %d"
              .formatted(most, rows.width(), all.size()));
    }
    NDList features = rows.ofCells(context, all, ServingTranslator::asMap);
    int asked = Reasons.asked(input);
    context.setAttachment(
        "reasons",
        asked == 0
            ? List.of()
            : Reasons.of(context.getModel(), schema, probabilities.classes(), features, asked));
    return features;
  }

  /** The reader's default accepts only JSON; Gson's tree parser is lenient. */
  private static JsonElement parsed(String text) throws TranslateException {
    try (JsonReader reader = new JsonReader(new StringReader(text))) {
      JsonElement element = GSON.getAdapter(JsonElement.class).read(reader);
      if (reader.peek() != JsonToken.END_DOCUMENT) { // most trailing content makes it throw
        throw new TranslateException("the body must be one JSON value, but more follows it");
      }
      return element;
    } catch (IOException | JsonParseException | IllegalStateException e) {
      throw new TranslateException("the body must be JSON, and is not" + place(e)); // as in Rows
    }
  }

  /** The rest of Gson's messages is advice to programmers. */
  private static String place(Exception e) {
    Matcher place = PLACE.matcher(String.valueOf(e.getMessage()));
    return place.find() ? place.group() : "";
  }

  private static Map<String, @Nullable Object> asMap(JsonElement row) throws TranslateException {
    if (!row.isJsonObject()) {
      throw new TranslateException(
          "a row must be an object with a value for each column, was " + shortened(row));
    }
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    row.getAsJsonObject().asMap().forEach((name, value) -> map.put(name, value(value)));
    return map;
  }

  private static @Nullable Object value(JsonElement element) {
    if (element.isJsonNull()) {
      return null;
    }
    if (!(element instanceof JsonPrimitive primitive)) {
      return element;
    }
    if (primitive.isBoolean()) {
      return primitive.getAsBoolean();
    }
    return primitive.isNumber() ? (Object) primitive.getAsDouble() : primitive.getAsString();
  }

  private static String shortened(JsonElement element) {
    String text = element.toString();
    return text.length() <= 40 ? text : text.substring(0, 40) + "...";
  }

  @Override
  public Output processOutput(TranslatorContext context, NDList list) throws TranslateException {
    NDArray logits = list.singletonOrThrow();
    List<?> reasons = (List<?>) context.getAttachment("reasons");
    List<JsonObject> answers = new ArrayList<>();
    for (List<Double> row : probabilities.ofRows(logits)) {
      JsonObject answer = answer(row);
      if (!reasons.isEmpty()) {
        answer.add("reasons", (JsonArray) reasons.get(answers.size()));
      }
      answers.add(answer);
    }
    boolean many = Boolean.TRUE.equals(context.getAttachment("list"));
    JsonArray array = new JsonArray();
    answers.forEach(array::add);
    Output output = new Output(200, "OK");
    output.addProperty("Content-Type", "application/json");
    output.add(GSON.toJson(many ? array : answers.get(0)));
    return output;
  }

  private JsonObject answer(List<Double> row) {
    List<String> classes = probabilities.classes();
    JsonObject answer = new JsonObject();
    if (classes.size() == 2) {
      answer.addProperty("probability", row.get(1));
    } else {
      for (int k = 0; k < classes.size(); k++) {
        answer.addProperty("probability_" + classes.get(k), row.get(k));
      }
    }
    answer.addProperty("prediction", classes.get(probabilities.predicted(row)));
    return answer;
  }
}
