package dev.logistic.spark.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.inference.Predictor;
import ai.djl.modality.Input;
import ai.djl.modality.Output;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ZooModel;
import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.logistic.spark.LocalSpark;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The program on Spark yields the same models as the core's from the same tables. */
class SameAsTheCoreTest {

  private static final String BREAST_CANCER = "../examples/data/breast_cancer.csv";

  @TempDir private Path folder;
  private Path onSpark;
  private Path core;

  @BeforeEach
  void names() {
    onSpark = folder.resolve("on-spark");
    core = folder.resolve("core");
  }

  /** Numbers, a boolean, texts with missing cells, a weight, in two files. */
  private String mixedTable() throws IOException {
    Path table = Files.createDirectory(folder.resolve("mixed.csv"));
    Random random = new Random(3);
    for (int file = 0; file < 2; file++) {
      List<String> lines = new ArrayList<>(List.of("age,city,member,spent,w,bought"));
      for (int row = 0; row < 150; row++) {
        double age = 20 + random.nextInt(50);
        String city = List.of("Bern", "Aarau", "Chur, GR", "").get(random.nextInt(4));
        boolean member = random.nextBoolean();
        String spent =
            random.nextInt(8) == 0
                ? ""
                : String.format(Locale.ROOT, "%.2f", 1e5 + 30 * random.nextGaussian());
        double logit = (age - 45) / 10 + (member ? 1 : -1) + (city.equals("Bern") ? 1 : 0);
        String bought = random.nextDouble() < 1 / (1 + Math.exp(-logit)) ? "yes" : "no";
        String quoted = city.contains(",") ? "\"" + city + "\"" : city;
        lines.add(
            String.format(
                Locale.ROOT,
                "%.0f,%s,%s,%s,%d,%s",
                age,
                quoted,
                member,
                spent,
                random.nextInt(4),
                bought));
      }
      Files.write(table.resolve("part" + file + ".csv"), lines);
    }
    return table.toString();
  }

  private void train(String data, String coreData, String... more) {
    for (boolean spark : new boolean[] {true, false}) {
      List<String> args = new ArrayList<>(spark ? List.of() : List.of("train"));
      args.addAll(List.of("--data", spark ? data : coreData));
      args.addAll(List.of("--model", (spark ? onSpark : core).toString()));
      args.addAll(Arrays.asList(more));
      String[] all = args.toArray(String[]::new);
      Run run = spark ? Run.onSpark(all) : Run.core(all);
      assertThat(run.status()).as(run.err()).isZero();
    }
  }

  private static JsonObject inspect(Path model, String... more) {
    List<String> args = new ArrayList<>(List.of("inspect", "--model", model.toString(), "--json"));
    args.addAll(Arrays.asList(more));
    Run run = Run.core(args.toArray(String[]::new));
    assertThat(run.status()).as(run.err()).isZero();
    return new Gson().fromJson(run.out(), JsonObject.class);
  }

  private void assertSameModels(double tolerance) {
    JsonObject ours = inspect(onSpark);
    JsonObject theirs = inspect(core);
    for (String name : List.of("features", "classes")) {
      assertThat(ours.get(name)).isEqualTo(theirs.get(name));
    }
    for (String name : List.of("weights", "bias", "raw_weights", "raw_bias")) {
      List<Double> expected = numbers(theirs.get(name));
      List<Double> found = numbers(ours.get(name));
      assertThat(found).hasSameSizeAs(expected);
      for (int i = 0; i < expected.size(); i++) {
        double size = Math.max(1, Math.abs(expected.get(i)));
        assertThat(found.get(i))
            .as(name + " " + i)
            .isCloseTo(expected.get(i), within(tolerance * size));
      }
    }
  }

  private static List<Double> numbers(JsonElement element) {
    if (element instanceof JsonArray array) {
      return array.asList().stream().flatMap(each -> numbers(each).stream()).toList();
    }
    return element == null ? List.of() : List.of(element.getAsDouble());
  }

