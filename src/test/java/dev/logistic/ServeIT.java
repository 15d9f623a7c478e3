package dev.logistic;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.logistic.model.LogisticModel;
import dev.logistic.model.ModelDirectory;
import dev.logistic.model.SampleModels;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The packaged program as a server: signals end it, and slow clients do not hold it. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "has no such signals")
class ServeIT {

  @TempDir Path outside;

  private Process start() throws IOException {
    try (LogisticModel model = SampleModels.ofCustomers(2)) {
      ModelDirectory.save(model, outside.resolve("m"));
    }
    List<String> command = new ArrayList<>();
    if (System.getProperty("os.name").equals("Linux")) {
      // what a shell starts in the background ignores SIGINT, and so would all below it
      command.addAll(List.of("env", "--default-signal=INT"));
    }
    command.add(ProcessHandle.current().info().command().orElse("java"));
    command.addAll(List.of("-Dsun.net.httpserver.maxReqTime=1", "-jar"));
    command.add(Path.of("target/djl-logistic.jar").toAbsolutePath().toString());
    command.addAll(List.of("serve", "--model", "m", "--port", "0"));
    return new ProcessBuilder(command)
        .directory(outside.toFile())
        .redirectError(outside.resolve("stderr").toFile())
        .start();
  }

  private static int health(URI address) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(address.resolve("/health")).build();
    return HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).statusCode();
  }

  /** Such a client waits until it is cut off; a server without a bound would let it wait. */
  private static void sendHalf(URI address, String half) throws IOException {
    try (Socket socket = new Socket(address.getHost(), address.getPort())) {
      socket.setSoTimeout(30_000);
      socket.getOutputStream().write(half.getBytes(UTF_8));
      socket.getOutputStream().flush();
      assertThat(socket.getInputStream().read()).isEqualTo(-1);
    } catch (SocketException e) {
      assertThat(e).hasMessageContaining("reset");
    }
  }

  private void serve(String signal, int status, Client client) throws Exception {
    Process server = start();
    try (BufferedReader out =
        new BufferedReader(new InputStreamReader(server.getInputStream(), UTF_8))) {
      URI address = URI.create(out.readLine());
      client.use(address);
      assertThat(health(address)).isEqualTo(200);
      Process kill = new ProcessBuilder("kill", "-" + signal, Long.toString(server.pid())).start();
      assertThat(kill.waitFor()).isZero();
      assertThat(server.waitFor()).isEqualTo(status);
      assertThat(out.readLine()).isNull();
    } finally {
      server.destroyForcibly();
    }
    assertThat(Files.readString(outside.resolve("stderr"))).isEmpty();
  }

  private interface Client {
    void use(URI address) throws IOException;
  }

  @Test
  void ctrlCEndsItWithItsStatus() throws Exception {
    serve("INT", 130, address -> {});
  }

  @Test
  void slowClientsAreCutOffAndSigtermEndsItWithItsStatus() throws Exception {
    String head = "POST /predict HTTP/1.1\r\nContent-Type: application/json\r\n";
    serve(
        "TERM",
        143,
        address -> {
          sendHalf(address, head);
          sendHalf(address, head + "Content-Length: 9\r\n\r\n{");
        });
  }
}
