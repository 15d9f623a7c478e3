package dev.logistic.serve;

import com.google.gson.stream.JsonWriter;
import dev.logistic.schema.UnseenTexts;
import java.io.IOException;
import java.io.StringWriter;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The answer to a body of rows, by one generation of a model. */
final class Predictions implements RowReader.Rows {

  private final ServedModel model;
  private final int contributions;
  private final StringWriter text = new StringWriter();
  private final JsonWriter json = new JsonWriter(text);
  private int rows;
  private long unseen;

  private Predictions(ServedModel model, int contributions) {
    this.model = model;
    this.contributions = contributions;
    json.setHtmlSafe(false);
  }

  /**
   * Scores the rows of a body.
   *
   * @throws Refusal if it or one of its rows cannot be used
   */
  static Answer of(HotModel hot, Query query, byte[] body) throws Refusal {
    ServedModel model = hot.current(); // the same for all rows
    if (query.contributions() > 0) {
      model.requireContributions();
    }
    Predictions predictions = new Predictions(model, query.contributions());
    RowReader.read(body, predictions);
    hot.count(predictions.rows, predictions.unseen);
    return new Answer(Answer.OK, Answer.JSON, predictions.text.toString());
  }

  @Override
  public void start(boolean isList) throws IOException {
    if (isList) {
      json.beginArray();
    }
  }

  @Override
  public void row(Map<String, @Nullable Object> cells) throws IOException, Refusal {
    UnseenTexts texts = new UnseenTexts();
    model.write(cells, contributions, texts, json);
    unseen += texts.total();
    rows++;
  }

  @Override
  public void end(boolean isList) throws IOException {
    if (isList) {
      json.endArray();
    }
  }
}