  @Test
  void weightsAreThoseOfTheCoreOnNumbers() {
    train(
        BREAST_CANCER,
        BREAST_CANCER,
        "--label",
        "diagnosis",
        "--set",
        "engine.precision=float64",
        "--set",
        "train.tolerance=1e-10");

    assertSameModels(1e-7);
  }

  /** The passes of the restricted fits travel to the rows as all others do. */
  @Test
  void testsOfTermsAreThoseOfTheCore() throws IOException {
    String table = mixedTable();

    train(
        table,
        table + "/*.csv",
        "--label",
        "bought",
        "--set",
        "data.missing=mean",
        "--set",
        "engine.precision=float64",
        "--set",
        "train.l2=0",
        "--set",
        "train.tests=lr");

    JsonArray ours = inspect(onSpark, "--statistics").getAsJsonArray("tests");
    JsonArray theirs = inspect(core, "--statistics").getAsJsonArray("tests");
    assertThat(ours).hasSameSizeAs(theirs).hasSizeGreaterThan(3);
    for (int i = 0; i < ours.size(); i++) {
      JsonObject expected = theirs.get(i).getAsJsonObject();
      JsonObject found = ours.get(i).getAsJsonObject();
      assertThat(found.get("term")).isEqualTo(expected.get("term"));
      assertThat(found.get("df")).isEqualTo(expected.get("df"));
      assertThat(found.get("chi2").getAsDouble())
          .isCloseTo(expected.get("chi2").getAsDouble(), within(1e-8));
    }
  }

  @Test
  void textsFlagsMissingCellsAndWeightsAreUsedAsByTheCore() throws IOException {
    String table = mixedTable();

    train(
        table,
        table + "/*.csv",
        "--label",
        "bought",
        "--positive",
        "no",
        "--set",
        "data.missing=mean",
        "--set",
        "data.weight=w",
        "--set",
        "train.class-weight=balanced",
        "--set",
        "engine.precision=float64",
        "--set",
        "train.tolerance=1e-10");

    assertSameModels(1e-7);
    assertThat(inspect(onSpark).get("features").toString())
        .isEqualTo("[\"age\",\"city=Bern\",\"city=Chur, GR\",\"member\",\"spent\"]");
  }

  @Test
  void rowsThatWeighNothingChangeNothingAsInTheCore() throws IOException {
    List<String> lines = new ArrayList<>(List.of("a,city,w,y"));
    Random random = new Random(7);
    for (int row = 0; row < 60; row++) {
      String city = List.of("Bern", "Chur", "").get(random.nextInt(3));
      lines.add(random.nextInt(9) + "," + city + "," + (1 + row % 3) + "," + random.nextInt(2));
    }
    String clean = Files.write(folder.resolve("clean.csv"), lines).toString();
    lines.add(1, "999999,Aarau,0,1");
    String table = Files.write(folder.resolve("weightless.csv"), lines).toString();

    for (String of : List.of(table, clean)) {
      train(
          table,
          of,
          "--label",
          "y",
          "--overwrite",
          "--set",
          "data.weight=w",
          "--set",
          "data.missing=mean",
          "--set",
          "train.class-weight=balanced",
          "--set",
          "engine.precision=float64",
          "--set",
          "train.tolerance=1e-10");

      assertSameModels(1e-7);
      assertThat(inspect(onSpark).get("features").toString()).isEqualTo("[\"a\",\"city=Chur\"]");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"w = 'a'", "CASE w WHEN 'a' THEN ' 2.5 ' ELSE '1' END"})
  void weightsMayBeFlagsOrTextsAsInTheCore(String weight) throws IOException {
    List<String> lines = new ArrayList<>(List.of("a,w,y"));
    Random random = new Random(11);
    for (int row = 0; row < 90; row++) {
      String letter = row % 4 == 0 ? "b" : "a";
      lines.add(random.nextInt(9) + "," + letter + "," + random.nextInt(2));
    }
    String table = Files.write(folder.resolve("letters.csv"), lines).toString();

    train(
        table,
        table,
        "--query",
        "SELECT a, " + weight + " AS w, y FROM data",
        "--label",
        "y",
        "--set",
        "data.weight=w",
        "--set",
        "engine.precision=float64",
        "--set",
        "train.tolerance=1e-10");

    assertSameModels(1e-7);
    assertThat(inspect(onSpark).get("features").toString()).isEqualTo("[\"a\"]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "CAST(a AS VARCHAR(9)) | is text, but its values are numbers",
        "concat('x', a) | has more than 3 distinct texts (data.max-levels)",
        "concat('1,00', a, '.5') | must be a plain number, was",
        "CASE WHEN a < 5 THEN CAST(a AS VARCHAR(9)) ELSE 'x' END | must be a number like most of"
      })
  void textsThatAreTooManyOrNumbersAreRefusedAsInTheCore(String text, String message)
      throws IOException {
    List<String> lines = new ArrayList<>(List.of("a,y"));
    for (int row = 0; row < 6; row++) {
      lines.add(row + "," + row % 2);
    }
    String table = Files.write(folder.resolve("texts.csv"), lines).toString();
    String[] more = {
      "--data",
      table,
      "--label",
      "y",
      "--query",
      "SELECT " + text + " AS t, y FROM data",
      "--set",
      "data.max-levels=3"
    };

    assertThat(Run.onSpark(more).err()).contains("\"t\"", message);
    assertThat(core(more).err()).contains("\"t\"", message);
  }

