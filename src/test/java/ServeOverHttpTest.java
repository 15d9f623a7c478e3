import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Model;
import ai.djl.modality.Input;
import ai.djl.modality.Output;
import ai.djl.ndarray.NDList;
import ai.djl.nn.Blocks;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.translate.NoBatchifyTranslator;
import ai.djl.translate.TranslatorContext;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import dev.logistic.fuzz.Seeds;
import dev.logistic.model.LogisticModel;
import dev.logistic.model.ModelDirectory;
import dev.logistic.model.SampleModels;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The example under the JDK's own client. Oracle: the model itself, all rows in one matrix. */
class ServeOverHttpTest {

  private static final int THREADS = 12;
  private static final int REQUESTS = 50;

  @TempDir Path parent;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final float[] expected = new float[THREADS * REQUESTS];
  private ServeOverHttp server;

  @BeforeEach
  void start() throws Exception {
    Path directory = parent.resolve("m");
    float[] features = new float[expected.length * 6];
    for (int row = 0; row < expected.length; row++) {
      float[] encoded = {age(row), 1, 0, income(row), row % 2, 1};
      System.arraycopy(encoded, 0, features, row * 6, 6);
    }
    try (LogisticModel model = SampleModels.ofCustomers(2)) {
      ModelDirectory.save(model, directory);
      System.arraycopy(
          SampleModels.nativeProbabilities(model, features), 0, expected, 0, expected.length);
    }
    server = ServeOverHttp.start(directory, 0);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private static int age(int row) {
    return row % 90;
  }

  private static float income(int row) {
    return 0.25f * row - 50;
  }

  private static String row(int row) {
    return """
        {"age": %d, "city": "Bern", "income, yearly": %s, "member": %s, "plan": "B"}"""
        .formatted(age(row), income(row), row % 2 == 1);
  }

  private HttpRequest.Builder to(String path) {
    return HttpRequest.newBuilder(URI.create("http://localhost:" + server.port() + path));
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return client.send(request.build(), BodyHandlers.ofString());
  }

  private HttpResponse<String> post(BodyPublisher body) throws Exception {
    return send(to("/predict").header("Content-Type", "application/json").POST(body));
  }

  private static void assertError(HttpResponse<String> response, int status, String message) {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    assertThat(response.headers().firstValue("Content-Type")).hasValue("application/json");
    JsonObject body = JsonParser.parseString(response.body()).getAsJsonObject();
    assertThat(body.keySet()).containsExactly("error");
    assertThat(body.get("error").getAsString()).isEqualTo(message);
  }

  @Test
  void manyClientsAtOnceGetTheirOwnAnswers() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      List<Future<?>> all = new ArrayList<>();
      for (int thread = 0; thread < THREADS; thread++) {
        int from = thread * REQUESTS;
        all.add(
            threads.submit(
                () -> {
                  for (int row = from; row < from + REQUESTS; row++) {
                    HttpResponse<String> response = post(BodyPublishers.ofString(row(row)));
                    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
                    assertThat(
                            probability(JsonParser.parseString(response.body()).getAsJsonObject()))
                        .isCloseTo(expected[row], within(1e-6));
                  }
                  return null;
                }));
      }
      for (Future<?> each : all) {
        each.get();
      }
    } finally {
      threads.shutdown();
    }
  }

  private static double probability(JsonObject answer) {
    return answer.get("probability").getAsDouble();
  }

  @Test
  void aListOfRowsIsAnsweredByAList() throws Exception {
    HttpResponse<String> response =
        post(BodyPublishers.ofString("[" + row(3) + "," + row(4) + "]"));

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("Content-Type")).hasValue("application/json");
    JsonArray answers = JsonParser.parseString(response.body()).getAsJsonArray();
    assertThat(answers).hasSize(2);
    assertThat(probability(answers.get(1).getAsJsonObject())).isCloseTo(expected[4], within(1e-6));
  }

  @Test
  void contributionsAreAnsweredWhereTheyAreAskedFor() throws Exception {
    HttpResponse<String> response =
        send(
            to("/predict?contributions=5")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(row(3))));

    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    JsonObject answer = JsonParser.parseString(response.body()).getAsJsonObject();
    Map<String, Object> row = new HashMap<>();
    JsonParser.parseString(row(3))
        .getAsJsonObject()
        .asMap()
        .forEach((name, cell) -> row.put(name, value(cell.getAsJsonPrimitive())));
    try (LogisticModel model = ModelDirectory.load(parent.resolve("m"))) {
      Map<String, Double> known = model.contributions(row);
      assertThat(answer.getAsJsonArray("reasons")).hasSameSizeAs(known.keySet());
      for (JsonElement each : answer.getAsJsonArray("reasons")) {
        JsonObject reason = each.getAsJsonObject();
        assertThat(reason.get("contribution").getAsDouble())
            .isCloseTo(known.get(reason.get("column").getAsString()), within(1e-9));
      }
    }
    assertError(
        send(
            to("/predict?contributions=many")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(row(3)))),
        400,
        "contributions must be an integer of at least 1, was many");
  }

  private static Object value(JsonPrimitive cell) {
    if (cell.isBoolean()) {
      return cell.getAsBoolean();
    }
    return cell.isNumber() ? (Object) cell.getAsDouble() : cell.getAsString();
  }

  @Test
  void itReportsItsHealth() throws Exception {
    HttpResponse<String> response = send(to("/health"));

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).isEqualTo("{\"status\":\"ok\"}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"age\": 1,|the body must be JSON, and is not at line 1 column 11",
        "``|the body must be JSON, and is not at line 1 column 1",
        "{\"age\": 1, \"member\": true, \"plan\": \"A\"}|the row lacks columns that the model"
            + " needs: \"city\", \"income, yearly\"; it has \"age\", \"member\", \"plan\"",
        "{\"age\": \"old\", \"city\": \"Bern\", \"income, yearly\": 1, \"member\": true, \"plan\":"
            + " \"A\"}|column \"age\" must be a finite number, was \"old\"",
        "[]|there must be at least one row, was 0",
      })
  void whatCannotBeReadOrLacksColumnsIsTheClientsFault(String body, String message)
      throws Exception {
    assertError(post(BodyPublishers.ofString(body)), 400, message);
  }

  @Test
  void aBodyOfBracketsIsJustNotJson() throws Exception {
    HttpResponse<String> response = post(BodyPublishers.ofString("[".repeat(100_000)));

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.body()).startsWith("{\"error\":\"the body must be JSON, and is not");
  }

  /** Finite as JSON and as Java has it, but not in the float32 of the model. */
  @Test
  void aNumberThatTheModelsTypeCannotHoldIsTheClients() throws Exception {
    String body = row(1).replaceFirst("\"age\": *[0-9]+", "\"age\": 1e300");
    assertThat(body).contains("1e300");
    assertError(
        post(BodyPublishers.ofString(body)),
        400,
        "features must be finite numbers that the model's type can hold, but row 0 has no logit");
  }

  /** A model that fails at every call. */
  private static final class Failing implements NoBatchifyTranslator<Input, Output> {
    @Override
    public NDList processInput(TranslatorContext context, Input input) {
      throw new IllegalStateException("a secret of the server");
    }

    @Override
    public Output processOutput(TranslatorContext context, NDList list) {
      return new Output();
    }
  }

  @Test
  void whatFailsInsideIsTheServersFaultAndKeptThere() throws Exception {
    Model model = Model.newInstance("failing", "PyTorch");
    model.setBlock(Blocks.identityBlock());
    PrintStream err = System.err;
    ByteArrayOutputStream log = new ByteArrayOutputStream();
    System.setErr(new PrintStream(log, true, UTF_8));
    server.close();
    try {
      server = new ServeOverHttp(new ZooModel<>(model, new Failing()), 0);
      assertError(post(BodyPublishers.ofString(row(1))), 500, "the server failed");
    } finally {
      System.setErr(err);
    }
    assertThat(log.toString(UTF_8)).contains("a secret of the server");
  }

  @Test
  void aBodyThatIsTooLargeIsRefusedWithOrWithoutItsLength() throws Exception {
    String message = "the body must have at most 1048576 bytes";
    byte[] large = " ".repeat(4 * ServeOverHttp.MAX_BODY_BYTES).getBytes(UTF_8);

    assertError(post(BodyPublishers.ofByteArray(large)), 413, message);
    assertError(
        post(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(large))), 413, message);
  }

  @Test
  void aBodyAtTheLimitIsRead() throws Exception {
    String padded = row(1) + " ".repeat(ServeOverHttp.MAX_BODY_BYTES - row(1).length());

    assertThat(post(BodyPublishers.ofString(padded)).statusCode()).isEqualTo(200);
    assertError(
        post(BodyPublishers.ofString(padded + " ")),
        413,
        "the body must have at most 1048576 bytes");
  }

  @Test
  void anotherTypeOfContentIsRefused() throws Exception {
    BodyPublisher body = BodyPublishers.ofString(row(1));

    assertError(
        send(to("/predict").header("Content-Type", "text/csv").POST(body)),
        415,
        "Content-Type must be application/json, was text/csv");
    assertError(
        send(to("/predict").POST(body)), 415, "Content-Type must be application/json, was null");
    assertThat(
            send(to("/predict")
                    .header("Content-Type", "Application/JSON; charset=utf-8")
                    .POST(body))
                .statusCode())
        .isEqualTo(200);
  }

  @Test
  void otherPathsAndMethodsAreRefused() throws Exception {
    HttpResponse<String> get = send(to("/predict"));
    assertError(get, 405, "/predict accepts POST");
    assertThat(get.headers().firstValue("Allow")).hasValue("POST");
    assertError(send(to("/health").DELETE()), 405, "/health accepts GET");
    assertThat(send(to("/predict").method("HEAD", BodyPublishers.noBody())).statusCode())
        .isEqualTo(405);
    for (String path : List.of("/", "/predict/", "/predict/x", "/../model.json")) {
      assertError(send(to(path)), 404, "there are POST /predict and GET /health");
    }
  }

  @Test
  void onceClosedNothingListens() throws IOException {
    server.close();

    assertThatThrownBy(() -> send(to("/health"))).isInstanceOf(ConnectException.class);
  }

  @Test
  void hostileBodies() throws Exception {
    Seeds.replay("ServeOverHttpFuzz", 5, ServeOverHttpFuzz::fuzzerTestOneInput);
  }
}
