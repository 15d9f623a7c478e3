import ai.djl.ModelException;
import com.google.gson.JsonParser;
import dev.logistic.model.LogisticModel;
import dev.logistic.model.ModelDirectory;
import dev.logistic.model.SampleModels;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The body of a request to the HTTP example, over the wire: an answer in JSON with 200 for rows,
 * 400 for anything else or 413 for too much, and never 500, which is a fault of the server.
 */
public final class ServeOverHttpFuzz {

  private static final URL PREDICT = predict();

  private ServeOverHttpFuzz() {}

  private static URL predict() {
    try (LogisticModel model = SampleModels.ofCustomers(2)) {
      Path parent = Files.createTempDirectory("djl-logistic-fuzz");
      ModelDirectory.save(model, parent.resolve("m"));
      ServeOverHttp server = ServeOverHttp.start(parent.resolve("m"), 0);
      Runtime.getRuntime()
          .addShutdownHook(
              new Thread(
                  () -> {
                    server.close();
                    ai.djl.util.Utils.deleteQuietly(parent);
                  }));
      return URI.create("http://127.0.0.1:" + server.port() + "/predict").toURL();
    } catch (IOException | ModelException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The input as the body. */
  public static void fuzzerTestOneInput(byte[] input) {
    try {
      HttpURLConnection connection = (HttpURLConnection) PREDICT.openConnection();
      connection.setDoOutput(true);
      connection.setFixedLengthStreamingMode(input.length);
      connection.setRequestProperty("Content-Type", "application/json");
      try (OutputStream body = connection.getOutputStream()) {
        body.write(input);
      }
      int status = connection.getResponseCode();
      try (InputStream in =
          status == 200 ? connection.getInputStream() : connection.getErrorStream()) {
        require(status, new String(in.readAllBytes(), StandardCharsets.UTF_8));
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static void require(int status, String answer) {
    boolean error =
        JsonParser.parseString(answer).isJsonObject() && answer.startsWith("{\"error\":");
    if (status == 200 ? error : !error || (status != 400 && status != 413)) {
      throw new AssertionError("the answer was " + status + " " + answer);
    }
  }
}
