package dev.logistic.files;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SafetensorsTest {

  @TempDir Path directory;
  private Path file = Path.of("");

  @BeforeEach
  void choosePath() {
    file = directory.resolve("a.safetensors");
  }

  private static SafetensorsWriter sample() {
    SafetensorsWriter writer = new SafetensorsWriter();
    writer.text("by", "é <\"us\">");
    writer.array("wide", true, List.of(2, 1), new double[] {0.1, -0.0});
    writer.array("narrow", false, List.of(1), new double[] {0.1});
    return writer;
  }

  /** Byte by byte, as it has been written from the first version on. */
  @Test
  void theBytesAreThoseOfTheFormat() {
    String header =
        "{\"__metadata__\":{\"by\":\"é <\\\"us\\\">\"},"
            + "\"wide\":{\"dtype\":\"F64\",\"shape\":[2,1],\"data_offsets\":[0,16]},"
            + "\"narrow\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[16,20]}}";
    byte[] text = header.getBytes(UTF_8);
    int padding = (8 - text.length % 8) % 8;
    ByteBuffer expected =
        ByteBuffer.allocate(8 + text.length + padding + 20).order(ByteOrder.LITTLE_ENDIAN);
    expected.putLong(text.length + padding).put(text).put(" ".repeat(padding).getBytes(US_ASCII));
    expected.putDouble(0.1).putDouble(-0.0).putFloat(0.1f);

    assertThat(sample().encode()).isEqualTo(expected.array());
  }

  @Test
  void whatWasWrittenIsReadBack() throws IOException {
    Files.write(file, sample().encode());

    try (SeekableByteChannel channel = Files.newByteChannel(file)) {
      SafetensorsReader reader = SafetensorsReader.of(channel);
      assertThat(reader.metadata()).isEqualTo(Map.of("by", "é <\"us\">"));
      assertThat(reader.names()).containsExactly("wide", "narrow");
      assertThat(reader.tensor("narrow"))
          .isEqualTo(new SafetensorsReader.Tensor("F32", List.of(1L), 16, 20));
      assertThat(reader.values("narrow")).containsExactly(0.1f);
      assertThat(reader.values("wide")).containsExactly(0.1, -0.0);
      assertThat(reader.dataBytes()).isEqualTo(20);
      assertThat(reader.valuesSha256()).isEqualTo(sample().valuesSha256());
    }
  }

  @Test
  void moreThanAnArrayHoldsIsRefused() {
    SafetensorsWriter writer = new SafetensorsWriter();
    double[] values = new double[1 << 20];
    for (int i = 0; i < 256; i++) {
      writer.array("a" + i, true, List.of(values.length), values);
    }

    assertThatThrownBy(writer::encode)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageMatching("a safetensors file must be smaller than 2 GiB, was \\d+");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[]|its header is not a JSON object",
        "{'a'|its header is not a JSON object",
        "{}{}|its header is not a JSON object",
        "{'__metadata__':1}|__metadata__ must be texts",
        "{'__metadata__':null}|__metadata__ must be texts",
        "{'__metadata__':{'a':null}}|__metadata__ must be texts",
        "{'a':1}|its array \"a\" cannot be read",
        "{'b':{}}|its array \"a\" cannot be read",
        "{'a':{'dtype':'F32','shape':[1]}}|its array \"a\" cannot be read",
        "{'a':{'dtype':'F32','shape':[1],'data_offsets':[0]}}|its array \"a\" cannot be read",
        "{'a':{'dtype':'F32','shape':[4294967296,4294967296],'data_offsets':[0,4]}}|its array \"a\" cannot be read",
        "{'a':{'dtype':'I8','shape':[8],'data_offsets':[0,8]}}|a must have dtype F32 or F64, was I8",
        "{'a':{'dtype':'F32','shape':[2],'data_offsets':[-4,4]}}|a lies at [-4,4]",
        "{'a':{'dtype':'F32','shape':[2],'data_offsets':[8,0]}}|a lies at [8,0]",
        "{'a':{'dtype':'F64','shape':[1],'data_offsets':[9223372036854775807,-9223372036854775801]}}|a lies at [9223372036854775807,-9223372036854775801]",
        "{'a':{'dtype':'F32','shape':[2],'data_offsets':[4,12]}}|a lies at [4,12]",
        "{'a':{'dtype':'F32','shape':[1],'data_offsets':[0,7]}}|a lies at [0,7]",
        "{'a':{'dtype':'F64','shape':[2],'data_offsets':[0,8]}}|a lies at [0,8]",
        "{'a':{'dtype':'F64','shape':[-1],'data_offsets':[0,8]}}|a lies at [0,8]"
      })
  void whatIsNotOfTheFormatIsRefused(String header, String message) throws IOException {
    byte[] text = header.replace('\'', '"').getBytes(US_ASCII);
    ByteBuffer bytes = ByteBuffer.allocate(8 + text.length + 8).order(ByteOrder.LITTLE_ENDIAN);
    Files.write(file, bytes.putLong(text.length).put(text).array());

    assertThatThrownBy(() -> readA()).isInstanceOf(CorruptFileException.class).hasMessage(message);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 2, its header cannot have 0 bytes",
    "-1, 2, its header cannot have -1 bytes",
    "3, 2, its header cannot have 3 bytes",
    "9223372036854775807, 2, its header cannot have 9223372036854775807 bytes",
    "2, 1, it has no header"
  })
  void aHeaderThatCannotBeSoLongIsRefused(long length, int rest, String message)
      throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(8 + rest).order(ByteOrder.LITTLE_ENDIAN);
    Files.write(file, bytes.putLong(length).array());

    assertThatThrownBy(() -> readA()).isInstanceOf(CorruptFileException.class).hasMessage(message);
  }

  private double[] readA() throws IOException {
    try (SeekableByteChannel channel = Files.newByteChannel(file)) {
      return SafetensorsReader.of(channel).values("a");
    }
  }
}
