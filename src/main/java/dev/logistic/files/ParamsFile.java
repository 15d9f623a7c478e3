package dev.logistic.files;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UTFDataFormatException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The parameters of a model as DJL (0.35.1: {@code BaseModel}, {@code Parameter}, {@code
 * NDSerializer}) writes them. DJL allocates what a file asks for before it reads, on the heap and
 * outside, and hands native code the file's shapes. So each count, shape and length must be here
 * what it is in a file of a model directory; no more is allocated than the file holds.
 */
public final class ParamsFile {

  /** The name of the file in a model directory. */
  public static final String FILE = "logistic-0000.params";

  /** The version of the block that wrote it. */
  public static final byte BLOCK_VERSION = 1;

  private static final String MAGIC = "DJL@";
  private static final String ARRAY_MAGIC = "NDAR";
  private static final int ARRAY_VERSION = 3;
  private static final String FLOAT32 = "FLOAT32";
  private static final String FLOAT64 = "FLOAT64";

  /** The parameters; the caller may change the arrays. */
  public static final class Values {

    private final double[] weights;
    private final double[] bias;

    private Values(double[] weights, double[] bias) {
      this.weights = weights;
      this.bias = bias;
    }

    /** Shape (features, outputs), row by row. */
    public double[] weights() {
      return weights;
    }

    /** One an output. */
    public double[] bias() {
      return bias;
    }
  }

  private final Path file;
  private final DataInputStream in;

  private ParamsFile(Path file, InputStream in) {
    this.file = file;
    this.in = new DataInputStream(in);
  }

  /**
   * Reads a file.
   *
   * @param width number of features
   * @param outputs of the model
   * @throws CorruptFileException naming the file if it is anything else than the parameters of such
   *     a model
   * @throws IOException if it cannot be read
   */
  public static Values read(Path file, int width, int outputs) throws IOException {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
      return new ParamsFile(file, in).read(width, outputs);
    } catch (EOFException e) {
      throw new CorruptFileException(refusal(file) + "it is truncated", e);
    } catch (UTFDataFormatException e) {
      throw new CorruptFileException(refusal(file) + "a string is not UTF-8", e);
    }
  }

  /**
   * Reads up to the number of inputs.
   *
   * @param in at the start of a file that {@link #read} accepts
   * @return the type of the parameters: FLOAT32 or FLOAT64
   */
  public static String type(DataInputStream in) throws IOException {
    in.skipNBytes(MAGIC.length() + Integer.BYTES);
    in.readUTF(); // the model's name
    return in.readUTF();
  }

  private static String refusal(Path file) {
    return file + " does not hold the parameters of a model: ";
  }

  private Values read(int width, int outputs) throws IOException {
    require(
        "the start", MAGIC, new String(in.readNBytes(MAGIC.length()), StandardCharsets.US_ASCII));
    require("the version", 1, in.readInt());
    in.readUTF(); // the model's name
    String type = in.readUTF();
    if (!type.equals(FLOAT32) && !type.equals(FLOAT64)) {
      throw new CorruptFileException(
          refusal(file) + "the type must be FLOAT32 or FLOAT64, was " + type);
    }
    require("the number of inputs", 1, in.readInt());
    in.readUTF(); // the input's name
    shape("the input");
    int properties = in.readInt();
    for (int i = 0; i < properties; i++) {
      in.readUTF();
      in.readUTF();
    }
    require("the block's version", BLOCK_VERSION, in.readByte());
    require("the number of the block's inputs", 1, in.readInt());
    shape("the block's input");
    double[] weights = parameter("weight", new Matrix(width, outputs), type);
    double[] bias = parameter("bias", new Matrix(1, outputs), type);
    if (in.read() >= 0) {
      throw new CorruptFileException(refusal(file) + "unexpected bytes follow the bias");
    }
    return new Values(weights, bias);
  }

  private double[] parameter(String name, Matrix expected, String type) throws IOException {
    require("the mark of " + name, 'P', in.readChar());
    require("the version of " + name, 1, (int) in.readByte());
    require("a parameter's name", name, in.readUTF());
    require("the start of " + name, ARRAY_MAGIC, in.readUTF());
    require("the array's version of " + name, ARRAY_VERSION, in.readInt());
    if (in.readByte() == 1) {
      in.readUTF(); // the array's own name
    }
    in.readUTF(); // the sparse format, which DJL skips
    require("the type of " + name, type, in.readUTF());
    Matrix shape = shape(name);
    if (!shape.equals(expected)) {
      throw new CorruptFileException(
          "%s: %s must have shape %s as model.json says, was %s"
              .formatted(file, name, expected, shape));
    }
    require("the byte order of " + name, '<', (char) in.readByte());
    int each = type.equals(FLOAT32) ? Float.BYTES : Double.BYTES;
    long bytes = expected.rows() * expected.columns() * each; // of two ints: fits
    require("the length of " + name, bytes, (long) in.readInt());
    ByteBuffer values = ByteBuffer.wrap(in.readNBytes((int) bytes)).order(ByteOrder.LITTLE_ENDIAN);
    if (values.remaining() < bytes) {
      throw new EOFException();
    }
    double[] parameter = new double[(int) bytes / each];
    for (int i = 0; i < parameter.length; i++) {
      parameter[i] = each == Float.BYTES ? values.getFloat() : values.getDouble();
    }
    return parameter;
  }

  /** All shapes in such a file are of matrices, whose layout DJL does not know. */
  private Matrix shape(String name) throws IOException {
    require("the number of dimensions of " + name, 2, in.readInt());
    Matrix shape = new Matrix(in.readLong(), in.readLong());
    long least = Math.min(shape.rows(), shape.columns());
    if (least < 0) {
      throw new CorruptFileException(
          "%sa dimension of %s must be at least 0, was %d".formatted(refusal(file), name, least));
    }
    require("the length of the layout of " + name, 2, in.readInt());
    require("the layout of " + name, "??", "" + in.readChar() + in.readChar());
    return shape;
  }

  private record Matrix(long rows, long columns) {
    @Override
    public String toString() {
      return "(%d, %d)".formatted(rows, columns);
    }
  }

  private <T> void require(String what, T expected, T found) throws CorruptFileException {
    if (!expected.equals(found)) {
      throw new CorruptFileException(
          "%s%s must be %s, was %s".formatted(refusal(file), what, expected, found));
    }
  }
}
