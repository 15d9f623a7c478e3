package dev.logistic.cli;

import dev.logistic.config.Layer;
import dev.logistic.config.Settings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that settings come from. */
final class SettingsOptions {

  @Option(names = "--config", paramLabel = "FILE", description = "A properties file of settings.")
  private @Nullable Path config;

  @Option(names = "--data", paramLabel = "SOURCE", description = "Where rows come from: synthetic.")
  private @Nullable String data;

  @Option(names = "--device", paramLabel = "D", description = "auto, cpu, gpu or gpu:N.")
  private @Nullable String device;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "A setting, over those of file and system properties; may be repeated.")
  private List<String> assignments = new ArrayList<>();

  /** Defaults, under the file, under system properties, under {@code --set}, under options. */
  Settings settings() throws IOException {
    List<Layer> layers = new ArrayList<>();
    if (config != null) {
      layers.add(Layer.file(config));
    }
    layers.add(Layer.systemProperties(System.getProperties()));
    layers.add(Layer.assignments("--set", assignments));
    if (data != null) {
      layers.add(Layer.assignments("--data", List.of(Settings.SOURCE.name() + "=" + data)));
    }
    if (device != null) {
      layers.add(Layer.assignments("--device", List.of(Settings.DEVICE.name() + "=" + device)));
    }
    return Settings.layered(layers);
  }
}
