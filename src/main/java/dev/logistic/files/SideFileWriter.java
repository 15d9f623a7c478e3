package dev.logistic.files;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Collects long lists and writes them to a {@link SideFile}. For one thread. */
public final class SideFileWriter {

  private final Map<String, List<String>> texts = new LinkedHashMap<>();
  private final Map<String, List<Double>> numbers = new LinkedHashMap<>();

  /** A file without lists. */
  public SideFileWriter() {}

  /** Whether no list has been added. */
  public boolean isEmpty() {
    return texts.isEmpty() && numbers.isEmpty();
  }

  /** Adds a list of texts under a name of its own. */
  public void texts(String name, List<String> list) {
    texts.put(name, list);
  }

  /** Adds a list of numbers under a name of its own. */
  public void numbers(String name, List<Double> list) {
    numbers.put(name, list);
  }

  /**
   * Writes the file.
   *
   * @return the SHA-256 of its content
   * @throws IOException if it cannot be written, or a text is not valid Unicode
   */
  public String write(Path file) throws IOException {
    MessageDigest digest = Sha256.begin();
    try (OutputStream bytes = new BufferedOutputStream(Files.newOutputStream(file));
        DataOutputStream out = new DataOutputStream(new DigestOutputStream(bytes, digest))) {
      out.writeInt(SideFile.MAGIC);
      out.writeInt(texts.size() + numbers.size());
      for (Map.Entry<String, List<String>> each : texts.entrySet()) {
        head(out, SideFile.TEXTS, each.getKey(), each.getValue().size());
        CharsetEncoder encoder = StandardCharsets.UTF_8.newEncoder(); // refuses half a character
        for (String text : each.getValue()) {
          ByteBuffer encoded = encoder.encode(CharBuffer.wrap(text));
          byte[] bytesOfText = new byte[encoded.remaining()];
          encoded.get(bytesOfText);
          out.writeInt(bytesOfText.length);
          out.write(bytesOfText);
        }
      }
      for (Map.Entry<String, List<Double>> each : numbers.entrySet()) {
        head(out, SideFile.NUMBERS, each.getKey(), each.getValue().size());
        for (double number : each.getValue()) {
          out.writeDouble(number);
        }
      }
    }
    return Sha256.end(digest);
  }

  private static void head(DataOutputStream out, byte kind, String name, int size)
      throws IOException {
    out.writeByte(kind);
    out.writeUTF(name);
    out.writeInt(size);
  }
}
