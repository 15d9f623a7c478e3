package dev.logistic.spark.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.logistic.spark.LocalSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.spark.sql.RuntimeConfig;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A formula learns the same on Spark as in the core from the same table. */
class FormulasAsInTheCoreTest {

  private static final String LABEL = "y";
  private static final String TIME_ZONE = "spark.sql.session.timeZone";
  private static final String WEIGHTY = "SELECT * FROM data WHERE w > 0";
  private static final String PRECISE = "train.tolerance=1e-15";

  @TempDir private static Path folder;
  private static String table = "";
  private final Path onSpark = folder.resolve("on-spark");
  private final Path core = folder.resolve("core");

  /** Files of different sizes, which Spark reads in another order than the core. */
  @BeforeAll
  static void writeTable() throws IOException {
    Path directory = Files.createDirectory(folder.resolve("t.csv"));
    Random random = new Random(17);
    for (int file = 0; file < 3; file++) {
      List<String> lines = new ArrayList<>(List.of("x,z,n,city,sex,member,code,day,moment,w,y"));
      for (int row = 0; row < 60 + 40 * file; row++) {
        double x = 3 * random.nextGaussian();
        double z = Math.exp(random.nextGaussian());
        String city = List.of("Bern", "Aarau", "Chur, GR").get(random.nextInt(3));
        boolean member = random.nextBoolean();
        double logit = Math.sin(x / 2) + Math.log(z) / 2 + (member && city.equals("Bern") ? 1 : 0);
        lines.add(
            "%s,%s,%d,\"%s\",%s,%s,c%d,%s,%s,%d,%s"
                .formatted(
                    x,
                    z,
                    random.nextInt(12),
                    city,
                    random.nextBoolean() ? "f" : "m",
                    member,
                    random.nextInt(3),
                    LocalDate.of(2024, 1, 1).plusDays(random.nextInt(800)),
                    LocalDateTime.of(1969, 12, 30, 22, 59, 59).plusHours(random.nextInt(99)),
                    random.nextInt(4),
                    random.nextDouble() < 1 / (1 + Math.exp(-logit)) ? "yes" : "no"));
      }
      lines.add(
          "1000,5000,99,\"Bern\",f,true,c1,1999-12-31,1999-12-31T23:59:59,0,no"); // of no weight
      Files.write(directory.resolve("part" + file + ".csv"), lines);
    }
    table = directory.toString();
  }

  private Run train(boolean spark, String formula, String... more) {
    List<String> args = new ArrayList<>(spark ? List.of() : List.of("train"));
    args.addAll(List.of("--data", spark ? table : table + "/*.csv", "--label", LABEL));
    args.addAll(List.of("--model", (spark ? onSpark : core).toString(), "--overwrite"));
    args.addAll(List.of("--terms", formula, "--set", "engine.precision=float64"));
    args.addAll(Arrays.asList(more));
    String[] all = args.toArray(String[]::new);
    return spark ? Run.onSpark(all) : Run.core(all);
  }

  private static JsonObject json(Path model) throws IOException {
    return new Gson().fromJson(Files.readString(model.resolve("model.json")), JsonObject.class);
  }

  private static JsonObject inspect(Path model, String... more) {
    List<String> args = new ArrayList<>(List.of("inspect", "--model", model.toString(), "--json"));
    args.addAll(Arrays.asList(more));
    Run run = Run.core(args.toArray(String[]::new));
    assertThat(run.status()).as(run.err()).isZero();
    return new Gson().fromJson(run.out(), JsonObject.class);
  }

  private static List<Double> numbers(JsonElement element) {
    if (element instanceof JsonArray array) {
      return array.asList().stream().flatMap(each -> numbers(each).stream()).toList();
    }
    return List.of(element.getAsDouble());
  }

