package dev.logistic.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/**
 * Names and texts from one place.
 *
 * @param origin where they come from, as it appears in messages: {@code config/seed.properties}
 * @param values what is given, by name
 */
public record Layer(String origin, Map<String, String> values) {

  private static final int MAX_BYTES = 1 << 20;
  private static final List<String> PREFIXES = List.of("engine.", "data.", "train.");

  /** Copies the map, in its order. */
  public Layer {
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }

  /**
   * Reads a properties file in UTF-8. A duplicate key is refused, since one of the two would be
   * silently ignored.
   *
   * @throws IOException if the file cannot be read
   * @throws SettingsException if it is not a properties file in UTF-8 of at most a MiB or has a
   *     duplicate key
   */
  public static Layer file(Path file) throws IOException {
    Map<String, String> values = new LinkedHashMap<>();
    Properties collector = new Collector(file, values);
    try (Reader reader = new StringReader(text(file))) {
      collector.load(reader);
    } catch (FileSystemException e) {
      throw e;
    } catch (CharacterCodingException e) {
      throw new SettingsException(file + " is not a text file in UTF-8", e);
    } catch (SettingsException e) {
      throw e;
    } catch (IllegalArgumentException e) {
      throw new SettingsException(file + " is not a properties file: " + e.getMessage(), e);
    } catch (IOException e) {
      throw new IOException(file + " cannot be read: " + e.getMessage(), e);
    }
    return new Layer(file.toString(), values);
  }

  /** Not by the file's size, which a pipe does not report. */
  private static String text(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw new SettingsException(file + " must have at most " + MAX_BYTES + " bytes", null);
      }
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    }
  }

  /** Selects this program's settings from the system properties, such as {@code engine.device}. */
  public static Layer systemProperties(Properties properties) {
    Map<String, String> values = new LinkedHashMap<>();
    properties.stringPropertyNames().stream()
        .filter(name -> PREFIXES.stream().anyMatch(name::startsWith))
        .sorted()
        .forEach(name -> values.put(name, properties.getProperty(name)));
    return new Layer("system property", values);
  }

  /**
   * Reads {@code key=value} texts; a later one wins over an earlier one with the same key.
   *
   * @throws SettingsException if a text has no equals sign
   */
  public static Layer assignments(String origin, List<String> assignments) {
    Map<String, String> values = new LinkedHashMap<>();
    for (String assignment : assignments) {
      int equals = assignment.indexOf('=');
      if (equals < 1) {
        throw new SettingsException(
            origin + " must be key=value, was \"" + assignment + "\"", null);
      }
      values.put(assignment.substring(0, equals).strip(), assignment.substring(equals + 1));
    }
    return new Layer(origin, values);
  }

  /** Returns the settings overridden by these values; errors as in {@link Settings#layered}. */
  Settings over(Settings settings) {
    Settings result = settings;
    for (Map.Entry<String, String> entry : values.entrySet()) {
      Key<?> key = KeyNames.find(entry.getKey(), origin);
      try {
        result = parsed(result, key, entry.getValue());
      } catch (IllegalArgumentException e) {
        throw new SettingsException(e.getMessage() + " (" + origin + ")", e);
      }
    }
    return result;
  }

  private static <T> Settings parsed(Settings settings, Key<T> key, String text) {
    return settings.with(key, key.parse(text));
  }

  /** Keeps the file's order and detects duplicate keys. */
  private static final class Collector extends Properties {
    private static final long serialVersionUID = 1L;
    private final transient Path file;
    private final transient Map<String, String> values;

    Collector(Path file, Map<String, String> values) {
      this.file = file;
      this.values = values;
    }

    @Override
    public synchronized Object put(Object key, Object value) {
      if (values.put((String) key, (String) value) != null) {
        throw new SettingsException(key + " is given twice (" + file + ")", null);
      }
      return value;
    }
  }
}