  private static Run core(String... more) {
    return Run.core(Stream.concat(Stream.of("train"), Stream.of(more)).toArray(String[]::new));
  }

  @Test
  void aWeightThatIsNoNumberIsRefusedAsInTheCore() throws IOException {
    String table =
        Files.write(folder.resolve("w.csv"), List.of("a,w,y", "1,1,0", "2,x,1")).toString();
    String[] more = {"--data", table, "--label", "y", "--set", "data.weight=w"};

    assertThat(Run.onSpark(more).err()).contains("\"w\"", "must be a number, was \"x\"");
    assertThat(core(more).err()).contains("\"w\"", "must be a number, was \"x\"");
  }

  @Test
  void textsThatMeanMissingLeaveNumbersNumbers() throws IOException {
    List<String> lines = new ArrayList<>(List.of("a,b,flag,city,y"));
    Random random = new Random(5);
    for (int row = 0; row < 120; row++) {
      String a = row % 10 == 3 ? "NA" : Integer.toString(random.nextInt(9));
      String b = row % 12 == 5 ? "?" : Double.toString(random.nextGaussian());
      String flag = row % 9 == 1 ? "NA" : Boolean.toString(random.nextBoolean());
      String city = row % 7 == 2 ? "?" : List.of("Bern", "Chur").get(random.nextInt(2));
      lines.add(String.join(",", a, b, flag, city, Integer.toString(random.nextInt(2))));
    }
    String table = Files.write(folder.resolve("na.csv"), lines).toString();

    train(
        table,
        table,
        "--label",
        "y",
        "--set",
        "data.na=NA,?",
        "--set",
        "data.reference=city:Chur",
        "--set",
        "data.missing=mean",
        "--set",
        "engine.precision=float64",
        "--set",
        "train.tolerance=1e-10");

    assertSameModels(1e-7);
    assertThat(inspect(onSpark).get("features").toString())
        .isEqualTo("[\"a\",\"b\",\"flag\",\"city=Bern\"]");
  }

  @Test
  void excludedLevelsReadAsTheReferenceAsInTheCore() throws IOException {
    String table = mixedTable();

    train(
        table,
        table + "/*.csv",
        "--label",
        "bought",
        "--exclude",
        "w,city=Chur\\, GR",
        "--set",
        "data.missing=mean",
        "--set",
        "engine.precision=float64",
        "--set",
        "train.tolerance=1e-10");

    assertSameModels(1e-7);
    JsonObject ours = inspect(onSpark);
    assertThat(ours.get("features").toString())
        .isEqualTo("[\"age\",\"city=Bern\",\"member\",\"spent\"]");
    assertThat(ours.get("merged_levels")).isEqualTo(inspect(core).get("merged_levels"));
    assertThat(ours.get("merged_levels").toString()).isEqualTo("{\"city\":[\"Chur, GR\"]}");
  }

