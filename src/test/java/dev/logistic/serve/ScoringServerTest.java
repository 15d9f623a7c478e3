package dev.logistic.serve;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.logistic.fuzz.Seeds;
import dev.logistic.model.LogisticModel;
import dev.logistic.model.ModelDirectory;
import dev.logistic.score.Scorer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The server under the JDK's own client. Oracle: the plain scorer of the same directory. */
class ScoringServerTest {

  private static final int MAX_BYTES = 20_000;
  private static final Gson GSON = new Gson();
  private static final String ROW = GSON.toJson(ServedModels.row(1));

  @TempDir static Path saved;

  @TempDir Path parent;

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final List<String> warnings = new CopyOnWriteArrayList<>();
  private final List<RuntimeException> faults = new CopyOnWriteArrayList<>();
  private Path directory;
  private Scorer scorer;
  private ScoringServer server;

  private final ServerEvents events =
      new ServerEvents() {
        @Override
        public void reloadFailed(String model, String reason) {
          warnings.add(model + ": " + reason);
        }

        @Override
        public void failed(RuntimeException reason) {
          faults.add(reason);
        }
      };

  @BeforeAll
  static void save() throws IOException {
    ServedModels.save(2, 0.3, saved.resolve("m"));
  }

  @BeforeEach
  void start() throws IOException {
    directory = Files.createDirectory(parent.resolve("m"));
    try (DirectoryStream<Path> files = Files.newDirectoryStream(saved.resolve("m"))) {
      for (Path file : files) {
        Files.copy(file, directory.resolve(file.getFileName()));
      }
    }
    scorer = Scorer.load(directory);
    server = start(Map.of("m", directory), OptionalInt.empty());
  }

  @AfterEach
  void stop() {
    server.close();
    assertThat(faults).isEmpty();
  }

  private ScoringServer start(Map<String, Path> models, OptionalInt threads) throws IOException {
    InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    return ScoringServer.start(
        models, new ServerOptions(address, MAX_BYTES, threads, Duration.ofMillis(5)), events);
  }

  private HttpRequest.Builder to(String path) {
    return HttpRequest.newBuilder(URI.create("http://localhost:" + server.port() + path));
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return client.send(request.build(), BodyHandlers.ofString());
  }

  private HttpResponse<String> post(String path, BodyPublisher body) throws Exception {
    return send(to(path).header("Content-Type", "application/json").POST(body));
  }

  private JsonElement answer(String path, String body) throws Exception {
    return ok(post(path, BodyPublishers.ofString(body)));
  }

  private static JsonElement ok(HttpResponse<String> response) {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    assertThat(response.headers().firstValue("Content-Type")).hasValue("application/json");
    return JsonParser.parseString(response.body());
  }

  private static void assertError(HttpResponse<String> response, int status, String message) {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    assertThat(response.headers().firstValue("Content-Type")).hasValue("application/json");
    JsonObject body = JsonParser.parseString(response.body()).getAsJsonObject();
    assertThat(body.keySet()).containsExactly("error");
    assertThat(body.get("error").getAsString()).isEqualTo(message);
  }

  private JsonObject health() throws Exception {
    return ok(send(to("/health"))).getAsJsonObject();
  }

  private double metric(String sample) throws Exception {
    String text = send(to("/metrics")).body();
    Matcher line =
        Pattern.compile("(?m)^djl_logistic_" + Pattern.quote(sample) + " (\\S+)$").matcher(text);
    assertThat(line.find()).as("%s in %s", sample, text).isTrue();
    return Double.parseDouble(line.group(1));
  }

  /** Of what happens within milliseconds; a server that does nothing fails the test. */
  private static void await(Callable<Boolean> condition) throws Exception {
    for (int i = 0; !condition.call(); i++) {
      assertThat(i).as("looks").isLessThan(2_000);
      Thread.sleep(5);
    }
  }

  @Test
  void aBatchHasTheScorersProbabilitiesAndClassesBitForBit() throws Exception {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      rows.add(ServedModels.row(i));
    }

