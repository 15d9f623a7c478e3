package dev.logistic.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonElement;
import java.util.Map;

/** Compares figures that were computed from rows in different precisions. */
final class JsonAssert {

  private static final double FLOAT32 = 1e-6;

  private JsonAssert() {}

  /** Asserts the same structure, texts and nulls, and numbers that differ by rounding alone. */
  static void close(JsonElement actual, JsonElement expected) {
    if (expected.isJsonObject()) {
      assertThat(actual.getAsJsonObject().keySet()).isEqualTo(expected.getAsJsonObject().keySet());
      for (Map.Entry<String, JsonElement> each : expected.getAsJsonObject().entrySet()) {
        close(actual.getAsJsonObject().get(each.getKey()), each.getValue());
      }
    } else if (expected.isJsonArray()) {
      assertThat(actual.getAsJsonArray()).hasSameSizeAs(expected.getAsJsonArray());
      for (int i = 0; i < expected.getAsJsonArray().size(); i++) {
        close(actual.getAsJsonArray().get(i), expected.getAsJsonArray().get(i));
      }
    } else if (expected.isJsonPrimitive() && expected.getAsJsonPrimitive().isNumber()) {
      assertThat(actual.getAsDouble()).isCloseTo(expected.getAsDouble(), within(FLOAT32));
    } else {
      assertThat(actual).isEqualTo(expected);
    }
  }
}