  @Test
  void moreClassesThanTwoAreThoseOfTheCore() throws IOException {
    String query =
        "SELECT age, member, CASE WHEN age < 30 THEN 2 WHEN age < 50 THEN 10 ELSE 1 END"
            + " AS size, w FROM data WHERE w > 0";
    String table = mixedTable();

    train(
        table,
        table + "/*.csv",
        "--query",
        query,
        "--label",
        "size",
        "--set",
        "train.l2=0.01",
        "--set",
        "engine.precision=float64",
        "--set",
        "train.tolerance=1e-10");

    assertSameModels(1e-7);
    assertThat(inspect(onSpark).get("classes").toString()).isEqualTo("[\"1\",\"2\",\"10\"]");
  }

  @Test
  void theCoreAndDjlApplyTheModelUnchanged() throws Exception {
    train(BREAST_CANCER, BREAST_CANCER, "--label", "diagnosis");

    List<Double> ours = probabilities(onSpark);
    List<Double> theirs = probabilities(core);

    assertThat(ours).hasSize(569);
    for (int row = 0; row < ours.size(); row++) {
      assertThat(ours.get(row)).isCloseTo(theirs.get(row), within(1e-3));
    }
    assertThat(probabilityByCriteria()).isCloseTo(ours.get(0), within(1e-5));
  }

  private static List<Double> probabilities(Path model) {
    Run run = Run.core("predict", "--model", model.toString(), "--data", BREAST_CANCER);
    assertThat(run.status()).as(run.err()).isZero();
    List<String> lines = run.out().lines().toList();
    int place = List.of(lines.get(0).split(",")).indexOf("probability");
    return lines.stream()
        .skip(1)
        .map(line -> Double.valueOf(List.of(line.split(",")).get(place)))
        .toList();
  }

  private double probabilityByCriteria() throws Exception {
    List<String> lines = Files.readAllLines(Path.of(BREAST_CANCER));
    List<String> names = List.of(lines.get(0).split(","));
    List<String> cells = List.of(lines.get(1).split(","));
    JsonObject row = new JsonObject();
    for (int i = 0; i < names.size(); i++) {
      if (!names.get(i).equals("diagnosis")) {
        row.addProperty(names.get(i), Double.valueOf(cells.get(i)));
      }
    }
    Criteria<Input, Output> criteria =
        Criteria.builder().setTypes(Input.class, Output.class).optModelPath(onSpark).build();
    try (ZooModel<Input, Output> model = criteria.loadModel();
        Predictor<Input, Output> predictor = model.newPredictor()) {
      Input input = new Input();
      input.addProperty("Content-Type", "application/json");
      input.add(row.toString().getBytes(StandardCharsets.UTF_8));
      String answer = predictor.predict(input).getData().getAsString();
      return new Gson().fromJson(answer, JsonObject.class).get("probability").getAsDouble();
    }
  }

  @Test
  void everyFormatAndTableGivesTheSameModel() throws IOException {
    var session = LocalSpark.session();
    var rows = session.read().option("header", true).option("inferSchema", true).csv(BREAST_CANCER);
    rows.coalesce(1).write().parquet(folder.resolve("p.parquet").toString());
    rows.coalesce(1).write().orc(folder.resolve("o").toString());
    rows.coalesce(1).write().json(folder.resolve("j").toString());
    rows.createOrReplaceTempView("patients");

    List<JsonElement> weights =
        Stream.of(BREAST_CANCER, "p.parquet", "o", "j", "patients")
            .map(
                name -> {
                  Path path = folder.resolve(name);
                  Path model = folder.resolve("model-" + Path.of(name).getFileName());
                  String data = Files.exists(path) ? path.toString() : name;
                  Run run =
                      Run.onSpark(
                          "--data",
                          data,
                          "--label",
                          "diagnosis",
                          "--model",
                          model.toString(),
                          "--features",
                          "mean_radius,mean_texture");
                  assertThat(run.status()).as(run.err()).isZero();
                  return inspect(model).get("weights");
                })
            .toList();

    assertThat(weights).allMatch(weights.get(0)::equals);
  }
}