  private void assertSameModels() throws IOException {
    JsonObject ours = json(onSpark);
    JsonObject theirs = json(core);
    for (String name : List.of("features", "terms")) {
      assertThat(ours.get(name)).as(name).isNotNull().isEqualTo(theirs.get(name));
    }
    JsonObject found = inspect(onSpark);
    JsonObject expected = inspect(core);
    assertThat(found.get("features")).isEqualTo(expected.get("features"));
    for (String name : List.of("weights", "bias")) {
      List<Double> all = numbers(expected.get(name));
      assertThat(numbers(found.get(name))).hasSameSizeAs(all);
      for (int i = 0; i < all.size(); i++) {
        assertThat(numbers(found.get(name)).get(i))
            .as(name + " " + i)
            .isCloseTo(all.get(i), within(1e-9 * Math.max(1, Math.abs(all.get(i)))));
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "city*x + sex                                | data.weight=w",
        "ns(x, df = 4) + bs(z, df = 5):sex           | data.standardize=true",
        "poly(x, 3) + poly(z, 2, raw = TRUE)         | data.weight=w",
        "bin(n, 4) + bin(z, breaks = c(0.5, 1, 2)):x | data.standardize=false",
        "log(z) + I(x^2 / (1 + z)) + sqrt(n)*member  | data.weight=w",
        "(city + sex + x)^3                          | data.standardize=true",
        "scale(x):scale(log(z)) + ns(log(z), 3)      | data.weight=w",
        "month(day)*x + year(day) + quarter(day)     | data.weight=w",
        "weekday(day):z + quarter(day)               | data.weight=w",
        "factor(code)*n + . - code - w - x - day - moment| data.reference=city:Bern",
      })
  void learnsTheSameTermsAndTheSameFit(String formula, String setting) throws IOException {
    String[] more = {"--set", "train.l2=0.01", "--set", PRECISE, "--set", setting};

    for (boolean spark : new boolean[] {true, false}) {
      Run run = train(spark, formula.strip(), more);
      assertThat(run.status()).as(run.err()).isZero();
    }

    assertSameModels();
  }

  @Test
  void testsOfTermsAreThoseOfTheCoreAndTheCommandLineUsesTheModel() {
    for (boolean spark : new boolean[] {true, false}) {
      Run run =
          train(
              spark,
              "ns(x, df = 3)*sex + log(z)",
              "--query",
              WEIGHTY,
              "--set",
              "train.l2=0",
              "--set",
              "train.tests=lr",
              "--set",
              "train.tolerance=1e-10");
      assertThat(run.status()).as(run.err()).isZero();
    }

    JsonArray ours = inspect(onSpark, "--statistics").getAsJsonArray("tests");
    JsonArray theirs = inspect(core, "--statistics").getAsJsonArray("tests");
    assertThat(ours).hasSameSizeAs(theirs).hasSize(4);
    for (int i = 0; i < ours.size(); i++) {
      JsonObject expected = theirs.get(i).getAsJsonObject();
      JsonObject found = ours.get(i).getAsJsonObject();
      assertThat(found.get("term")).isEqualTo(expected.get("term"));
      assertThat(found.get("df")).isEqualTo(expected.get("df"));
      assertThat(found.get("chi2").getAsDouble())
          .isCloseTo(expected.get("chi2").getAsDouble(), within(1e-8));
    }
    assertThat(logLoss(onSpark)).isCloseTo(logLoss(core), within(1e-9));
  }

  private static double logLoss(Path model) {
    Run run =
        Run.core(
            "evaluate",
            "--model",
            model.toString(),
            "--data",
            table + "/*.csv",
            "--query",
            WEIGHTY,
            "--json",
            "-");
    assertThat(run.status()).as(run.err()).isZero();
    return new Gson().fromJson(run.out(), JsonObject.class).get("log_loss").getAsDouble();
  }

  @Test
  void fillsComeBeforeFunctions() throws IOException {
    for (boolean spark : new boolean[] {true, false}) {
      Run run =
          train(
              spark,
              "poly(a, 2) + log(z)",
              "--query",
              "SELECT CASE WHEN n = 3 THEN NULL ELSE CAST(n AS DOUBLE) END AS a, z, y FROM data",
              "--set",
              "data.missing=mean",
              "--set",
              PRECISE);
      assertThat(run.status()).as(run.err()).isZero();
    }

    List<Double> expected = numbers(inspect(core).get("raw_weights"));
    List<Double> found = numbers(inspect(onSpark).get("raw_weights"));
    for (int i = 0; i < expected.size(); i++) {
      assertThat(found.get(i)).isCloseTo(expected.get(i), within(1e-9));
    }
  }

  @Test
  void partsOfTimestampsAreInUtc() throws IOException {
    RuntimeConfig conf = LocalSpark.session().conf();
    String zone = conf.get(TIME_ZONE);
    try {
      conf.set(TIME_ZONE, "Etc/UTC");
      for (boolean spark : new boolean[] {true, false}) {
        Run run = train(spark, "hour(moment) + weekday(moment)", "--set", PRECISE);
        assertThat(run.status()).as(run.err()).isZero();
      }
      assertSameModels();

      conf.set(TIME_ZONE, "Europe/Zurich");
      assertThat(train(true, "hour(moment)").err())
          .contains(
              "\"hour(moment)\" is a part of timestamps in UTC, and Spark reads column \"moment\" in the time zone Europe/Zurich; set spark.sql.session.timeZone=UTC");
    } finally {
      conf.set(TIME_ZONE, zone);
    }
  }

  @Test
  void aTermThatIsConstantIsWarnedOfAsInTheCore() {
    String[] more = {"--query", "SELECT CASE WHEN x < 0 THEN -1 ELSE 1 END AS s, z, y FROM data"};

    for (boolean spark : new boolean[] {true, false}) {
      assertThat(train(spark, "I(s^2) + z", more).err())
          .contains(
              "the term \"I(s^2)\" is constant (1) in the training rows and carries no information");
    }
  }

  @Test
  void aRowWithoutAFiniteValueIsShown() {
    Run run = train(true, "ns(log(a), df = 3) + z", "--query", "SELECT n - 1 AS a, z, y FROM data");

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err())
        .contains(
            "the query: the term \"ns(log(a), df = 3)\" has no finite value where column \"a\" is -1.0, in the row {a=-1, z=")
        .hasLineCount(1);
  }

