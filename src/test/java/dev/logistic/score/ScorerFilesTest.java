package dev.logistic.score;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.types.DataType;
import dev.logistic.export.ExportFormat;
import dev.logistic.model.LogisticModel;
import dev.logistic.model.ModelDirectory;
import dev.logistic.model.SampleModels;
import dev.logistic.schema.FeatureSchema;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a scorer says of files that it cannot use. */
class ScorerFilesTest {

  @TempDir Path parent;
  private Path json;
  private Path weights;

  @BeforeEach
  void write() throws Exception {
    json = parent.resolve("m/model.json");
    weights = parent.resolve("m.safetensors");
    try (LogisticModel model = SampleModels.ofNumbers(2, 2, true, DataType.FLOAT32)) {
      ModelDirectory.save(model, parent.resolve("m"));
    }
    ExportFormat.SAFETENSORS.write(parent.resolve("m"), weights);
  }

  private void assertRefused(String message) {
    assertThatThrownBy(() -> Scorer.load(json, weights))
        .isInstanceOf(IOException.class)
        .hasMessage(message);
  }

  private void writeWeights(String header, byte... data) throws IOException {
    byte[] text = header.getBytes(StandardCharsets.UTF_8);
    Files.write(
        weights,
        ByteBuffer.allocate(8 + text.length + data.length)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(text.length)
            .put(text)
            .put(data)
            .array());
  }

  @Test
  void theFileOrItsDirectoryNamesTheModel() throws IOException {
    assertThat(Scorer.load(json, weights).probability(new double[] {1, 2}))
        .isEqualTo(Scorer.load(json.resolveSibling(""), weights).probability(new double[] {1, 2}));
  }

  @Test
  void theDirectoryAloneIsTheModel() throws Exception {
    double[] row = {1, 2};
    double expected = Scorer.load(json, weights).probability(row);

    assertThat(Scorer.load(parent.resolve("m")).probability(row)).isEqualTo(expected);
    try (LogisticModel model = ModelDirectory.load(parent.resolve("m"))) {
      assertThat(model.scorer().probability(row)).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3})
  void parametersOfEitherTypeAreRead(int classes) throws Exception {
    double[] row = {0.5, -1};
    for (DataType type : List.of(DataType.FLOAT32, DataType.FLOAT64)) {
      Path directory = parent.resolve(type.name() + classes);
      try (LogisticModel model = SampleModels.ofNumbers(2, classes, false, type)) {
        ModelDirectory.save(model, directory);
        assertThat(Scorer.load(directory).classProbabilities(row))
            .containsExactly(
                model.classProbabilities(row), within(type == DataType.FLOAT64 ? 1e-14 : 1e-6));
      }
    }
  }

  @Test
  void ofADirectoryEachFileIsChecked() throws IOException {
    Path directory = parent.resolve("m");
    Path params = directory.resolve("logistic-0000.params");
    byte[] good = Files.readAllBytes(params);
    byte[] bad = good.clone();
    bad[bad.length - 1] ^= 1;

    assertThatThrownBy(() -> Scorer.load(parent.resolve("none")))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessage(
            parent.resolve("none") + ": no such model directory; name one that a training saved");
    assertThatThrownBy(() -> Scorer.load(json))
        .isInstanceOf(IOException.class)
        .hasMessage(
            json
                + ": expected a model directory, found a file; name the directory that holds model.json");
    Files.write(params, bad);
    assertThatThrownBy(() -> Scorer.load(directory))
        .isInstanceOf(IOException.class)
        .hasMessageMatching(
            "\\Q"
                + params
                + "\\E is damaged: its SHA-256 must be [0-9a-f]{64} as model.json says, was"
                + " [0-9a-f]{64}");
    Files.delete(params);
    assertThatThrownBy(() -> Scorer.load(directory))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessage(params.toString());
    Files.write(params, good);
    Files.writeString(json, Files.readString(json).replace("x1", "x2"));
    assertThatThrownBy(() -> Scorer.load(directory))
        .hasMessageStartingWith(json + " is damaged: the SHA-256 of its content must be ");
  }

