package dev.logistic.serve;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads the body of a request, up to a bound. */
final class RequestBody {

  /** How many times the bound is read from a client that sends too much, to be heard by it. */
  private static final int PATIENCE = 16;

  private static final String LENGTH = "Content-Length";

  private final int maxBytes;

  RequestBody(int maxBytes) {
    this.maxBytes = maxBytes;
  }

  /**
   * Reads it.
   *
   * @throws Refusal if it is too large or not JSON in UTF-8 by its headers
   * @throws IOException if the client stops sending
   */
  byte[] read(HttpExchange exchange) throws IOException, Refusal {
    Headers headers = exchange.getRequestHeaders();
    requireJson(headers.getFirst("Content-Type"));
    String length = headers.getFirst(LENGTH); // the server has checked that it is a number
    if (length != null && Long.parseLong(length.strip()) > maxBytes) {
      throw tooLarge();
    }
    byte[] body = exchange.getRequestBody().readNBytes(maxBytes); // chunks do not state a length
    if (exchange.getRequestBody().read() >= 0) {
      throw tooLarge();
    }
    return body;
  }

  private static void requireJson(@Nullable String type) throws Refusal {
    String[] parts = type == null ? new String[] {""} : type.toLowerCase(Locale.ROOT).split(";");
    boolean isJson = parts[0].strip().equals(Answer.JSON);
    for (int i = 1; i < parts.length; i++) {
      String parameter = parts[i].replace("\"", "").strip();
      isJson &= !parameter.startsWith("charset=") || parameter.equals("charset=utf-8");
    }
    if (!isJson) {
      throw new Refusal(
          Refusal.CONTENT_TYPE,
          "Content-Type must be %s in UTF-8, was %s"
              .formatted(Answer.JSON, type == null ? "absent" : type));
    }
  }

  private Refusal tooLarge() {
    return new Refusal(
        Refusal.TOO_LARGE,
        "the body must have at most %d bytes; send fewer rows in a request".formatted(maxBytes));
  }

  /**
   * Reads what the client is still sending after its answer: it would not hear that from a
   * connection that is closed meanwhile. There is an end to patience.
   */
  void drain(HttpExchange exchange) throws IOException {
    InputStream body = exchange.getRequestBody();
    byte[] unused = new byte[8192];
    long left = (long) PATIENCE * maxBytes;
    for (int read = 0; read >= 0 && left > 0; left -= read) {
      read = body.read(unused);
    }
  }
}
