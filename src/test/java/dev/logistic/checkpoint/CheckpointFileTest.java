package dev.logistic.checkpoint;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.logistic.files.CorruptFileException;
import dev.logistic.files.Sha256;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CheckpointFileTest {

  private static final double[] ODD_VALUES = {
    0,
    -0.0,
    Double.MIN_VALUE,
    Math.PI,
    Double.NEGATIVE_INFINITY,
    Double.longBitsToDouble(0x7ff8_0000_0000_beefL) // a distinct NaN
  };

  @TempDir Path directory;

  private static State state() {
    State state = new State();
    state.put("odd", ODD_VALUES);
    state.put("none", new double[0]);
    state.put("count", 41);
    state.put("text", "é, \"quoted\"\n");
    return state;
  }

  private State read(byte[] bytes) throws IOException {
    return CheckpointFile.read(Files.write(directory.resolve("c"), bytes));
  }

  @Test
  void everyBitComesBack() throws Exception {
    State read = read(CheckpointFile.encode(state()));

    assertThat(Arrays.stream(read.array("odd", 6)).mapToLong(Double::doubleToRawLongBits).toArray())
        .isEqualTo(Arrays.stream(ODD_VALUES).mapToLong(Double::doubleToRawLongBits).toArray());
    assertThat(read.array("none")).isEmpty();
    assertThat(read.count("count", 100)).isEqualTo(41);
    assertThat(read.text("text")).hasValue("é, \"quoted\"\n");
    assertThat(read.text("other")).isEmpty();
  }

  /** As huggingface.co/docs/safetensors describes it. */
  @Test
  void theFormatIsSafetensors() {
    byte[] bytes = CheckpointFile.encode(state());
    ByteBuffer file = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int headerBytes = (int) file.getLong();
    JsonObject header =
        JsonParser.parseString(new String(bytes, 8, headerBytes, UTF_8)).getAsJsonObject();

    assertThat(headerBytes % 8).isZero();
    assertThat(header.getAsJsonObject("odd"))
        .hasToString("{\"dtype\":\"F64\",\"shape\":[6],\"data_offsets\":[0,48]}");
    assertThat(header.getAsJsonObject("none"))
        .hasToString("{\"dtype\":\"F64\",\"shape\":[0],\"data_offsets\":[48,48]}");
    assertThat(header.getAsJsonObject("count"))
        .hasToString("{\"dtype\":\"F64\",\"shape\":[1],\"data_offsets\":[48,56]}");
    assertThat(header.getAsJsonObject("__metadata__").entrySet())
        .allMatch(entry -> entry.getValue().getAsJsonPrimitive().isString());
    assertThat(bytes).hasSize(8 + headerBytes + 56);
    assertThat(file.getDouble(8 + headerBytes + 24)).isEqualTo(Math.PI);
  }

  @Test
  void anyChangedByteAndAnyLengthButItsOwnIsNoticed() {
    byte[] good = CheckpointFile.encode(state());
    for (int i = 0; i < good.length; i++) {
      byte[] changed = good.clone();
      changed[i] ^= 1;
      assertThatThrownBy(() -> read(changed)).isInstanceOf(CorruptFileException.class);
      byte[] cut = Arrays.copyOf(good, i);
      assertThatThrownBy(() -> read(cut)).isInstanceOf(CorruptFileException.class);
    }
    assertThatThrownBy(() -> read(Arrays.copyOf(good, good.length + 1)))
        .hasMessage("its SHA-256 differs from the one it states");
    assertThatThrownBy(() -> read(new byte[0]))
        .hasMessage("it does not begin like a checkpoint, or is truncated");
  }

  /** A file whose checksum is right, whatever else is wrong. */
  private static byte[] forged(String members, long headerBytes, int dataBytes) {
    String header =
        "{\"__metadata__\":{\"sha256\":\"" + "0".repeat(64) + "\"" + members.replace('\'', '"');
    byte[] text = header.getBytes(UTF_8);
    ByteBuffer file =
        ByteBuffer.allocate(8 + text.length + dataBytes).order(ByteOrder.LITTLE_ENDIAN);
    file.putLong(headerBytes < 0 ? text.length : headerBytes).put(text);
    byte[] bytes = file.array();
    byte[] digest = Sha256.of(file.rewind()).getBytes(UTF_8);
    System.arraycopy(digest, 0, bytes, 8 + 27, 64);
    return bytes;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "},'__metadata__':null}|__metadata__ must be texts",
        ",'other':null}}|__metadata__ must be texts",
        ",'checkpoint_version':'1'}}x|its header is not a JSON object",
        ",'checkpoint_version':'1'}|its header is not a JSON object",
        ",'checkpoint_version':{}}}|__metadata__ must be texts",
        ",'checkpoint_version':'1'},'a':5}|its array \"a\" cannot be read",
        ",'checkpoint_version':'1'},'a':null}|its array \"a\" cannot be read",
        ",'checkpoint_version':'1'},'a':{}}|its array \"a\" cannot be read",
        ",'checkpoint_version':'1'},'a':{'dtype':'F32','shape':[1],'data_offsets':[0,8]}}|a must be of F64 and one dimension, and begin at 0, was Tensor[",
        ",'checkpoint_version':'1'},'a':{'dtype':'F64','shape':[1],'data_offsets':[8,16]}}|a must be of F64",
        ",'checkpoint_version':'1'},'a':{'dtype':'F64','shape':[1],'data_offsets':[0,16]}}|a lies at [0,16]",
        ",'checkpoint_version':'1'},'a':{'dtype':'F64','shape':[-1],'data_offsets':[0,-8]}}|a lies at [0,-8]",
        ",'checkpoint_version':'1'},'a':{'dtype':'F64','shape':[null],'data_offsets':[0,8]}}|its array \"a\" cannot be read",
        ",'checkpoint_version':'1'},'a':{'dtype':'F64','shape':[9223372036854775807],'data_offsets':[0,8]}}|a lies at [0,8]",
        ",'checkpoint_version':'1'},'a':{'dtype':'F64','shape':[99999999],'data_offsets':[0,799999992]}}|a lies at [0,799999992]",
        ",'checkpoint_version':'1'},'a':{'dtype':'F64','shape':[0],'data_offsets':[0,0]}}|8 bytes follow the last"
      })
  void whatTheChecksumCannotTellIsCheckedBeforeMemoryIsTaken(String members, String message) {
    assertThatThrownBy(() -> read(forged(members, -1, 8)))
        .isInstanceOf(CorruptFileException.class)
        .hasMessageStartingWith(message);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {"none, }}", "2, `,'checkpoint_version':'2'}}`"})
  void anotherVersionIsNamedAndNotTakenForDamage(String version, String members) {
    assertThatThrownBy(() -> read(forged(members, -1, 0)))
        .isInstanceOf(CheckpointException.class)
        .hasMessage(
            "%s: checkpoint_version must be 1, was %s".formatted(directory.resolve("c"), version));
  }

  @ParameterizedTest
  @CsvSource({"0", "1000000", "9223372036854775807", "-9223372036854775808"})
  void aHeaderThatCannotBeSoLongIsRefused(long headerBytes) {
    byte[] bytes = forged("}}", Math.max(0, headerBytes), 0);
    assertThatThrownBy(() -> read(bytes))
        .hasMessage("its header cannot have " + Math.max(0, headerBytes) + " bytes");
  }

  @Test
  void aStateReportsMissingValues() {
    State state = state();
    assertThatThrownBy(() -> state.array("adam.mean"))
        .isInstanceOf(CheckpointException.class)
        .hasMessage("the checkpoint has no adam.mean");
    assertThatThrownBy(() -> state.array("odd", 5))
        .hasMessage("the checkpoint's odd must have 5 values, was 6");
    assertThatThrownBy(() -> state.count("count", 40))
        .hasMessage("the checkpoint's count must be a whole number from 0 to 40, was 41.0");
    state.put("half", 0.5);
    assertThatThrownBy(() -> state.count("half", 40)).isInstanceOf(CheckpointException.class);
    state.put("nan", Double.NaN);
    assertThatThrownBy(() -> state.count("nan", 40)).isInstanceOf(CheckpointException.class);
  }
}
