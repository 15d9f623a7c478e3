import ai.djl.ModelException;
import ai.djl.inference.Predictor;
import ai.djl.modality.Input;
import ai.djl.modality.Output;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.translate.TranslateException;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * Serves a model directory on the JDK's own HTTP server, with one predictor a thread: {@code POST
 * /predict} accepts a JSON row by column name, or a list of them, and answers with probabilities,
 * and with {@code ?contributions=N} also with the N columns that move the logit most; {@code GET
 * /health} reports that it is running. Errors are {@code {"error": "..."}}.
 */
public final class ServeOverHttp implements AutoCloseable {

  static final int MAX_BODY_BYTES = 1 << 20;

  private static final int THREADS = 8;
  private static final String JSON = "application/json";
  private static final String CONTRIBUTIONS = "contributions";
  private static final Gson GSON = new GsonBuilder().disableHtmlEscaping().create();

  private final ZooModel<Input, Output> model;
  private final Queue<Predictor<Input, Output>> predictors = new ConcurrentLinkedQueue<>();
  private final ThreadLocal<Predictor<Input, Output>> predictor =
      ThreadLocal.withInitial(this::newPredictor);
  private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
  private final HttpServer server;

  static {
    // or the body of an answer waits 40 ms for the client to acknowledge its headers
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  /** Takes over the model. */
  ServeOverHttp(ZooModel<Input, Output> model, int port) throws IOException {
    this.model = model;
    InetAddress here = InetAddress.getLoopbackAddress(); // who opens it to others adds a guard
    this.server = HttpServer.create(new InetSocketAddress(here, port), 0);
    server.createContext("/", this::handle);
    server.setExecutor(threads);
    server.start();
  }

  /** Arguments: a model directory and a port. */
  public static void main(String[] args) throws IOException, ModelException {
    System.setProperty("sun.net.httpserver.maxReqTime", "30"); // seconds for slow clients
    ServeOverHttp server = start(Path.of(args[0]), Integer.parseInt(args[1]));
    Runtime.getRuntime().addShutdownHook(new Thread(server::close));
    System.out.println("http://localhost:" + server.port() + "/predict");
  }

  /** Loads a model and serves it; port 0 chooses one that is free. */
  static ServeOverHttp start(Path modelDirectory, int port) throws IOException, ModelException {
    ZooModel<Input, Output> model =
        Criteria.builder()
            .setTypes(Input.class, Output.class)
            .optModelPath(modelDirectory)
            .build()
            .loadModel();
    try {
      return new ServeOverHttp(model, port);
    } catch (IOException e) {
      model.close();
      throw e;
    }
  }

  int port() {
    return server.getAddress().getPort();
  }

  private Predictor<Input, Output> newPredictor() {
    Predictor<Input, Output> created = model.newPredictor();
    predictors.add(created);
    return created;
  }

  /** What a client gets. */
  private record Answer(int status, String body) {

    static Answer error(int status, String message) {
      return new Answer(status, GSON.toJson(Map.of("error", message)));
    }
  }

  private void handle(HttpExchange exchange) throws IOException {
    try {
      Answer answer;
      try {
        answer = answer(exchange);
      } catch (RuntimeException e) {
        answer = failed(e);
      }
      drain(exchange.getRequestBody());
      send(exchange, answer);
    } finally {
      exchange.close();
    }
  }

  private Answer answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    String allowed = Map.of("/predict", "POST", "/health", "GET").get(path);
    if (allowed == null) {
      return Answer.error(404, "there are POST /predict and GET /health");
    }
    if (!exchange.getRequestMethod().equals(allowed)) {
      exchange.getResponseHeaders().set("Allow", allowed);
      return Answer.error(405, path + " accepts " + allowed);
    }
    return path.equals("/health") ? new Answer(200, "{\"status\":\"ok\"}") : predict(exchange);
  }

  private Answer predict(HttpExchange exchange) throws IOException {
    String type = exchange.getRequestHeaders().getFirst("Content-Type");
    if (type == null || !type.split(";", 2)[0].strip().equalsIgnoreCase(JSON)) {
      return Answer.error(415, "Content-Type must be " + JSON + ", was " + type);
    }
    String length = exchange.getRequestHeaders().getFirst("Content-Length");
    byte[] body = {};
    boolean tooLarge = length != null && Long.parseLong(length) > MAX_BODY_BYTES;
    if (!tooLarge) { // a body that is sent in chunks does not say how long it is
      body = exchange.getRequestBody().readNBytes(MAX_BODY_BYTES + 1);
      tooLarge = body.length > MAX_BODY_BYTES;
    }
    if (tooLarge) {
      return Answer.error(413, "the body must have at most " + MAX_BODY_BYTES + " bytes");
    }
    Input input = new Input();
    String query = exchange.getRequestURI().getQuery();
    if (query != null && query.startsWith(CONTRIBUTIONS + "=")) {
      input.add(CONTRIBUTIONS, query.substring(CONTRIBUTIONS.length() + 1));
    }
    input.add("data", body);
    try {
      return new Answer(200, predictor.get().predict(input).getData().getAsString());
    } catch (TranslateException e) {
      if (e.getCause() instanceof IllegalArgumentException refused) { // the model's block did
        return Answer.error(400, refused.getMessage());
      }
      // DJL wraps what else went wrong; the model's own messages are for the client
      boolean wrapped = e.getCause() != null && e.getCause().toString().equals(e.getMessage());
      return wrapped ? failed(e) : Answer.error(400, e.getMessage());
    }
  }

  private static Answer failed(Exception e) {
    e.printStackTrace();
    return Answer.error(500, "the server failed");
  }

  /** A client that is still sending would not hear the answer; but there is an end to patience. */
  private static void drain(InputStream body) throws IOException {
    byte[] unused = new byte[8192];
    long left = 16L * MAX_BODY_BYTES;
    for (int read = 0; read >= 0 && left > 0; left -= read) {
      read = body.read(unused);
    }
  }

  private static void send(HttpExchange exchange, Answer answer) throws IOException {
    byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", JSON);
    boolean head = exchange.getRequestMethod().equals("HEAD");
    exchange.sendResponseHeaders(answer.status(), head ? -1 : bytes.length);
    if (!head) {
      exchange.getResponseBody().write(bytes);
    }
  }

  /** Finishes the requests that came before, then frees the model. */
  @Override
  public void close() {
    threads.shutdown();
    try {
      threads.awaitTermination(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    server.stop(0);
    predictors.forEach(Predictor::close);
    model.close();
  }
}
