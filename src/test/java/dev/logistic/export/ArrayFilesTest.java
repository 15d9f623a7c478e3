package dev.logistic.export;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.types.DataType;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.logistic.model.LogisticModel;
import dev.logistic.model.ModelDirectory;
import dev.logistic.model.SampleModels;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Safetensors and NPZ, by readers that are not ours. */
class ArrayFilesTest {

  /** Prints each array's name, type, shape and bytes. */
  private static final String PRINT_ARRAYS =
      """
      for name in sorted(arrays):
          a = arrays[name]
          print(name, a.dtype.str, a.shape, a.tobytes().hex(), flush=True)
      """;

  private static final String READ_SAFETENSORS =
      """
      import json, struct, sys, numpy
      data = open(sys.argv[1], 'rb').read()
      n, = struct.unpack('<Q', data[:8])
      header = json.loads(data[8:8 + n])
      header.pop('__metadata__')
      types = {'F32': '<f4', 'F64': '<f8'}
      arrays = {k: numpy.frombuffer(data[8 + n + v['data_offsets'][0]:8 + n + v['data_offsets'][1]],
                                    types[v['dtype']]).reshape(v['shape'])
                for k, v in header.items()}
      """;

  private static final String READ_NPZ =
      """
      import sys, numpy
      arrays = numpy.load(sys.argv[1], allow_pickle=False)
      assert all(a.flags.c_contiguous for a in arrays.values())
      """;

  @TempDir Path parent;

  private Path write(LogisticModel model, ExportFormat format) throws Exception {
    ModelDirectory.save(model, parent.resolve("m"));
    Path file = parent.resolve("m.file");
    format.write(parent.resolve("m"), file);
    return file;
  }

  /** What PRINT_ARRAYS must print, from what the model itself says. */
  private static List<String> expected(LogisticModel model) {
    int outputs = model.card().outputs();
    int width = model.card().schema().width();
    boolean wide = model.weights().getDataType() == DataType.FLOAT64;
    List<String> lines = new ArrayList<>();
    lines.add(line("bias", wide, 1, outputs, i -> model.coefficients(i).bias()));
    if (model.rawCoefficients().isPresent()) {
      lines.add(
          line("raw_bias", true, 1, outputs, i -> model.rawCoefficients(i).orElseThrow().bias()));
      lines.add(
          line(
              "raw_weights",
              true,
              width,
              outputs,
              i -> model.rawCoefficients(i % outputs).orElseThrow().weights().get(i / outputs)));
    }
    lines.add(
        line(
            "weights",
            wide,
            width,
            outputs,
            i -> model.coefficients(i % outputs).weights().get(i / outputs)));
    return lines;
  }

  private interface Values {
    double at(int place);
  }

