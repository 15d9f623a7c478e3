package dev.logistic.console;

import dev.logistic.config.Settings;
import java.util.Iterator;
import java.util.List;

/** Values of options that shells complete. */
final class Candidates {

  private Candidates() {}

  /** Of {@code --device}. */
  static final class Devices implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return List.of("auto", "cpu", "gpu").iterator();
    }
  }

  /** Of {@code --set}: every key, up to the equals sign. */
  static final class Assignments implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Settings.KEYS.stream().map(key -> key.name() + "=").iterator();
    }
  }
}