  @Test
  void parametersOfAnotherLengthAreRefused() {
    assertThatThrownBy(
            () ->
                Scorer.of(
                    FeatureSchema.ofNumbers(List.of("a", "b")),
                    List.of("no", "yes"),
                    new double[3],
                    new double[1]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "expected weights of 2 features and 1 outputs and a bias of 1, found lengths 3 and 1");
  }

  @Test
  void aMissingFileIsNamed() throws IOException {
    Path none = parent.resolve("none");
    assertThatThrownBy(() -> Scorer.load(json, none))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessage(none.toString());
    Files.delete(json);
    assertThatThrownBy(() -> Scorer.load(parent.resolve("m"), weights))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessage(json.toString());
  }

  @Test
  void weightsOfAnotherModelAreRefused() throws Exception {
    String own = ModelDirectory.paramsSha256(parent.resolve("m"));
    try (LogisticModel other = SampleModels.ofNumbers(2, 2, true, DataType.FLOAT64)) {
      ModelDirectory.save(other, parent.resolve("other"));
    }
    ExportFormat.SAFETENSORS.write(parent.resolve("other"), weights);

    assertRefused(
        "%s belongs to another model: its params_sha256 must be %s as model.json says, was %s"
            .formatted(weights, own, ModelDirectory.paramsSha256(parent.resolve("other"))));
  }

  @Test
  void aFlippedBitOfTheValuesIsRefused() throws IOException {
    byte[] bytes = Files.readAllBytes(weights);
    bytes[bytes.length - 3] ^= 4;
    Files.write(weights, bytes);

    assertThatThrownBy(() -> Scorer.load(json, weights))
        .isInstanceOf(IOException.class)
        .hasMessageContainingAll(weights + " is damaged", "SHA-256", "values_sha256", "was ");
  }

  @Test
  void aFileOfAnotherFormatIsRefused() throws IOException {
    Files.writeString(weights, "PK");
    assertRefused(weights + " is not a safetensors file: it has no header");
    Files.writeString(weights, "a text that is no such file");
    assertRefused(
        weights
            + " is not a safetensors file: its header cannot have "
            + ByteBuffer.wrap("a text t".getBytes(StandardCharsets.US_ASCII))
                .order(ByteOrder.LITTLE_ENDIAN)
                .getLong()
            + " bytes");
    writeWeights("[1,");
    assertRefused(weights + " is not a safetensors file: its header is not a JSON object");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "{}; %s has no array \"weights\"",
        "{'weights':{'dtype':'F32','shape':[3,1],'data_offsets':[0,12]}};"
            + " %s: weights must have shape [2,1] as model.json says, was [3,1]",
        "{'weights':{'dtype':'F16','shape':[2,1],'data_offsets':[0,4]}};"
            + " %s: weights must have dtype F32 or F64, was F16",
        "{'weights':{'dtype':'F32','shape':[2,1],'data_offsets':[0,9]}};"
            + " %s is damaged: weights lies at [0,9]",
        "{'weights':{'dtype':'F32','shape':[2,1],'data_offsets':[8,16]}};"
            + " %s is damaged: weights lies at [8,16]",
        "{'weights':{'dtype':'F32','shape':[2,1],'data_offsets':[-4,4]}};"
            + " %s is damaged: weights lies at [-4,4]",
        "{'weights':{'shape':[2,1],'data_offsets':[0,8]}};"
            + " %s is damaged: its array \"weights\" cannot be read"
      },
      quoteCharacter = '`')
  void arraysThatDoNotFitAreRefused(String header, String message) throws IOException {
    writeWeights(header.replace('\'', '"'), new byte[12]);

    assertRefused(message.formatted(weights));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "\"format_version\": 1; \"format_version\": 2;"
            + " it must start with format_version and content_sha256, as version 2 does",
        "\"features\"; \"feature\"; the field features is missing or null",
        "\"number\"; \"date\"; type must be number, boolean, text,"
            + " missing-number, missing-text or indexed, was \"date\"",
        "\"one\"; null; the field classes is missing or null",
        "\"params_sha256\"; \"params\"; the field params_sha256 is missing or null",
        "\"one\"; \"négative \\\"0\\\"\";"
            + " classes must be two or more distinct names, was [négative \"0\", négative \"0\"]",
        "\"type\": \"number\"; \"type\": \"text\", \"levels\": [\"a\", \"b\"], \"fill\": 2;"
            + " column \"x0\" cannot be filled with 2.0",
        "\"type\": \"number\"; \"type\": \"number\", \"merged\": [\"a\"];"
            + " column \"x0\" of type NUMBER with the levels [] cannot have the merged levels [a]",
        "\"type\": \"number\"; \"type\": \"text\", \"levels\": [\"a\", \"b\"], \"merged\": [\"b\"];"
            + " column \"x0\" of type TEXT with the levels [a, b] cannot have the merged levels [b]",
        "\"type\": \"number\"; \"type\": \"text\"; column \"x0\" of type TEXT cannot have the levels []",
        "\"means\"; \"mean\"; the field means is missing or null",
      },
      quoteCharacter = '`')
  void aDamagedModelFileIsRefused(String part, String other, String reason) throws IOException {
    Files.writeString(json, SampleModels.inVersion1(Files.readString(json)).replace(part, other));

    assertRefused(json + " is damaged: " + reason);
  }

  @Test
  void anEditedModelFileIsRefused() throws IOException {
    String good = Files.readString(json);
    Files.writeString(json, good.replace("x1", "x2"));

    assertThatThrownBy(() -> Scorer.load(json, weights))
        .isInstanceOf(IOException.class)
        .hasMessageMatching(
            "\\Q"
                + json
                + "\\E is damaged: the SHA-256 of its content must be [0-9a-f]{64} as"
                + " content_sha256 says, was [0-9a-f]{64}");
  }

  @Test
  void aModelFileOfALaterVersionIsRefused() throws IOException {
    String good = SampleModels.inVersion1(Files.readString(json));
    Files.writeString(json, good.replace("\"format_version\": 1", "\"format_version\": 5"));

    assertRefused(json + ": format_version must be from 1 to 4, was 5");
  }

  @Test
  void aModelFileOfFormatVersion1StillLoads() throws IOException {
    double[] row = {1, 2};
    double score = Scorer.load(json, weights).probability(row);
    Files.writeString(json, SampleModels.inVersion1(Files.readString(json)));

    assertThat(Scorer.load(json, weights).probability(row)).isEqualTo(score);
  }

  @Test
  void anEmptyOrBinaryModelFileIsRefused() throws IOException {
    Files.writeString(json, "");
    assertRefused(json + " is damaged: it is empty");
    Files.write(json, new byte[] {(byte) 0xFF});
    assertRefused(json + " is damaged: it is not UTF-8");
  }

  /** 65,536 times 65,536 is 0 for an int, and 32 GiB for an array. */
  @Test
  void sizesWhoseProductIsTooLargeAreRefusedBeforeMemoryIsTaken() throws IOException {
    String texts = IntStream.range(0, 1 << 16).mapToObj(i -> "\"" + i + "\"").collect(joining(","));
    Files.writeString(
        json,
        "{'format_version':1,'features':[{'name':'x','type':'text','levels':['a',%s]}],'classes':[%s],'params_sha256':''}"
            .replace('\'', '"')
            .formatted(texts, texts));
    writeWeights(
        "{'weights':{'dtype':'F32','shape':[65536,65536],'data_offsets':[0,0]},'bias':{'dtype':'F32','shape':[1,65536],'data_offsets':[0,262144]}}"
            .replace('\'', '"'),
        new byte[1 << 18]);

    assertRefused(weights + " is damaged: weights lies at [0,0]");
  }

  @Test
  void whatTheModelDirectoryRefusesIsRefusedHereToo() throws IOException {
    String good = SampleModels.inVersion1(Files.readString(json));
    Files.writeString(
        json, good.replaceFirst("\"type\": \"number\"", "\"type\": \"number\", \"fill\": NaN"));
    assertRefused(json + " is damaged: column \"x0\" cannot be filled with NaN");
    Files.writeString(json, good.replace("x1", "x0"));
    assertRefused(json + " is damaged: two features would be named \"x0\"");
    Files.writeString(json, good.replaceAll("(?s)\"features\": \\[.*?\n  \\]", "\"features\": []"));
    assertRefused(json + " is damaged: expected at least one feature, found none");
  }

  @Test
  void whatIsNoFileIsRefused() throws IOException {
    Files.delete(weights);
    Files.createDirectory(weights);
    assertRefused(weights + " must be a file of at most 2147483583 bytes");
  }
}
