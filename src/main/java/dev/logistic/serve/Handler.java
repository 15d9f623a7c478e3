package dev.logistic.serve;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Answers requests. Thread-safe. */
final class Handler implements HttpHandler {

  private final Map<String, HotModel> models;
  private final RequestBody body;
  private final InFlight inFlight;
  private final ServerEvents events;
  private final Metrics metrics = new Metrics();

  Handler(Map<String, HotModel> models, RequestBody body, InFlight inFlight, ServerEvents events) {
    this.models = models;
    this.body = body;
    this.inFlight = inFlight;
    this.events = events;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    long start = System.nanoTime();
    inFlight.begin();
    try (exchange) {
      Route route = Route.of(path(exchange));
      Answer answer;
      try {
        answer = answer(exchange, route);
      } catch (Refusal e) {
        answer = Answer.error(e.status(), e.reason());
      } catch (RuntimeException e) {
        events.failed(e);
        answer = Answer.error(Answer.FAILED, "the server failed");
      }
      // before sending, so that a client that has its answer finds it counted
      metrics.count(route, answer.status(), System.nanoTime() - start);
      send(exchange, answer);
    } finally {
      inFlight.end();
    }
  }

  private static String path(HttpExchange exchange) {
    URI address = exchange.getRequestURI();
    return String.valueOf(address.getPath());
  }

  private Answer answer(HttpExchange exchange, Route route) throws IOException, Refusal {
    if (route == Route.OTHER) {
      throw new Refusal(Refusal.NOT_FOUND, "there are POST /predict, GET /health and GET /metrics");
    }
    requireMethod(exchange, route);
    return switch (route) {
      case HEALTH -> Health.of(models.values(), inFlight.isStopping());
      case METRICS -> Answer.metrics(metrics.text(models.values(), inFlight.count()));
      default -> predict(exchange);
    };
  }

  private static void requireMethod(HttpExchange exchange, Route route) throws Refusal {
    String method = exchange.getRequestMethod();
    boolean isHead = method.equals("HEAD") && route.method().equals("GET");
    if (!method.equals(route.method()) && !isHead) {
      exchange.getResponseHeaders().set("Allow", route.method());
      throw new Refusal(Refusal.METHOD, route.label() + " accepts " + route.method());
    }
  }

  private Answer predict(HttpExchange exchange) throws IOException, Refusal {
    if (inFlight.isStopping()) {
      throw new Refusal(Refusal.STOPPING, "the server is stopping");
    }
    HotModel model = model(Route.model(path(exchange)));
    Query query = Query.of(exchange.getRequestURI().getRawQuery());
    return Predictions.of(model, query, body.read(exchange));
  }

  private HotModel model(String name) throws Refusal {
    if (name.isEmpty() && models.size() == 1) {
      return models.values().iterator().next();
    }
    HotModel model = models.get(name);
    if (model == null) {
      List<String> paths = models.keySet().stream().map(Route::ofModel).toList();
      throw new Refusal(
          Refusal.NOT_FOUND,
          (name.isEmpty() ? "there are several models: " : "there is no such model, there are ")
              + paths.stream().collect(Collectors.joining(", ")));
    }
    return model;
  }

  private void send(HttpExchange exchange, Answer answer) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", answer.contentType());
    if (inFlight.isStopping()) {
      exchange.getResponseHeaders().set("Connection", "close");
    }
    if (exchange.getRequestMethod().equals("HEAD")) {
      exchange.sendResponseHeaders(answer.status(), -1);
      return;
    }
    byte[] bytes = answer.bytes();
    exchange.sendResponseHeaders(answer.status(), bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.getResponseBody().flush();
    body.drain(exchange);
  }
}
