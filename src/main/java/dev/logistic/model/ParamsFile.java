package dev.logistic.model;

import ai.djl.MalformedModelException;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.util.PairList;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UTFDataFormatException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Checks a file of parameters before DJL reads it. DJL (0.35.1: {@code BaseModel}, {@code
 * Parameter}, {@code NDSerializer}) allocates memory by the file's lengths before it reads, on the
 * heap and outside, and passes the file's shapes to native code. So each count, shape and length
 * must equal that of a file that {@link ModelDirectory} writes; this check allocates nothing by
 * them.
 */
final class ParamsFile {

  private static final String MAGIC = "DJL@";
  private static final String ARRAY_MAGIC = "NDAR";
  private static final int ARRAY_VERSION = 3;

  private final Path file;
  private final DataInputStream in;

  private ParamsFile(Path file, DataInputStream in) {
    this.file = file;
    this.in = in;
  }

  /**
   * @param width number of features
   * @param outputs of the model
   * @throws MalformedModelException if it does not hold the parameters of such a model
   * @throws IOException if it cannot be read
   */
  static void check(Path file, int width, int outputs) throws IOException, MalformedModelException {
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
      new ParamsFile(file, in).check(width, outputs);
    } catch (EOFException e) {
      throw new MalformedModelException(refusal(file) + "it is truncated", e);
    } catch (UTFDataFormatException e) {
      throw new MalformedModelException(refusal(file) + "a string is not UTF-8", e);
    }
  }

  /**
   * The header that DJL reads before it passes the stream to the block.
   *
   * @param type of the parameters
   * @param inputs of the model
   * @param rest what the block reads
   */
  record Header(DataType type, PairList<String, Shape> inputs, DataInputStream rest) {}

  /**
   * Reads the header of a file that was checked.
   *
   * @param content of the whole file
   */
  static Header header(byte[] content) throws IOException {
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(content));
    in.skipNBytes(MAGIC.length() + Integer.BYTES);
    in.readUTF(); // the model's name
    DataType type = DataType.valueOf(in.readUTF());
    PairList<String, Shape> inputs = new PairList<>();
    int count = in.readInt();
    for (int i = 0; i < count; i++) {
      inputs.add(in.readUTF(), Shape.decode(in));
    }
    int properties = in.readInt();
    for (int i = 0; i < properties; i++) {
      in.readUTF();
      in.readUTF();
    }
    return new Header(type, inputs, in);
  }

  private static String refusal(Path file) {
    return file + " does not hold the parameters of a model: ";
  }

  private void check(int width, int outputs) throws IOException, MalformedModelException {
    require(
        "the start", MAGIC, new String(in.readNBytes(MAGIC.length()), StandardCharsets.US_ASCII));
    require("the version", 1, in.readInt());
    in.readUTF(); // the model's name
    DataType type = floatingPoint(in.readUTF());
    require("the number of inputs", 1, in.readInt());
    in.readUTF(); // the input's name
    shape("the input");
    int properties = in.readInt();
    for (int i = 0; i < properties; i++) {
      in.readUTF();
      in.readUTF();
    }
    require("the block's version", LogisticBlock.VERSION, in.readByte());
    require("the number of the block's inputs", 1, in.readInt());
    shape("the block's input");
    parameter("weight", new Shape(width, outputs), type);
    parameter("bias", new Shape(1, outputs), type);
    if (in.read() >= 0) {
      throw new MalformedModelException(refusal(file) + "unexpected bytes follow the bias");
    }
  }

  private DataType floatingPoint(String name) throws MalformedModelException {
    for (DataType type : new DataType[] {DataType.FLOAT32, DataType.FLOAT64}) {
      if (type.name().equals(name)) {
        return type;
      }
    }
    throw new MalformedModelException(
        refusal(file) + "the type must be FLOAT32 or FLOAT64, was " + name);
  }

  private void parameter(String name, Shape expected, DataType type)
      throws IOException, MalformedModelException {
    require("the mark of " + name, 'P', in.readChar());
    require("the version of " + name, 1, (int) in.readByte());
    require("a parameter's name", name, in.readUTF());
    require("the start of " + name, ARRAY_MAGIC, in.readUTF());
    require("the array's version of " + name, ARRAY_VERSION, in.readInt());
    if (in.readByte() == 1) {
      in.readUTF(); // the array's own name
    }
    in.readUTF(); // the sparse format, which DJL skips
    require("the type of " + name, type.name(), in.readUTF());
    Shape shape = shape(name);
    if (!shape.equals(expected)) {
      throw new MalformedModelException(
          "%s: %s must have shape %s as model.json says, was %s"
              .formatted(file, name, expected, shape));
    }
    require("the byte order of " + name, '<', (char) in.readByte());
    long bytes =
        expected.get(0) * expected.get(1) * type.getNumOfBytes(); // a product of two ints: fits
    require("the length of " + name, bytes, (long) in.readInt());
    in.skipNBytes(bytes);
  }

  /** All shapes in such a file are of matrices, whose layout DJL does not know. */
  private Shape shape(String name) throws IOException, MalformedModelException {
    require("the number of dimensions of " + name, 2, in.readInt());
    long rows = in.readLong();
    long columns = in.readLong();
    if (rows < 0 || columns < 0) {
      throw new MalformedModelException(
          "%sa dimension of %s must be at least 0, was %d"
              .formatted(refusal(file), name, Math.min(rows, columns)));
    }
    require("the length of the layout of " + name, 2, in.readInt());
    require("the layout of " + name, "??", "" + in.readChar() + in.readChar());
    return new Shape(rows, columns);
  }

  private <T> void require(String what, T expected, T found) throws MalformedModelException {
    if (!expected.equals(found)) {
      throw new MalformedModelException(
          "%s%s must be %s, was %s".formatted(refusal(file), what, expected, found));
    }
  }
}
