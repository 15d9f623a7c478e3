package dev.logistic.train;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.List;
import java.util.stream.StreamSupport;

/** One run of the original in PyTorch, as {@code bench/original.py} prints it. */
record OriginalRun(
    long seed,
    int samples,
    int epochs,
    double learningRate,
    boolean finite,
    List<Double> losses,
    List<Double> weights,
    double bias) {

  static OriginalRun parse(String line) {
    JsonObject json = JsonParser.parseString(line).getAsJsonObject();
    return new OriginalRun(
        json.get("seed").getAsLong(),
        json.get("samples").getAsInt(),
        json.get("epochs").getAsInt(),
        json.get("learning_rate").getAsDouble(),
        json.get("finite").getAsBoolean(),
        exact(json.getAsJsonArray("losses")),
        exact(json.getAsJsonArray("weights")),
        exact(json.get("bias")));
  }

  static List<Double> exact(JsonArray array) {
    return StreamSupport.stream(array.spliterator(), false).map(OriginalRun::exact).toList();
  }

  static Double exact(JsonElement hexadecimal) {
    String text = hexadecimal.getAsString();
    return text.equals("nan") ? Double.NaN : Double.parseDouble(text);
  }

  @Override
  public String toString() {
    return "seed %d, %d samples, %d epochs, learning rate %s"
        .formatted(seed, samples, epochs, learningRate);
  }
}
