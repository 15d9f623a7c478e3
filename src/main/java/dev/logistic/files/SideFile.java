package dev.logistic.files;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Long lists of a model directory, each with a name, in a binary file next to {@code model.json},
 * which states its SHA-256. Immutable.
 *
 * <p>The file starts with {@link #MAGIC} and the number of lists. A list is its kind in a byte,
 * {@link #TEXTS} or {@link #NUMBERS}, its name as {@link java.io.DataOutput#writeUTF} writes it,
 * its length and its elements: a text is its length in bytes and its UTF-8, a number is a float64.
 * All are big endian, and lengths have four bytes. {@link SideFileWriter} writes it.
 */
public final class SideFile {

  static final int MAGIC = 0x444a4c31; // DJL1
  static final byte TEXTS = 't';
  static final byte NUMBERS = 'n';

  /** About the largest Java array. */
  private static final long MAX_BYTES = Integer.MAX_VALUE - 64;

  private final Path file;
  private final Map<String, List<String>> texts = new HashMap<>();
  private final Map<String, double[]> numbers = new HashMap<>();

  private SideFile(Path file) {
    this.file = file;
  }

  /**
   * Reads a file after comparing it with its checksum; allocates no more than a multiple of its
   * size.
   *
   * @throws NoSuchFileException if it is absent
   * @throws CorruptFileException naming the file if it is damaged or of another model
   * @throws IOException if it cannot be read
   */
  public static SideFile read(Path file, String sha256) throws IOException {
    if (!Files.exists(file)) {
      throw new NoSuchFileException(
          file.toString(), null, "missing, model.json names it; copy the model directory whole");
    }
    if (!Files.isRegularFile(file) || Files.size(file) > MAX_BYTES) {
      throw new CorruptFileException(
          "%s is damaged: it must be a file of at most %d bytes".formatted(file, MAX_BYTES));
    }
    byte[] bytes = Files.readAllBytes(file);
    String found = Sha256.of(ByteBuffer.wrap(bytes));
    if (!found.equals(sha256)) {
      throw new CorruptFileException(
          "%s is damaged: its SHA-256 must be %s as model.json says, was %s"
              .formatted(file, sha256, found));
    }
    SideFile side = new SideFile(file);
    try {
      side.parse(ByteBuffer.wrap(bytes));
    } catch (BufferUnderflowException | IllegalArgumentException | CharacterCodingException e) {
      throw new CorruptFileException(file + " is damaged: it does not hold lists", e);
    }
    return side;
  }

  private void parse(ByteBuffer in) throws CharacterCodingException {
    require(in.getInt() == MAGIC);
    int lists = in.getInt();
    for (int i = 0; i < lists; i++) {
      byte kind = in.get();
      String name = StandardCharsets.UTF_8.decode(cut(in, in.getShort())).toString();
      int size = in.getInt();
      if (kind == TEXTS) {
        texts.put(name, texts(in, size));
      } else {
        require(kind == NUMBERS && size >= 0 && size <= in.remaining() / Double.BYTES);
        double[] list = new double[size];
        in.asDoubleBuffer().get(list);
        in.position(in.position() + size * Double.BYTES);
        numbers.put(name, list);
      }
    }
    require(!in.hasRemaining());
  }

  private static List<String> texts(ByteBuffer in, int size) throws CharacterCodingException {
    require(size >= 0 && size <= in.remaining() / Integer.BYTES);
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    List<String> list = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      list.add(decoder.decode(cut(in, in.getInt())).toString());
    }
    return list;
  }

  private static ByteBuffer cut(ByteBuffer in, int length) {
    require(length >= 0 && length <= in.remaining());
    ByteBuffer part = in.slice(in.position(), length);
    in.position(in.position() + length);
    return part;
  }

  private static void require(boolean fact) {
    if (!fact) {
      throw new IllegalArgumentException();
    }
  }

  /**
   * Returns the list of texts of that name.
   *
   * @throws IllegalArgumentException naming the file if there is none
   */
  public List<String> texts(String name) {
    return found(texts.get(name), name);
  }

  /**
   * Returns the list of numbers of that name.
   *
   * @throws IllegalArgumentException naming the file if there is none
   */
  public double[] numbers(String name) {
    return found(numbers.get(name), name).clone();
  }

  private <T> T found(@Nullable T list, String name) {
    if (list == null) {
      throw new IllegalArgumentException("%s has no list \"%s\"".formatted(file, name));
    }
    return list;
  }
}