    JsonArray answers = answer("/predict", GSON.toJson(rows)).getAsJsonArray();

    assertThat(answers).hasSize(rows.size());
    for (int i = 0; i < rows.size(); i++) {
      JsonObject each = answers.get(i).getAsJsonObject();
      assertThat(each.get("probability").getAsDouble()).isEqualTo(scorer.probability(rows.get(i)));
      assertThat(each.get("prediction").getAsString()).isEqualTo(scorer.classify(rows.get(i)));
      assertThat(each.has("unseen")).isEqualTo(i % 4 == 3);
      if (i % 4 == 3) {
        assertThat(each.get("unseen")).hasToString("{\"city\":1}");
      }
      assertThat(answer("/predict/m", GSON.toJson(rows.get(i)))).isEqualTo(each);
    }
  }

  @Test
  void moreThanTwoClassesHaveAProbabilityEachAndModelsTheirOwnPaths() throws Exception {
    Path other = parent.resolve("three");
    Scorer three = ServedModels.save(3, 0.5, other);
    server.close();
    server = start(Map.of("two", directory, "three", other), OptionalInt.of(2));

    JsonObject of = answer("/predict/three", ROW).getAsJsonObject();

    Map<String, Double> expected = three.classProbabilities(ServedModels.row(1));
    expected.forEach(
        (name, probability) ->
            assertThat(of.get("probability_" + name).getAsDouble()).isEqualTo(probability));
    assertThat(of.get("prediction").getAsString()).isEqualTo(three.classify(ServedModels.row(1)));
    assertThat(answer("/predict/two", ROW).getAsJsonObject().keySet())
        .containsExactly("probability", "prediction");
    assertThat(server.paths()).containsExactlyInAnyOrder("/predict/two", "/predict/three");
    HttpResponse<String> without = post("/predict", BodyPublishers.ofString(ROW));
    assertThat(without.statusCode()).isEqualTo(404);
    assertThat(without.body())
        .contains("there are several models", "/predict/two", "/predict/three");
    assertError(
        post("/predict/three?contributions=1", BodyPublishers.ofString(ROW)),
        400,
        "contributions are those of the logit of two classes; this model has 3");
  }

  @Test
  void reasonsAreTheModelsLargestContributions() throws Exception {
    JsonArray reasons =
        answer("/predict?contributions=3", ROW).getAsJsonObject().get("reasons").getAsJsonArray();

    Map<String, Double> expected;
    try (LogisticModel model = ModelDirectory.load(directory)) {
      expected = model.contributions(ServedModels.row(1));
    }
    List<String> order =
        expected.entrySet().stream()
            .sorted(Comparator.comparingDouble(each -> -Math.abs(each.getValue())))
            .map(Map.Entry::getKey)
            .toList();
    assertThat(reasons).hasSize(3);
    for (int i = 0; i < 3; i++) {
      JsonObject reason = reasons.get(i).getAsJsonObject();
      String column = reason.get("column").getAsString();
      assertThat(column).isEqualTo(order.get(i));
      assertThat(reason.get("contribution").getAsDouble())
          .isCloseTo(expected.get(column), within(1e-12));
    }
    assertThat(
            answer("/predict?contributions=99", ROW)
                .getAsJsonObject()
                .get("reasons")
                .getAsJsonArray())
        .hasSize(expected.size());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "contributions=0|contributions must be an integer of at least 1, was 0",
        "contributions=x|contributions must be an integer of at least 1, was x",
        "threshold=0.2|the only parameter is contributions=N, found threshold=0.2",
      })
  void parametersThatDoNotExistAreRefused(String query, String message) throws Exception {
    assertError(post("/predict?" + query, BodyPublishers.ofString(ROW)), 400, message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"age\": 1,|the body must be JSON, and is not at line 1 column 11",
        "``|the body must be JSON, and is not at line 1 column 1",
        "{\"age\": NaN}|the body must be JSON, and is not at line 1 column 9",
        "{\"age\": 1, \"age\": 2}|column \"age\" must occur once in a row",
        "[]|there must be at least one row, was 0",
        "7|a row must be an object with a value for each column, was 7",
        "[[1]]|row 0: a row must be an object with a value for each column, was a list",
        "{\"age\": 1, \"member\": true, \"plan\": \"A\"}|the row lacks columns that the model"
            + " needs: \"city\", \"income, yearly\"; it has \"age\", \"member\", \"plan\"",
      })
  void whatCannotBeReadOrLacksColumnsIsTheClientsFault(String body, String message)
      throws Exception {
    assertError(post("/predict", BodyPublishers.ofString(body)), 400, message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"old\"|must be a finite number, was \"old\"",
        "1e999|must be a finite number, was Infinity",
        "\"NaN\"|must be a finite number, was \"NaN\"",
        "{\"a\": [1]}|must be a finite number, was an object",
        "[1]|must be a finite number, was a list",
        "true|must be a finite number, was true",
      })
  void aValueOfAnotherTypeIsNamedWithItsColumnAndRow(String value, String message)
      throws Exception {
    String body = "[" + ROW + "," + ROW.replaceFirst("\"age\":1,", "\"age\":" + value + ",") + "]";

    assertError(
        post("/predict", BodyPublishers.ofString(body)), 400, "row 1: column \"age\" " + message);
  }

  @Test
  void bytesThatAreNotTextAreRefused() throws Exception {
    byte[] body = ROW.replace("Bern", "B?rn").getBytes(UTF_8);
    body[new String(body, UTF_8).indexOf('?')] = (byte) 0xfc;

    assertError(
        post("/predict", BodyPublishers.ofByteArray(body)),
        400,
        "the body must be UTF-8, and is not");
  }

  /** Its logit is infinite times 0. */
  @Test
  void aNumberThatOverflowsTheLogitIsTheClientsAndNeverNaN() throws Exception {
    String large = ROW.replaceFirst("\"age\":1,", "\"age\":1e308,");

    HttpResponse<String> response =
        post("/predict?contributions=2", BodyPublishers.ofString(large));

    assertThat(response.body()).doesNotContain("NaN").doesNotContain("Infinity");
    assertThat(response.statusCode()).isIn(200, 400);
  }

  @Test
  void aBodyThatIsTooLargeIsRefusedWithOrWithoutItsLengthAndTheConnectionLives() throws Exception {
    String message = "the body must have at most 20000 bytes; send fewer rows in a request";
    byte[] large = " ".repeat(4 * MAX_BYTES).getBytes(UTF_8);

    assertError(post("/predict", BodyPublishers.ofByteArray(large)), 413, message);
    assertError(
        post("/predict", BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(large))),
        413,
        message);
    String padded = ROW + " ".repeat(MAX_BYTES - ROW.getBytes(UTF_8).length);
    answer("/predict", padded);
    assertError(post("/predict", BodyPublishers.ofString(padded + " ")), 413, message);
  }

  @Test
  void aClientThatOnlyAnnouncesTooMuchHearsSoWithoutSendingIt() throws Exception {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      String head =
          "POST /predict HTTP/1.1\r\nContent-Type: application/json\r\n"
              + "Content-Length: 9999999999\r\n\r\n[";
      socket.getOutputStream().write(head.getBytes(UTF_8));
      socket.getOutputStream().flush();

      byte[] status = socket.getInputStream().readNBytes(12);

      assertThat(new String(status, UTF_8)).isEqualTo("HTTP/1.1 413");
    }
  }

  @Test
  void anotherTypeOfContentIsRefused() throws Exception {
    BodyPublisher body = BodyPublishers.ofString(ROW);

    assertError(
        send(to("/predict").header("Content-Type", "text/csv").POST(body)),
        415,
        "Content-Type must be application/json in UTF-8, was text/csv");
    assertError(
        send(to("/predict").POST(body)),
        415,
        "Content-Type must be application/json in UTF-8, was absent");
    assertError(
        send(to("/predict").header("Content-Type", "application/json;charset=latin1").POST(body)),
        415,
        "Content-Type must be application/json in UTF-8, was application/json;charset=latin1");
    ok(
        send(
            to("/predict")
                .header("Content-Type", "Application/JSON; charset=\"UTF-8\"")
                .POST(body)));
  }

  @Test
  void otherPathsAndMethodsAreRefused() throws Exception {
    HttpResponse<String> get = send(to("/predict"));
    assertError(get, 405, "/predict accepts POST");
    assertThat(get.headers().firstValue("Allow")).hasValue("POST");
    assertError(send(to("/health").DELETE()), 405, "/health accepts GET");
    HttpResponse<String> head = send(to("/health").method("HEAD", BodyPublishers.noBody()));
    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(head.body()).isEmpty();
    for (String path : List.of("/", "/model", "/predictions/m", "/../model.json", "/health/")) {
      assertError(send(to(path)), 404, "there are POST /predict, GET /health and GET /metrics");
    }
    assertError(
        post("/predict/n", BodyPublishers.ofString(ROW)),
        404,
        "there is no such model, there are /predict/m");
  }

  @Test
  void healthNamesTheModelsAndMetricsCountWhatWasAnswered() throws Exception {
    answer("/predict", "[" + ROW + "," + GSON.toJson(ServedModels.row(3)) + "]");
    post("/predict", BodyPublishers.ofString("{"));
    send(to("/nowhere"));

    JsonObject health = health();

    assertThat(health.get("status").getAsString()).isEqualTo("ok");
    JsonObject model = health.get("models").getAsJsonArray().get(0).getAsJsonObject();
    assertThat(model.get("name").getAsString()).isEqualTo("m");
    assertThat(model.get("threshold").getAsDouble()).isEqualTo(0.3);
    assertThat(model.get("classes").getAsJsonArray()).hasSize(2);
    assertThat(metric("requests_total{path=\"other\",status=\"404\"}")).isEqualTo(1);
    assertThat(metric("requests_total{path=\"/predict\",status=\"200\"}")).isEqualTo(1);
    assertThat(metric("requests_total{path=\"/predict\",status=\"400\"}")).isEqualTo(1);
    assertThat(metric("rows_total{model=\"m\"}")).isEqualTo(2);
    assertThat(metric("unseen_levels_total{model=\"m\"}")).isEqualTo(1);
    assertThat(metric("predict_seconds_count")).isEqualTo(2);
    assertThat(metric("predict_seconds_bucket{le=\"+Inf\"}")).isEqualTo(2);
    await(() -> metric("requests_in_flight") == 1);
  }

  /** Each metric is introduced once, by its name and type, and buckets never decrease. */
  @Test
  void metricsAreInTheTextFormatOfPrometheus() throws Exception {
    answer("/predict", ROW);
    HttpResponse<String> response = send(to("/metrics"));

    assertThat(response.headers().firstValue("Content-Type"))
        .hasValue("text/plain; version=0.0.4; charset=utf-8");
    List<String> families = new ArrayList<>();
    double bucket = 0;
    for (String line : response.body().lines().toList()) {
      if (line.startsWith("# TYPE ")) {
        families.add(line.substring("# TYPE ".length(), line.lastIndexOf(' ')));
      } else if (!line.startsWith("#")) {
        assertThat(line)
            .matches("[a-z_]+(\\{[a-z]+=\"[^\"]*\"(,[a-z]+=\"[^\"]*\")*})? [0-9.E+-]+")
            .startsWith(families.get(families.size() - 1));
        if (line.contains("_bucket")) {
          double count = Double.parseDouble(line.substring(line.lastIndexOf(' ')));
          assertThat(count).isGreaterThanOrEqualTo(bucket);
          bucket = count;
        }
      }
    }
    assertThat(families).doesNotHaveDuplicates().hasSizeGreaterThan(8);
    assertThat(response.body()).contains("le=\"0.0001\"", "le=\"1\"", "le=\"2.5\"");
  }

  /** Of two classes, then of three, and again: every answer is that of one or the other, whole. */
  @Test
  void aReplacedModelIsServedWhileNoRequestFails() throws Exception {
    String body = "[" + ROW + "," + ROW + "]";
    JsonElement two = answer("/predict", body);
    JsonElement three = answerOf(ServedModels.save(3, 0.5, parent.resolve("three")));
    ExecutorService threads = Executors.newFixedThreadPool(3);
    AtomicBoolean over = new AtomicBoolean();
    List<Future<Integer>> clients = new ArrayList<>();
    try {
      for (int i = 0; i < 3; i++) {
        clients.add(
            threads.submit(
                () -> {
                  int count = 0;
                  for (; !over.get(); count++) {
                    assertThat(answer("/predict", body)).isIn(two, three);
                  }
                  return count;
                }));
      }
      for (int classes : new int[] {3, 2, 3, 2}) {
        ServedModels.save(classes, 0.3, directory);
        await(() -> answer("/predict", body).equals(classes == 3 ? three : two));
      }
    } finally {
      over.set(true);
      threads.shutdown();
    }
    for (Future<Integer> each : clients) {
      assertThat(each.get()).isPositive();
    }
    assertThat(metric("reloads_total{model=\"m\"}")).isGreaterThanOrEqualTo(4);
    assertThat(metric("reload_failures_total{model=\"m\"}")).isZero();
    assertThat(warnings).isEmpty();
  }

  /** Two equal rows, each with the class names and probabilities of a scorer. */
  private static JsonArray answerOf(Scorer three) {
    JsonObject row = new JsonObject();
    three
        .classProbabilities(ServedModels.row(1))
        .forEach((name, probability) -> row.addProperty("probability_" + name, probability));
    row.addProperty("prediction", three.classify(ServedModels.row(1)));
    JsonArray both = new JsonArray();
    both.add(row);
    both.add(row);
    return both;
  }

  @Test
  void aModelThatCannotBeReadLeavesTheOldOneAndIsReportedOnceUntilItIsRepaired() throws Exception {
    JsonElement before = answer("/predict", ROW);
    Path json = directory.resolve("model.json");
    String good = Files.readString(json);
    write(json, good.replace("\"seed\": 7", "\"seed\": 8"));

    await(() -> !warnings.isEmpty());

    assertThat(answer("/predict", ROW)).isEqualTo(before);
    assertThat(warnings).hasSize(1);
    assertThat(warnings.get(0)).startsWith("m: " + json).contains("damaged");
    JsonObject health = health();
    assertThat(health.get("status").getAsString()).isEqualTo("stale");
    assertThat(
            health
                .get("models")
                .getAsJsonArray()
                .get(0)
                .getAsJsonObject()
                .get("reload_failed")
                .getAsString())
        .contains("model.json");
    assertThat(metric("reload_failed{model=\"m\"}")).isEqualTo(1);
    assertThat(metric("reload_failures_total{model=\"m\"}")).isEqualTo(1);

    write(json, good);
    await(() -> metric("reload_failed{model=\"m\"}") == 0);
    assertThat(health().get("status").getAsString()).isEqualTo("ok");
    assertThat(warnings).hasSize(1);
  }

  @Test
  void theReasonIsOneLine() throws Exception {
    write(directory.resolve("model.json"), "neither JSON nor empty");

    await(() -> !warnings.isEmpty());

    assertThat(warnings.get(0)).contains("model.json is damaged").doesNotContain("\n");
  }

  /** A file that is half written at two looks would count as another failure. */
  private void write(Path file, String text) throws IOException {
    Path whole = Files.writeString(parent.resolve("whole"), text);
    Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE);
  }

  @Test
  void aDirectoryThatIsGoneLeavesTheModelInMemory() throws Exception {
    Files.move(directory, parent.resolve("away"));

    await(() -> !warnings.isEmpty());
    answer("/predict", ROW);
    assertThat(warnings.get(0)).contains(directory.toString());

    Files.move(parent.resolve("away"), directory);
    await(() -> metric("reload_failed{model=\"m\"}") == 0);
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "links need a privilege")
  void aLinkThatPointsToAnotherModelIsFollowed() throws Exception {
    Path link = Files.createSymbolicLink(parent.resolve("link"), directory);
    server.close();
    server = start(Map.of("m", link), OptionalInt.empty());
    assertThat(answer("/predict", ROW).getAsJsonObject().has("probability")).isTrue();
    ServedModels.save(3, 0.5, parent.resolve("three"));

    Path next = Files.createSymbolicLink(parent.resolve("next"), parent.resolve("three"));
    Files.move(next, link, StandardCopyOption.ATOMIC_MOVE);

    await(() -> answer("/predict", ROW).getAsJsonObject().has("probability_two"));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 3})
  void closingFinishesWhatHasComeRefusesTheRestAndListensNoMore(int threads) throws Exception {
    if (threads > 0) {
      server.close();
      server = start(Map.of("m", directory), OptionalInt.of(threads));
    }
    byte[] body = ROW.getBytes(UTF_8);
    try (Socket slow = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      String head =
          "POST /predict HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
              + ("Content-Length: " + body.length + "\r\n\r\n");
      slow.getOutputStream().write(head.getBytes(UTF_8));
      slow.getOutputStream().write(body, 0, 10);
      slow.getOutputStream().flush();
      await(this::aRequestIsInFlight);
      Thread closing = new Thread(server::close);
      closing.start();
      await(() -> send(to("/health")).statusCode() == 503);

      assertError(post("/predict", BodyPublishers.ofString(ROW)), 503, "the server is stopping");
      assertThat(closing.isAlive()).isTrue();
      slow.getOutputStream().write(body, 10, body.length - 10);
      slow.getOutputStream().flush();

      String answer = read(slow.getInputStream());
      assertThat(answer).startsWith("HTTP/1.1 200").containsIgnoringCase("connection: close");
      assertThat(answer).contains("\"probability\":" + scorer.probability(ServedModels.row(1)));
      closing.join();
    }
    server.awaitClosed();
    assertThatThrownBy(() -> send(to("/health"))).isInstanceOf(ConnectException.class);
  }

  /** For an instant after its answer a request for the metrics may still count: look repeatedly. */
  private boolean aRequestIsInFlight() throws Exception {
    for (int look = 0; look < 4; look++) {
      if (metric("requests_in_flight") < 2) {
        return false;
      }
    }
    return true;
  }

  private static String read(InputStream in) throws IOException {
    return new String(in.readAllBytes(), UTF_8);
  }

  @Test
  void itDoesNotStartWithoutItsModelsOrItsPort() {
    Path absent = parent.resolve("absent");
    assertThatThrownBy(() -> start(Map.of("m", absent), OptionalInt.empty()))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessageContaining(absent.toString());
    assertThatThrownBy(() -> start(Map.of(), OptionalInt.empty()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("expected at least one model, found none");
    assertThatThrownBy(() -> start(Map.of("a/b", directory), OptionalInt.empty()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("\"a/b\"");
    InetSocketAddress taken =
        new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port());
    ServerOptions options =
        new ServerOptions(taken, MAX_BYTES, OptionalInt.empty(), ServerOptions.RELOAD);
    assertThatThrownBy(() -> ScoringServer.start(Map.of("m", directory), options, events))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("port " + server.port());
  }

  @Test
  void boundsOfOptionsAreChecked() {
    InetSocketAddress any = new InetSocketAddress(0);
    assertThatThrownBy(() -> new ServerOptions(any, 0, OptionalInt.empty(), ServerOptions.RELOAD))
        .hasMessage("maxRequestBytes must be at least 1, was 0");
    assertThatThrownBy(() -> new ServerOptions(any, 1, OptionalInt.of(0), ServerOptions.RELOAD))
        .hasMessage("threads must be at least 1, was 0");
    assertThatThrownBy(() -> new ServerOptions(any, 1, OptionalInt.empty(), Duration.ZERO))
        .hasMessage("reload must be positive, was PT0S");
  }

  @Test
  void hostileBodies() throws Exception {
    Seeds.replay("RequestFuzz", 5, RequestFuzz::fuzzerTestOneInput);
  }
}
