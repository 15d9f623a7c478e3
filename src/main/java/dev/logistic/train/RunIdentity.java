package dev.logistic.train;

import dev.logistic.checkpoint.CheckpointException;
import dev.logistic.checkpoint.State;
import dev.logistic.config.Facet;
import dev.logistic.config.RateSchedule;
import dev.logistic.config.Settings;
import dev.logistic.data.Fingerprint;
import dev.logistic.data.LabelledData;
import dev.logistic.engine.Devices;
import dev.logistic.engine.PyTorch;
import dev.logistic.files.Sha256;
import dev.logistic.model.Parameters;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Everything that a training's result depends on: the settings, the data, the start and the engine.
 * A training resumes only from a checkpoint with the same identity.
 */
final class RunIdentity {

  private static final String PREFIX = "run.";

  /** How rows are kept, of which {@code data.storage} and {@code data.memory} are conditions. */
  private static final String STORAGE = Settings.STORAGE.name();

  /** What a checkpoint of an earlier version does not state, as there was no other way. */
  private static final Map<String, String> OF_EARLIER_VERSIONS =
      Map.of(STORAGE, "dense", Settings.FIRTH.name(), "false");

  private final Map<String, String> facts;

  private RunIdentity(Map<String, String> facts) {
    this.facts = facts;
  }

  /**
   * Returns the identity of a training that is about to begin.
   *
   * @param recorded settings, as recorded with the model
   * @param fingerprint of the data
   * @param start the first parameters
   */
  static RunIdentity of(
      Map<String, String> recorded,
      String fingerprint,
      LabelledData data,
      @Nullable LabelledData validation,
      Parameters start) {
    Map<String, String> facts = new LinkedHashMap<>(recorded);
    Settings.KEYS.stream()
        .filter(key -> key.has(Facet.FREE_TO_CHANGE))
        .forEach(key -> facts.remove(key.name()));
    if (!Settings.SCHEDULE.print(RateSchedule.COSINE).equals(facts.get(Settings.SCHEDULE.name()))) {
      facts.remove(Settings.EPOCHS.name()); // other schedules ignore it
    }
    facts.put(Settings.DEVICE.name(), Devices.name(data.device()));
    facts.put("classes", data.classes().toString());
    data.schema().terms().stream()
        .filter(column -> !column.merged().isEmpty())
        .forEach(
            column -> facts.put("merged levels of " + column.column(), column.merged().toString()));
    if (data.sparse().isPresent()) { // which has other bits; not stated otherwise
      facts.put(STORAGE, "sparse");
    }
    facts.put("data", fingerprint);
    facts.put("validation data", validation == null ? "none" : Fingerprint.of(validation));
    facts.put("first weights", sha256(start.toDoubles()));
    facts.put("PyTorch", PyTorch.version());
    return new RunIdentity(facts);
  }

  void save(State state) {
    facts.forEach((name, value) -> state.put(PREFIX + name, value));
  }

  /**
   * Compares this with a checkpoint's identity.
   *
   * @throws CheckpointException if anything differs; the message lists it
   */
  void requireSame(State state, Path file) {
    Map<String, String> before = new LinkedHashMap<>();
    state
        .texts()
        .forEach(
            (name, value) -> {
              if (name.startsWith(PREFIX)) {
                before.put(name.substring(PREFIX.length()), value);
              }
            });
    Set<String> names = new LinkedHashSet<>(before.keySet());
    names.addAll(facts.keySet());
    List<String> differences = new ArrayList<>();
    for (String name : names) {
      String otherwise = OF_EARLIER_VERSIONS.getOrDefault(name, "unknown");
      String was = before.getOrDefault(name, otherwise);
      String is = facts.getOrDefault(name, otherwise);
      if (!was.equals(is)) {
        differences.add("  %s: was %s, is %s".formatted(name, shown(was), shown(is)));
      }
    }
    if (!differences.isEmpty()) {
      throw new CheckpointException(
          "%s is from a different training; to resume from it, leave these unchanged:%n%s"
              .formatted(file, String.join(System.lineSeparator(), differences)));
    }
  }

  /** The beginning of a digest identifies it. */
  private static String shown(String value) {
    if (value.matches("[0-9a-f]{64}")) {
      return value.substring(0, 16) + "...";
    }
    return value.isEmpty() ? "empty" : value;
  }

  private static String sha256(double[] values) {
    ByteBuffer bytes = ByteBuffer.allocate(values.length * Double.BYTES);
    bytes.asDoubleBuffer().put(values);
    return Sha256.of(bytes);
  }
}
