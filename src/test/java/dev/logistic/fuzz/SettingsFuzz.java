package dev.logistic.fuzz;

import dev.logistic.config.Combinations;
import dev.logistic.config.Layer;
import dev.logistic.config.Settings;
import dev.logistic.config.SettingsException;
import dev.logistic.evaluate.Threshold;
import dev.logistic.selection.PenaltyGrid;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A settings file, {@code --set} texts and values of options: settings, or their exception. */
public final class SettingsFuzz {

  private static final Path FILE = Scratch.directory().resolve("settings.properties");

  private SettingsFuzz() {}

  /** The input as a file, and each line of it as a text of {@code --set} and of other options. */
  public static void fuzzerTestOneInput(byte[] input) {
    try {
      Files.write(FILE, input);
      apply(Layer.file(FILE));
    } catch (SettingsException e) {
      // as documented
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    List<String> lines = new String(input, StandardCharsets.UTF_8).lines().toList();
    try {
      apply(Layer.assignments("--set", lines));
    } catch (SettingsException e) {
      // as documented
    }
    for (String line : lines) {
      parse(line);
    }
  }

  /** What settings print is read as the same settings. */
  private static void apply(Layer layer) {
    Settings settings = Settings.layered(List.of(layer));
    Map<String, String> printed = settings.toMap();
    if (!Settings.layered(List.of(new Layer("printed", printed))).toMap().equals(printed)) {
      throw new AssertionError("settings are read differently from how they print: " + printed);
    }
    Combinations.check(settings);
  }

  private static void parse(String text) {
    try {
      PenaltyGrid.parse(PenaltyGrid.Kind.L2, text);
    } catch (IllegalArgumentException e) {
      // as documented
    }
    try {
      Threshold.parse(text);
    } catch (IllegalArgumentException e) {
      // as documented
    }
  }
}
