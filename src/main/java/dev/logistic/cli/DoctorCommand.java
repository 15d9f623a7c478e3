package dev.logistic.cli;

import ai.djl.engine.EngineException;
import dev.logistic.config.Layer;
import dev.logistic.config.Settings;
import dev.logistic.config.SettingsException;
import dev.logistic.console.ExitStatus;
import dev.logistic.console.Failures;
import dev.logistic.console.JsonOutput;
import dev.logistic.engine.DeviceException;
import dev.logistic.engine.Devices;
import dev.logistic.engine.PyTorch;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Reports what the engine found on this machine, and how to fix what is wrong. */
@Command(name = "doctor", description = "Check engine, device and cache; exit with 1 on a problem.")
final class DoctorCommand implements Callable<Integer> {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(names = "--json", description = "Print as JSON.")
  private boolean json;

  @Override
  public Integer call() {
    List<String> problems = new ArrayList<>();
    Map<String, @Nullable Object> findings = new LinkedHashMap<>();
    findings.put("engine", "PyTorch");
    for (String name : List.of("engine_version", "library_path", "device", "threads", "cache")) {
      findings.put(name, null); // stays so where a problem hides it
    }
    examineEngine(findings, problems);
    examineCache(findings, problems);
    findings.put("problems", problems);
    print(findings, problems);
    return problems.isEmpty() ? 0 : ExitStatus.WORLD;
  }

  private static void examineEngine(Map<String, @Nullable Object> findings, List<String> problems) {
    try {
      findings.put("engine_version", PyTorch.version());
      findings.put("djl_version", PyTorch.djlVersion());
      findings.put("library_path", PyTorch.libraryPath().toString());
      findings.put("cuda", PyTorch.hasCuda());
      examineDevice(findings, problems);
      findings.put("threads", PyTorch.threads());
    } catch (EngineException | LinkageError e) {
      problems.add(
          "PyTorch could not be loaded ("
              + Failures.rootMessage(e)
              + "). Check that pytorch-native-cpu for this operating system and processor is on the"
              + " class path, that the cache directory can be written, and that the variables"
              + " PYTORCH_LIBRARY_PATH, PYTORCH_FLAVOR and PYTORCH_VERSION, where set, are right.");
    }
  }

  private static void examineDevice(Map<String, @Nullable Object> findings, List<String> problems) {
    try {
      Settings settings = Settings.layered(List.of(Layer.systemProperties(System.getProperties())));
      findings.put("device", Devices.name(EngineStart.device(settings)));
    } catch (SettingsException | DeviceException e) {
      problems.add(String.valueOf(e.getMessage()));
    }
  }

  private static void examineCache(Map<String, @Nullable Object> findings, List<String> problems) {
    Path cache = PyTorch.cacheDirectory();
    findings.put("cache", cache.toString());
    if (!canBeWritten(cache)) {
      problems.add(
          "The cache directory "
              + cache
              + " cannot be written. Set DJL_CACHE_DIR to one that can.");
    }
  }

  /** Whether the directory, or its nearest existing parent, can be written. */
  private static boolean canBeWritten(Path directory) {
    Path existing = directory.toAbsolutePath();
    while (existing != null && Files.notExists(existing)) {
      existing = existing.getParent();
    }
    return existing != null && Files.isDirectory(existing) && Files.isWritable(existing);
  }

  private void print(Map<String, @Nullable Object> findings, List<String> problems) {
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      JsonOutput.print(findings, out);
      return;
    }
    findings.forEach(
        (name, value) -> {
          if (value != null && !name.equals("problems")) {
            out.printf("%-15s %s%n", name + ":", value);
          }
        });
    out.println(problems.isEmpty() ? "No problems found." : "Problems:");
    problems.forEach(problem -> out.println("  " + problem));
  }
}