  private static String line(String name, boolean wide, int rows, int columns, Values values) {
    ByteBuffer bytes =
        ByteBuffer.allocate(rows * columns * (wide ? 8 : 4)).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < rows * columns; i++) {
      if (wide) {
        bytes.putDouble(values.at(i));
      } else {
        bytes.putFloat((float) values.at(i));
      }
    }
    return "%s %s (%d, %d) %s"
        .formatted(
            name, wide ? "<f8" : "<f4", rows, columns, HexFormat.of().formatHex(bytes.array()));
  }

  @ParameterizedTest
  @CsvSource({"2, true, FLOAT32", "2, false, FLOAT64", "3, true, FLOAT32", "3, true, FLOAT64"})
  void plainPythonReadsTheSameBits(int classes, boolean standardized, DataType type)
      throws Exception {
    Python.assumeNumpy();
    try (LogisticModel model = SampleModels.ofNumbers(5, classes, standardized, type)) {
      String safetensors = write(model, ExportFormat.SAFETENSORS).toString();
      assertThat(Python.run(READ_SAFETENSORS + PRINT_ARRAYS, safetensors))
          .isEqualTo(expected(model));
      ExportFormat.NPZ.write(parent.resolve("m"), Path.of(safetensors));
      assertThat(Python.run(READ_NPZ + PRINT_ARRAYS, safetensors)).isEqualTo(expected(model));
    }
  }

  @ParameterizedTest
  @CsvSource({"5, 2, true, FLOAT32", "5, 3, true, FLOAT32", "4, 2, false, FLOAT64"})
  void theSafetensorsHeaderIsPaddedAndItsArraysAreContiguousAndAligned(
      int columns, int classes, boolean standardized, DataType type) throws Exception {
    try (LogisticModel model = SampleModels.ofNumbers(columns, classes, standardized, type)) {
      Path file = write(model, ExportFormat.SAFETENSORS);
      ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
      int length = Math.toIntExact(bytes.getLong());
      byte[] text = new byte[length];
      bytes.get(text);
      JsonObject header =
          JsonParser.parseString(new String(text, StandardCharsets.UTF_8)).getAsJsonObject();
      JsonObject metadata = header.remove("__metadata__").getAsJsonObject();
      List<String> lines = new ArrayList<>();
      long end = 0;
      for (String name : header.keySet()) {
        JsonObject array = header.getAsJsonObject(name);
        boolean wide = array.get("dtype").getAsString().equals("F64");
        long start = array.getAsJsonArray("data_offsets").get(0).getAsLong();
        assertThat(start).isEqualTo(end);
        assertThat(start % (wide ? 8 : 4)).isZero();
        end = array.getAsJsonArray("data_offsets").get(1).getAsLong();
        byte[] values = new byte[Math.toIntExact(end - start)];
        bytes.get(8 + length + (int) start, values);
        lines.add(
            "%s %s (%d, %d) %s"
                .formatted(
                    name,
                    wide ? "<f8" : "<f4",
                    array.getAsJsonArray("shape").get(0).getAsInt(),
                    array.getAsJsonArray("shape").get(1).getAsInt(),
                    HexFormat.of().formatHex(values)));
      }

      assertThat(lines).containsExactlyInAnyOrderElementsOf(expected(model));
      assertThat(length % 8).isZero();
      assertThat(text[0]).isEqualTo((byte) '{');
      assertThat(end).isEqualTo(bytes.remaining());
      assertThat(metadata.get("classes").getAsString()).contains("négative \\\"0\\\"");
      assertThat(metadata.get("params_sha256").getAsString())
          .isEqualTo(ModelDirectory.paramsSha256(parent.resolve("m")));
    }
  }

  @Test
  void npzIsAPlainZipOfVersionOneFiles() throws Exception {
    try (LogisticModel model = SampleModels.ofNumbers(5, 2, true, DataType.FLOAT32)) {
      Path file = write(model, ExportFormat.NPZ);
      try (ZipFile zip = new ZipFile(file.toFile())) {
        assertThat(zip.stream().map(ZipEntry::getName))
            .containsExactly("weights.npy", "bias.npy", "raw_weights.npy", "raw_bias.npy");
        byte[] weights = zip.getInputStream(zip.getEntry("weights.npy")).readAllBytes();
        assertThat(weights).hasSize(128 + 5 * Float.BYTES);
        assertThat(new String(weights, 0, 128, StandardCharsets.ISO_8859_1))
            .isEqualTo(
                "\u0093NUMPY\u0001\u0000v\u0000"
                    + "{'descr': '<f4', 'fortran_order': False, 'shape': (5, 1), }"
                    + " ".repeat(58)
                    + "\n");
        ByteBuffer values = ByteBuffer.wrap(weights).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < 5; i++) {
          assertThat((double) values.getFloat(128 + i * Float.BYTES))
              .isEqualTo(model.coefficients().weights().get(i));
        }
      }
    }
  }

  @Test
  void theSameModelGivesTheSameBytes() throws Exception {
    try (LogisticModel model = SampleModels.ofCustomers(3)) {
      ModelDirectory.save(model, parent.resolve("m"));
      for (ExportFormat format : ExportFormat.values()) {
        assertThat(bytes(format)).isEqualTo(bytes(format));
      }
    }
  }

  private byte[] bytes(ExportFormat format) throws Exception {
    Path file = parent.resolve("file");
    format.write(parent.resolve("m"), file);
    byte[] bytes = Files.readAllBytes(file);
    Files.delete(file);
    return bytes;
  }
}
