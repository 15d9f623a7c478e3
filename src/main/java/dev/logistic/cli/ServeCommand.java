package dev.logistic.cli;

import dev.logistic.console.Failures;
import dev.logistic.console.Warnings;
import dev.logistic.serve.ScoringServer;
import dev.logistic.serve.ServerEvents;
import dev.logistic.serve.ServerOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Serves models over HTTP until the process is asked to end. */
@Command(
    name = "serve",
    description = {
      "Answer JSON rows over HTTP: POST /predict, GET /health, GET /metrics.",
      "A model is read again when its directory is replaced. Ctrl-C or SIGTERM stops it."
    })
final class ServeCommand implements Callable<Integer> {

  private static final int MAX_PORT = 65_535;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--model",
      paramLabel = "[NAME=]DIR",
      required = true,
      description =
          "A model, by default under its directory's name; repeatable. One alone answers at"
              + " /predict, and each at /predict/NAME.")
  private List<String> modelDirectories = List.of();

  @Option(
      names = "--port",
      paramLabel = "N",
      defaultValue = "8080",
      description = "The port; 0 for any free one, which is printed. Default: 8080.")
  private int port;

  @Option(
      names = "--host",
      paramLabel = "ADDRESS",
      defaultValue = "127.0.0.1",
      description =
          "The address to listen on. Default: 127.0.0.1, this machine alone, as there is neither"
              + " encryption nor a password; 0.0.0.0 for all.")
  private String host = "";

  @Option(
      names = "--max-request-bytes",
      paramLabel = "N",
      defaultValue = "" + ServerOptions.MAX_REQUEST_BYTES,
      description = "The largest body of a request. Default: 1048576.")
  private int maxRequestBytes;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description =
          "Threads that answer requests. Default: virtual threads from Java 21 on, otherwise 64.")
  private @Nullable Integer threads;

  @Override
  public Integer call() throws IOException {
    requireRange("--port", port, 0, MAX_PORT);
    requireRange("--max-request-bytes", maxRequestBytes, 1, Integer.MAX_VALUE - 8);
    if (threads != null) {
      requireRange("--threads", threads, 1, 10_000);
    }
    Map<String, Path> models = models();
    ServerOptions options =
        new ServerOptions(
            new InetSocketAddress(host, port),
            maxRequestBytes,
            threads == null ? OptionalInt.empty() : OptionalInt.of(threads),
            ServerOptions.RELOAD);
    try (ScoringServer server = ScoringServer.start(models, options, new Reports())) {
      PrintWriter out = spec.commandLine().getOut();
      for (String path : server.paths()) {
        out.println("http://" + inAddress(host) + ":" + server.port() + path);
      }
      out.flush();
      untilAskedToEnd(server);
    }
    return 0;
  }

  /** A signal runs the hook, and the process ends with the signal's status once it has run. */
  private static void untilAskedToEnd(ScoringServer server) {
    Thread hook = new Thread(server::close, "stop");
    try {
      Runtime.getRuntime().addShutdownHook(hook);
      server.awaitClosed();
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (InterruptedException e) {
      Runtime.getRuntime().removeShutdownHook(hook);
      Thread.currentThread().interrupt();
    } catch (IllegalStateException e) {
      return; // the process is ending now
    }
  }

  private void requireRange(String option, int value, int least, int most) {
    if (value < least || value > most) {
      throw new ParameterException(
          spec.commandLine(),
          "%s must be from %d to %d, was %d".formatted(option, least, most, value));
    }
  }

  private static String inAddress(String host) {
    return host.contains(":") ? "[" + host + "]" : host;
  }

  /** By name, in the order given. */
  private Map<String, Path> models() {
    Map<String, Path> models = new LinkedHashMap<>();
    for (String text : modelDirectories) {
      int equals = text.indexOf('=');
      boolean named = equals > 0 && isName(text.substring(0, equals));
      Path directory = Path.of(named ? text.substring(equals + 1) : text);
      String name = named ? text.substring(0, equals) : nameOf(directory);
      if (text.isBlank() || directory.toString().isBlank()) {
        throw new ParameterException(spec.commandLine(), "--model must name a directory");
      }
      if (!isName(name)) {
        throw new ParameterException(
            spec.commandLine(),
            "a model's name has letters, digits, '.', '_' and '-', which \"%s\" is not; use --model NAME=%s"
                .formatted(name, directory));
      }
      Path before = models.putIfAbsent(name, directory);
      if (before != null) {
        throw new ParameterException(
            spec.commandLine(),
            "%s and %s are both named %s; use --model NAME=DIR".formatted(before, directory, name));
      }
    }
    return models;
  }

  private static boolean isName(String text) {
    return ScoringServer.NAME.matcher(text).matches();
  }

  private static String nameOf(Path directory) {
    Path last = directory.toAbsolutePath().normalize().getFileName();
    return last == null ? "" : last.toString();
  }

  /** Goes to stderr. */
  private final class Reports implements ServerEvents {

    @Override
    public void reloadFailed(String model, String reason) {
      Warnings.print(
          spec,
          List.of("model %s: %s; the model read before is still served".formatted(model, reason)));
    }

    @Override
    public void failed(RuntimeException reason) {
      boolean stacktrace = ((RootCommand) spec.root().userObject()).stacktrace();
      Failures.failed(reason, spec.commandLine(), stacktrace);
    }
  }
}
