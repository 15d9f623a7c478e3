package dev.logistic.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.logistic.model.LogisticModel;
import dev.logistic.model.ModelDirectory;
import dev.logistic.model.SampleModels;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServeCommandTest {

  private static final String ROW =
      """
      {"age": 41, "city": "Bern", "income, yearly": 100, "member": true, "plan": "B"}""";

  @TempDir Path parent;
  private String model = "";

  @BeforeEach
  void save() throws IOException {
    model = parent.resolve("m").toString();
    try (LogisticModel customers = SampleModels.ofCustomers(2)) {
      ModelDirectory.save(customers, Path.of(model));
    }
  }

  @Test
  void itPrintsWhereItAnswersAndEndsWhenItsThreadIsInterrupted() throws Exception {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    List<Integer> status = new ArrayList<>();
    String[] arguments = {"serve", "--model", "a=" + model, "--model", model, "--port", "0"};
    Thread command =
        new Thread(
            () -> status.add(Cli.run(new PrintWriter(out), new PrintWriter(err), arguments)));
    command.start();
    while (command.isAlive() && !out.toString().contains("/m\n")) {
      Thread.sleep(5);
    }
    List<String> addresses = out.toString().lines().toList();

    assertThat(addresses).hasSize(2);
    assertThat(addresses.get(0)).matches("http://127\\.0\\.0\\.1:\\d+/predict/a");
    assertThat(addresses.get(1)).matches("http://127\\.0\\.0\\.1:\\d+/predict/m");
    for (String address : addresses) {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(address))
              .header("Content-Type", "application/json")
              .POST(BodyPublishers.ofString(ROW))
              .build();
      HttpResponse<String> answer =
          HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.body()).contains("\"probability\":", "\"prediction\":");
    }
    command.interrupt();
    command.join();
    assertThat(status).containsExactly(0);
    assertThat(err.toString()).isEmpty();
  }

  private static void assertRefused(int status, String message, String... arguments) {
    List<String> all = new ArrayList<>(List.of("serve"));
    all.addAll(List.of(arguments));
    Run run = Run.of(all.toArray(String[]::new));
    assertThat(run.status()).isEqualTo(status);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains(message);
  }

  @Test
  void argumentsThatCannotBeUsedAreRefused() {
    assertRefused(2, "--model", "--port", "0");
    assertRefused(2, "--port must be from 0 to 65535, was 70000", "--model", model, "--port=70000");
    assertRefused(
        2, "--max-request-bytes must be from 1 to", "--model=" + model, "--max-request-bytes=0");
    assertRefused(
        2, "--threads must be from 1 to 10000, was 0", "--model", model, "--threads", "0");
    assertRefused(2, "both named m; use --model NAME=DIR", "--model", model, "--model", model);
    assertRefused(
        2,
        "\"a model\" is not; use --model NAME=" + parent.resolve("a model"),
        "--model",
        parent.resolve("a model").toString());
    assertRefused(2, "--model must name a directory", "--model", "");
    assertRefused(2, "--model must name a directory", "--model", "a=");
  }

  @Test
  void whatTheWorldRefusesIsReportedWithTheRemedy() throws IOException {
    assertRefused(
        1, "no such model directory", "--model", parent.resolve("x").toString(), "--port", "0");
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = Integer.toString(taken.getLocalPort());
      assertRefused(1, "port " + port + " of 127.0.0.1", "--model", model, "--port", port);
    }
    assertRefused(
        1, "the host nowhere.invalid is unknown", "--model", model, "--host", "nowhere.invalid");
  }
}
