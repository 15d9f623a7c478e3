package dev.logistic.serve;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import java.util.Map;

/** What a client receives: a status, a type of content and a body. */
record Answer(int status, String contentType, String body) {

  static final int OK = 200;
  static final int FAILED = 500;
  static final String JSON = "application/json";

  private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";

  /** Throws rather than write NaN or an infinity, which JSON does not have. */
  private static final Gson GSON = new GsonBuilder().disableHtmlEscaping().create();

  static Answer json(int status, Map<String, ?> object) {
    return new Answer(status, JSON, GSON.toJson(object));
  }

  static Answer error(int status, String reason) {
    return json(status, Map.of("error", reason));
  }

  static Answer metrics(String text) {
    return new Answer(OK, PROMETHEUS, text);
  }

  byte[] bytes() {
    return body.getBytes(UTF_8);
  }
}
