package dev.logistic.export;

import dev.logistic.model.LogisticModel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * NumPy's archive of arrays: an uncompressed zip file, as from {@code numpy.savez}, with a {@code
 * .npy} file of version 1.0 for each. See NumPy's {@code numpy.lib.format}.
 */
final class Npz {

  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0};
  private static final int ALIGNMENT = 64;

  private Npz() {}

  static byte[] encode(LogisticModel model) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (Tensor tensor : Tensor.of(model)) {
        byte[] file = npy(tensor);
        CRC32 checksum = new CRC32();
        checksum.update(file);
        ZipEntry entry = new ZipEntry(tensor.name() + ".npy");
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(file.length);
        entry.setCrc(checksum.getValue());
        entry.setTimeLocal(ZipFiles.TIME);
        zip.putNextEntry(entry);
        zip.write(file);
        zip.closeEntry();
      }
    }
    return bytes.toByteArray();
  }

  private static byte[] npy(Tensor tensor) {
    String header =
        "{'descr': '<%s', 'fortran_order': False, 'shape': (%d, %d), }"
            .formatted(tensor.wide() ? "f8" : "f4", tensor.rows(), tensor.columns());
    int before = MAGIC.length + Short.BYTES + header.length() + 1; // the line ends with a newline
    header += " ".repeat(-before & (ALIGNMENT - 1)) + "\n";
    byte[] data = tensor.bytes();
    return ByteBuffer.allocate(MAGIC.length + Short.BYTES + header.length() + data.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put(MAGIC)
        .putShort((short) header.length())
        .put(header.getBytes(StandardCharsets.US_ASCII))
        .put(data)
        .array();
  }
}