  @Test
  void aValueThatTheTypeCannotHoldIsRefused() {
    Run run = train(true, "exp(x) + z", "--set", "engine.precision=float32");

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err())
        .contains("\"exp(x)\" has no finite value", "column \"x\" is 1000.0", "in the row {x=1000");

    Run large = train(true, "I(z^11) + x", "--set", "engine.precision=float32");
    assertThat(large.err()).contains("\"I(z^11)\" is too large for float32, was ", "in the row {");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "x + text(city)           | \"text(city)\" is not possible on Spark",
        "hash(city, 8)            | \"hash(city, 8)\" is not possible on Spark",
        "month(city)              | \"month(city)\" needs dates on Spark, and column \"city\" is of type string",
        "month(n)                 | \"month(n)\" needs dates, and column \"n\" is of type int",
        "factor(n)                | \"factor(n)\" needs a text on Spark, where cells of type int",
        "x + log(city)            | \"log(city)\" needs a number, and column \"city\" is a text",
        "x + nn                   | has no column \"nn\"; it has x, z, n, city",
        "x + y                    | cannot be both the label and a feature",
        "x + ns(                  | data.terms",
        "ns(member, df = 4)       | data.terms: \"ns(member, df = 4)\"",
      })
  void whatIsNotPossibleIsRefusedByName(String formula, String message) {
    Run run = train(true, formula.strip());

    assertThat(run.status()).as(run.err()).isNotZero();
    assertThat(run.err()).startsWith("error: ").contains(message);
  }

  @Test
  void settingsThatDoNotGoWithAFormulaAreRefused() {
    Run run =
        train(true, "ns(x, 3)", "--set", "data.weight=w", "--set", "data.weight-kind=frequency");

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("data.weight-kind=frequency has no meaning on Spark");
    assertThat(train(true, "x", "--features", "z").err())
        .contains("cannot be used with --terms x, which chooses the columns");
  }
}
