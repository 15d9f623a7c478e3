package dev.logistic.serve;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.regex.Pattern;

/**
 * Answers HTTP requests with the predictions of models, and reads a model again when its directory
 * is replaced: {@code POST /predict/NAME}, or {@code /predict} where there is one model, {@code GET
 * /health} and {@code GET /metrics}. Thread-safe. For use within this project.
 */
public final class ScoringServer implements AutoCloseable {

  /** Models have names that need no escapes in addresses and in labels of metrics. */
  public static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,100}");

  /** Shorter than the half minute after which process managers kill. */
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final HttpServer server;
  private final ExecutorService threads;
  private final Reloader reloader;
  private final InFlight inFlight;
  private final Map<String, HotModel> models;
  private final CountDownLatch closed = new CountDownLatch(1);

  private ScoringServer(
      HttpServer server, Map<String, HotModel> models, ServerOptions options, ServerEvents events) {
    this.server = server;
    this.models = models;
    this.inFlight = new InFlight();
    this.threads = RequestThreads.start(options.threads());
    this.reloader = new Reloader(models.values(), options.reload(), events);
    server.setExecutor(threads);
    RequestBody body = new RequestBody(options.maxRequestBytes());
    server.createContext("/", new Handler(models, body, inFlight, events));
  }

  /**
   * Reads the models and starts to answer.
   *
   * @param directories of the models by name
   * @throws IllegalArgumentException if there is no model, or a name does not match {@link #NAME}
   * @throws IOException if a model cannot be read, or the address cannot be used
   */
  public static ScoringServer start(
      Map<String, Path> directories, ServerOptions options, ServerEvents events)
      throws IOException {
    if (directories.isEmpty()) {
      throw new IllegalArgumentException("expected at least one model, found none");
    }
    Map<String, HotModel> models = new LinkedHashMap<>();
    for (Map.Entry<String, Path> each : directories.entrySet()) {
      if (!NAME.matcher(each.getKey()).matches()) {
        throw new IllegalArgumentException(
            "the name of a model must match %s, was \"%s\"".formatted(NAME, each.getKey()));
      }
      models.put(each.getKey(), new HotModel(each.getKey(), each.getValue()));
    }
    ServerProperties.set();
    ScoringServer started = new ScoringServer(listen(options.address()), models, options, events);
    started.server.start();
    started.reloader.start();
    return started;
  }

  private static HttpServer listen(InetSocketAddress address) throws IOException {
    if (address.isUnresolved()) {
      throw new IOException("the host %s is unknown".formatted(address.getHostString()));
    }
    try {
      return HttpServer.create(address, 0);
    } catch (BindException e) {
      throw new IOException(
          "port %d of %s cannot be used (%s); choose another, or 0 for any free one"
              .formatted(address.getPort(), address.getHostString(), e.getMessage()),
          e);
    }
  }

  /** The port on which it listens. */
  public int port() {
    return server.getAddress().getPort();
  }

  /** The paths of the models: {@code /predict} of a single one, and {@code /predict/NAME} each. */
  public List<String> paths() {
    if (models.size() == 1) {
      return List.of(Route.PREDICT.label());
    }
    return new ArrayList<>(models.keySet().stream().map(Route::ofModel).toList());
  }

  /** Waits until it is closed. */
  public void awaitClosed() throws InterruptedException {
    closed.await();
  }

  /**
   * Answers the requests that have come before, for 20 seconds at most, and further ones meanwhile
   * by 503; then listens no more and ends its threads.
   */
  @Override
  public void close() {
    if (!inFlight.stop()) {
      return;
    }
    reloader.close();
    inFlight.awaitNone(PATIENCE);
    server.stop(0);
    threads.shutdown();
    closed.countDown();
  }
}
