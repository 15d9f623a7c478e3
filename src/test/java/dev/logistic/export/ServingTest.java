package dev.logistic.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.MalformedModelException;
import ai.djl.util.Utils;
import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import com.google.gson.reflect.TypeToken;
import dev.logistic.model.LogisticModel;
import dev.logistic.model.ModelDirectory;
import dev.logistic.model.SampleModels;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The archive for DJL Serving, loaded where our classes are only in the archive. */
class ServingTest {

  private static final String ROWS =
      "[{\"age\": 30, \"city\": \"Bern\", \"income, yearly\": 8.5, \"member\": true, \"plan\":"
          + " \"A\"}, {\"age\": null, \"city\": \"Basel\", \"income, yearly\": 300, \"member\":"
          + " 0, \"plan\": \"B\"}]";

  /** The same rows as features; the first text of a column is its reference. */
  private static final float[] FEATURES = {30, 1, 0, 8.5f, 1, 0, 40.5f, 0, 0, 300, 0, 1};

  @TempDir Path parent;
  private Path model = Path.of("");
  private Path zip = Path.of("");
  private float[] expected = {};
  private List<Map<String, Double>> contributions = List.of();

  @BeforeEach
  void save() throws Exception {
    model = parent.resolve("m");
    zip = parent.resolve("m.zip");
    try (LogisticModel customers = SampleModels.ofCustomers(2)) {
      ModelDirectory.save(customers, model);
      expected = SampleModels.nativeProbabilities(customers, FEATURES);
      List<Map<String, Object>> rows =
          new Gson().fromJson(ROWS, new TypeToken<List<Map<String, Object>>>() {}.getType());
      contributions = rows.stream().map(customers::contributions).toList();
    }
  }

