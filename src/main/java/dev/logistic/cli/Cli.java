package dev.logistic.cli;

import ai.djl.engine.EngineException;
import dev.logistic.config.JdbcAddress;
import dev.logistic.config.Settings;
import dev.logistic.data.table.TableSource;
import dev.logistic.engine.ProcessExit;
import dev.logistic.engine.PyTorch;
import java.io.File;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import picocli.CommandLine;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.TypeConversionException;

/** Builds the command line, runs it and turns failures into messages and exit statuses. */
public final class Cli {

  private static final List<String> WITHOUT_ENGINE = List.of("-h", "--help", "--version");

  private static final boolean LINUX = System.getProperty("os.name").startsWith("Linux");

  /** What the drivers of NVIDIA's GPUs add to /dev: usual ones, those of WSL and of Jetson. */
  private static final List<String> GPUS = List.of("/dev/nvidiactl", "/dev/dxg", "/dev/nvmap");

  private Cli() {}

  /** Runs on the process's own streams and exits unless all went well. */
  public static void main(String[] args) {
    quietLibraries();
    Stdout stdout = new Stdout();
    PrintWriter out = new PrintWriter(stdout, false, Charset.defaultCharset());
    PrintWriter err = new PrintWriter(System.err, true, Charset.defaultCharset());
    List<Thread> engines = startEnginesAhead(args);
    int status = run(out, stdout::readerLeft, err, args);
    engines.forEach(Cli::waitFor);
    if (!engines.isEmpty()) {
      ProcessExit.skipDestructors();
    }
    if (status != 0) {
      System.exit(status);
    }
  }

  /**
   * Loading PyTorch's library takes half a second, DuckDB's as much and parsing the arguments a
   * quarter, so that they go side by side. A failure comes up again, and is told, where the engine
   * is first needed.
   */
  private static List<Thread> startEnginesAhead(String[] args) {
    List<String> all = Arrays.asList(args);
    List<Thread> threads = new ArrayList<>();
    if (Collections.disjoint(all, WITHOUT_ENGINE)) {
      threads.add(ahead("engine-start", PyTorch::engine));
      boolean files =
          all.contains("--data")
              && !all.contains(Settings.SYNTHETIC)
              && all.stream().noneMatch(JdbcAddress::is);
      if (files) {
        threads.add(ahead("table-engine-start", TableSource::prepare));
      }
    }
    return threads;
  }

  private static Thread ahead(String name, Runnable start) {
    Thread thread =
        new Thread(
            () -> {
              try {
                start.run();
              } catch (EngineException | LinkageError e) {
                return;
              }
            },
            name);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  /** Leaving while the library is still being loaded could crash the process. */
  private static void waitFor(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Runs a command.
   *
   * @param out where results go, and nothing else
   * @param err where errors and warnings go
   * @return the exit status: 0 done, 2 for bad arguments or settings, 1 for what went wrong later
   */
  public static int run(PrintWriter out, PrintWriter err, String... args) {
    return run(out, () -> false, err, args);
  }

  private static int run(
      PrintWriter out, BooleanSupplier readerLeft, PrintWriter err, String... args) {
    RootCommand root = new RootCommand();
    CommandLine commandLine = new CommandLine(root);
    Objects.requireNonNull(commandLine.getSubcommands().get("train"))
        .getHelpSectionMap()
        .put(UsageMessageSpec.SECTION_KEY_FOOTER, help -> SettingsOptions.help());
    commandLine.setOut(out);
    commandLine.setErr(err);
    commandLine.registerConverter(Path.class, Cli::path);
    commandLine.setParameterExceptionHandler(Failures::badArguments);
    commandLine.setExecutionExceptionHandler(Failures::failed);
    try (Interrupts interrupts = root.interrupts()) {
      int status = commandLine.execute(args);
      err.flush();
      return flushed(out, readerLeft, err, status);
    }
  }

  private static int flushed(
      PrintWriter out, BooleanSupplier readerLeft, PrintWriter err, int status) {
    if (out.checkError() && status == 0) {
      if (!readerLeft.getAsBoolean()) { // who left does not want to hear of it
        err.println("error: stdout could not be written");
        err.flush();
      }
      return Failures.WORLD;
    }
    return status;
  }

  /** An empty path would silently mean the current directory. */
  private static Path path(String text) {
    if (text.isBlank()) {
      throw new TypeConversionException("the path is empty");
    }
    return Path.of(text);
  }

  /**
   * Results belong on stdout and faults on stderr, so the libraries' own log shows errors alone;
   * and the engine must not report its use to its makers. DuckDB's driver would start the JVM's
   * flight recorder for events of its own, at a tenth of the time of a small training; a recording
   * that is asked for as the JVM starts is made all the same. JNA would run ldconfig to list the
   * directories in which DJL looks for CUDA, which is of no use without a GPU. Whoever sets these
   * properties is obeyed.
   */
  private static void quietLibraries() {
    setDefault("org.slf4j.simpleLogger.defaultLogLevel", "error");
    setDefault("OPT_OUT_TRACKING", "true");
    setDefault("jfr.unsupported.vm", "true");
    if (LINUX && GPUS.stream().noneMatch(gpu -> new File(gpu).exists())) {
      setDefault("jna.platform.library.path", "/usr/lib");
    }
  }

  private static void setDefault(String name, String value) {
    if (System.getProperty(name) == null) {
      System.setProperty(name, value);
    }
  }
}
