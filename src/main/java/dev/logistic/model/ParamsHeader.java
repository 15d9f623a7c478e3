package dev.logistic.model;

import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.util.PairList;
import dev.logistic.files.ParamsFile;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;

/**
 * What DJL reads of a file of parameters before it hands the stream to the block.
 *
 * @param type of the parameters
 * @param inputs of the model
 * @param rest what the block reads
 */
record ParamsHeader(DataType type, PairList<String, Shape> inputs, DataInputStream rest) {

  /**
   * Reads the header of a file that {@link ParamsFile} accepts.
   *
   * @param content of the whole file
   */
  static ParamsHeader of(byte[] content) throws IOException {
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(content));
    DataType type = DataType.valueOf(ParamsFile.type(in));
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
    return new ParamsHeader(type, inputs, in);
  }
}
