package dev.logistic.cli;

import ai.djl.engine.EngineException;
import dev.logistic.config.Settings;
import dev.logistic.engine.ProcessExit;
import dev.logistic.engine.PyTorch;
import dev.logistic.table.TableSource;
import dev.logistic.text.JdbcAddress;
import java.io.File;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * Makes the process start and end sooner. Native libraries are loaded while the arguments are
 * parsed: PyTorch's takes half a second, DuckDB's as much, and parsing a quarter. Omitting the
 * flight recorder saves 0.2 to 0.3 s of a small training's 2.0 s (ADR 20); omitting the destructors
 * of native libraries saves 0.1 s (ADR 22).
 */
final class StartUp {

  private static final List<String> WITHOUT_ENGINE =
      List.of("-h", "--help", "--version", "completion", "serve");

  private static final boolean LINUX = System.getProperty("os.name").startsWith("Linux");

  /** Devices that NVIDIA's drivers add to /dev: on usual machines, on WSL and on Jetson. */
  private static final List<String> GPUS = List.of("/dev/nvidiactl", "/dev/dxg", "/dev/nvmap");

  private final List<Thread> engines = new ArrayList<>();

  private StartUp() {}

  /**
   * Starts loading the libraries that a command needs. A failure recurs, and is reported, where the
   * engine is first needed.
   */
  static StartUp ofEngines(String[] args) {
    StartUp start = new StartUp();
    List<String> all = Arrays.asList(args);
    if (Collections.disjoint(all, WITHOUT_ENGINE)) {
      start.ahead("engine-start", PyTorch::engine);
      boolean files =
          all.contains("--data")
              && !all.contains(Settings.SYNTHETIC)
              && all.stream().noneMatch(JdbcAddress::is);
      if (files) {
        start.ahead("table-engine-start", TableSource::prepare);
      }
    }
    return start;
  }

  private void ahead(String name, Runnable load) {
    Thread thread =
        new Thread(
            () -> {
              try {
                load.run();
              } catch (EngineException | LinkageError e) {
                return;
              }
            },
            name);
    thread.setDaemon(true);
    thread.start();
    engines.add(thread);
  }

  /** To be called at the end: exiting while a library is still being loaded could crash. */
  void finish() {
    try {
      for (Thread engine : engines) {
        engine.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (!engines.isEmpty()) {
      ProcessExit.skipDestructors();
    }
  }

  /**
   * Results belong on stdout and faults on stderr, so the libraries' own log shows errors alone;
   * and the engine must not report its use to its makers. DuckDB's driver would start the JVM's
   * flight recorder for its own events; a recording requested on the JVM's command line still
   * works. JNA would run ldconfig to list the directories in which DJL looks for CUDA, which is
   * useless without a GPU. Properties that are already set are left unchanged.
   */
  static void quietLibraries() {
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