  private static Map<String, byte[]> entries(byte[] zip) throws IOException {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip))) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        assertThat(entry.getTimeLocal()).isEqualTo(ZipFiles.TIME);
        entries.put(entry.getName(), in.readAllBytes());
      }
    }
    return entries;
  }

  @Test
  void itHoldsTheModelAndOurJarInItsRootAndItsLibs() throws Exception {
    Files.writeString(
        model.resolve("serving.properties"),
        Files.readString(model.resolve("serving.properties")) + "maxWorkers=2\n");
    Files.writeString(model.resolve("notes.txt"), "not the model's");

    ExportFormat.SERVING.write(model, zip);

    Map<String, byte[]> entries = entries(Files.readAllBytes(zip));
    assertThat(entries)
        .containsOnlyKeys(
            "djl-logistic.jar",
            "libs/djl-logistic.jar",
            "model.json",
            "logistic-0000.params",
            "serving.properties");
    assertThat(entries.get("libs/djl-logistic.jar")).isEqualTo(entries.get("djl-logistic.jar"));
    assertThat(entries.get("model.json"))
        .isEqualTo(Files.readAllBytes(model.resolve("model.json")));
    assertThat(new String(entries.get("serving.properties"), StandardCharsets.UTF_8))
        .isEqualTo(
            """
            engine=PyTorch
            blockFactory=dev.logistic.djl.LogisticBlockFactory
            option.modelName=logistic
            maxWorkers=2
            translator=dev.logistic.djl.LogisticServingTranslator
            """);
  }

  @Test
  void theSameModelGivesTheSameBytes() throws Exception {
    ExportFormat.SERVING.write(model, zip);
    Path again = parent.resolve("again.zip");
    ExportFormat.SERVING.write(model, again);

    assertThat(again).hasSameBinaryContentAs(zip);
  }

  /** A shaded application has its own classes and resources next to ours. */
  @Test
  void onlyOurPackageIsTakenFromTheJarOfAnApplication() throws Exception {
    Path own = Files.write(parent.resolve("own.jar"), OwnJar.bytes());
    Path shaded = parent.resolve("shaded.jar");
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(shaded))) {
      for (String name :
          List.of(
              "META-INF/MANIFEST.MF",
              "application.properties",
              "com/shop/Main.class",
              "dev/logisticians/Other.class",
              "dev/logistic/")) {
        out.putNextEntry(new ZipEntry(name));
        if (!name.endsWith("/")) {
          out.write("secret".getBytes(StandardCharsets.UTF_8));
        }
      }
      for (Map.Entry<String, byte[]> entry : entries(Files.readAllBytes(own)).entrySet()) {
        out.putNextEntry(new ZipEntry(entry.getKey()));
        out.write(entry.getValue());
      }
    }

    assertThat(OwnJar.of(shaded)).isEqualTo(OwnJar.of(own)).isEqualTo(OwnJar.bytes());
    assertThat(entries(OwnJar.of(shaded)).keySet())
        .contains("dev/logistic/djl/LogisticBlockFactory.class", "dev/logistic/version.properties")
        .allMatch(name -> name.startsWith("dev/logistic/"));
  }

  @Test
  void onlyOurPackageIsTakenFromADirectory() throws Exception {
    Path classes = parent.resolve("classes");
    Files.createDirectories(classes.resolve("dev/logistic"));
    Files.createDirectories(classes.resolve("com/shop"));
    Files.writeString(classes.resolve("dev/logistic/Ours.class"), "ours");
    Files.writeString(classes.resolve("com/shop/Main.class"), "theirs");
    Files.writeString(classes.resolve("application.properties"), "secret");

    assertThat(entries(OwnJar.of(classes))).containsOnlyKeys("dev/logistic/Ours.class");
  }

  @Test
  void whereNothingIsOursNothingIsPacked() throws Exception {
    Path classes = Files.createDirectories(parent.resolve("classes"));

    assertThatThrownBy(() -> OwnJar.of(classes))
        .isInstanceOf(IOException.class)
        .hasMessage(classes + " cannot be packed: it must hold dev/logistic/, and does not");
  }

  @Test
  void aDamagedModelIsRefused() throws Exception {
    Files.writeString(model.resolve("logistic-0000.params"), "damaged");

    assertThatThrownBy(() -> ExportFormat.SERVING.write(model, zip))
        .isInstanceOf(MalformedModelException.class)
        .hasMessageContaining("logistic-0000.params is damaged: its SHA-256 must be ");
    assertThat(zip).doesNotExist();
  }

  @Test
  void theArchiveAnswersWhereOnlyDjlIsOnTheClassPath() throws Exception {
    ExportFormat.SERVING.write(model, zip);

    assertAnswers(run(zip.toUri().toString()), false);
  }

  @Test
  void theUnpackedArchiveAnswersWhereOnlyDjlIsOnTheClassPath() throws Exception {
    ExportFormat.SERVING.write(model, zip);
    Path unpacked = parent.resolve("unpacked");
    Files.createDirectories(unpacked.resolve("libs"));
    for (Map.Entry<String, byte[]> entry : entries(Files.readAllBytes(zip)).entrySet()) {
      Files.write(unpacked.resolve(entry.getKey()), entry.getValue());
    }

    assertAnswers(run(unpacked.toUri().toString()), false);
  }

  @Test
  void aModelDirectoryAnswersWhereOnlyDjlAndOurJarAreOnTheClassPath() throws Exception {
    Path jar = Files.write(parent.resolve("ours.jar"), OwnJar.bytes());

    assertAnswers(run(model.toUri().toString(), jar.toString()), true);
  }

  private void assertAnswers(List<String> lines, boolean ours) {
    assertThat(lines).as(String.join("\n", lines)).hasSize(3);
    assertThat(lines.get(0)).isEqualTo(String.valueOf(ours));
    assertThat(lines.get(2)).isEqualTo(lines.get(1));
    JsonArray answers = JsonParser.parseString(lines.get(1)).getAsJsonArray();
    assertThat(answers).hasSize(2);
    for (int row = 0; row < 2; row++) {
      double probability = answers.get(row).getAsJsonObject().get("probability").getAsDouble();
      assertThat(probability).isCloseTo(expected[row], within(1e-6));
      JsonArray reasons = answers.get(row).getAsJsonObject().getAsJsonArray("reasons");
      assertThat(reasons).hasSize(2);
      double before = Double.POSITIVE_INFINITY;
      for (JsonElement reason : reasons) {
        double each = reason.getAsJsonObject().get("contribution").getAsDouble();
        String column = reason.getAsJsonObject().get("column").getAsString();
        assertThat(each).isCloseTo(contributions.get(row).get(column), within(1e-9));
        assertThat(Math.abs(each)).isLessThanOrEqualTo(before);
        before = Math.abs(each);
      }
    }
  }

  /** What another JVM prints that has DJL, the engine, one class of ours, and the jars given. */
  private List<String> run(String url, String... more) throws Exception {
    List<String> classPath = new ArrayList<>(List.of(more));
    classPath.add(alone(LoadByUrl.class).toString());
    Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(
            entry ->
                new File(entry)
                    .getName()
                    .matches(
                        "(api-0|pytorch-|gson-|jna-|commons-(compress|codec|io)-|slf4j-api-).*"))
        .forEach(classPath::add);
    Path err = parent.resolve("stderr");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-DOPT_OUT_TRACKING=true",
                "-DENGINE_CACHE_DIR=" + Utils.getEngineCacheDir(),
                "-DDJL_CACHE_DIR=" + parent.resolve("cache"),
                "-cp",
                String.join(File.pathSeparator, classPath),
                LoadByUrl.class.getName(),
                url,
                ROWS)
            .redirectError(err.toFile())
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output + Files.readString(err)).isZero();
    return output.lines().toList();
  }

  /** A directory with one class. */
  private Path alone(Class<?> type) throws IOException {
    String name = type.getName().replace('.', '/') + ".class";
    Path file = parent.resolve("alone").resolve(name);
    Files.createDirectories(file.getParent());
    try (InputStream bytes = type.getResourceAsStream("/" + name)) {
      Files.write(file, bytes.readAllBytes());
    }
    return parent.resolve("alone");
  }
}
