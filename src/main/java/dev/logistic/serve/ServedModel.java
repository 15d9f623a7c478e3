package dev.logistic.serve;

import com.google.gson.stream.JsonWriter;
import dev.logistic.files.ParamsFile;
import dev.logistic.files.ReplacedDirectory;
import dev.logistic.model.LargestContributions;
import dev.logistic.schema.ClassProbabilities;
import dev.logistic.schema.Contributions;
import dev.logistic.schema.FeatureSchema;
import dev.logistic.schema.ModelJson;
import dev.logistic.schema.RowEncoder;
import dev.logistic.schema.UnseenTexts;
import dev.logistic.score.Scorer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A model as it was read once. Immutable, for any number of threads. */
final class ServedModel {

  private final Scorer scorer;
  private final RowEncoder encoder;
  private final @Nullable Contributions contributions;
  private final String withoutContributions;

  private ServedModel(
      Scorer scorer,
      FeatureSchema schema,
      @Nullable Contributions contributions,
      String withoutContributions) {
    this.scorer = scorer;
    this.encoder = new RowEncoder(schema);
    this.contributions = contributions;
    this.withoutContributions = withoutContributions;
  }

  /**
   * Reads a model directory as {@link Scorer#load(Path)} does.
   *
   * @throws IOException if it cannot be read or is damaged
   */
  static ServedModel load(Path directory) throws IOException {
    return ReplacedDirectory.<ServedModel, IOException>read(
        directory,
        generation -> {
          Path found = generation.path();
          ModelJson.requireDirectory(found);
          ModelJson known = ModelJson.read(found.resolve(ModelJson.FILE));
          ParamsFile.Values params = known.params(found.resolve(ParamsFile.FILE));
          generation.requireUnchanged();
          return of(known, params.weights(), params.bias());
        });
  }

  private static ServedModel of(ModelJson known, double[] weights, double[] bias) {
    FeatureSchema schema = known.schema();
    Scorer scorer = Scorer.of(schema, known.classes(), known.threshold(), weights, bias);
    try {
      Contributions each = new Contributions(schema, known.classes(), weights);
      return new ServedModel(scorer, schema, each, "");
    } catch (IllegalArgumentException e) { // only requests that ask for reasons are refused
      return new ServedModel(scorer, schema, null, String.valueOf(e.getMessage()));
    }
  }

  Scorer scorer() {
    return scorer;
  }

  /**
   * Checks that a request may ask for reasons.
   *
   * @throws Refusal if the model has none
   */
  void requireContributions() throws Refusal {
    if (contributions == null) {
      throw Refusal.malformed(withoutContributions);
    }
  }

  /**
   * Scores a row and writes it as a JSON object.
   *
   * @param reasons how many columns to name that contribute most; 0 for none
   * @param unseen counts the row's texts that the training did not see
   * @throws Refusal if a column is missing or not of its type, or the row has no probability
   */
  void write(Map<String, @Nullable Object> row, int reasons, UnseenTexts unseen, JsonWriter to)
      throws IOException, Refusal {
    List<String> classes = scorer.classes();
    double[] each;
    double[] moves = {};
    try {
      each =
          scorer.classProbabilities(row, unseen).values().stream()
              .mapToDouble(Double::doubleValue)
              .toArray();
      if (reasons > 0 && contributions != null) {
        moves = contributions.of(encoder.encode(row), 0);
      }
    } catch (IllegalArgumentException e) {
      throw Refusal.malformed(String.valueOf(e.getMessage()));
    }
    if (!areFinite(each) || !areFinite(moves)) {
      throw Refusal.malformed("the row's numbers are too large for the model: its logit overflows");
    }
    to.beginObject();
    if (classes.size() == 2) {
      to.name("probability").value(each[1]);
    } else {
      for (int code = 0; code < each.length; code++) {
        to.name("probability_" + classes.get(code)).value(each[code]);
      }
    }
    int predicted = ClassProbabilities.predicted(each, scorer.threshold());
    to.name("prediction").value(classes.get(predicted));
    writeReasons(moves, reasons, to);
    writeUnseen(unseen.byColumn(), to);
    to.endObject();
  }

  private static boolean areFinite(double[] values) {
    return Arrays.stream(values).allMatch(Double::isFinite);
  }

  private void writeReasons(double[] moves, int count, JsonWriter to) throws IOException {
    if (count == 0 || contributions == null) {
      return;
    }
    to.name("reasons").beginArray();
    for (int i : LargestContributions.places(moves, count)) {
      to.beginObject();
      to.name("column").value(contributions.columns().get(i));
      to.name("contribution").value(moves[i]);
      to.endObject();
    }
    to.endArray();
  }

  private static void writeUnseen(Map<String, Long> unseen, JsonWriter to) throws IOException {
    if (unseen.isEmpty()) {
      return;
    }
    to.name("unseen").beginObject();
    for (Map.Entry<String, Long> column : unseen.entrySet()) {
      to.name(column.getKey()).value(column.getValue());
    }
    to.endObject();
  }
}
