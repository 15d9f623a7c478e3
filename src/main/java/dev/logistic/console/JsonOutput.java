package dev.logistic.console;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import dev.logistic.files.AtomicFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;

/** Writes an object as JSON to the target of {@code --json}. */
public final class JsonOutput {

  private static final Gson GSON =
      new GsonBuilder().serializeNulls().setPrettyPrinting().disableHtmlEscaping().create();

  private JsonOutput() {}

  /**
   * Writes an object.
   *
   * @param target a file, replaced whole, or {@code -} for {@code out}
   * @throws IOException if it cannot be written
   */
  public static void write(String target, Map<String, ?> object, PrintWriter out)
      throws IOException {
    if (target.equals("-")) {
      print(object, out);
    } else {
      AtomicFile.write(Path.of(target), writer -> print(object, writer));
    }
  }

  /** Prints an object. */
  public static void print(Map<String, ?> object, PrintWriter out) {
    GSON.toJson(object, out);
    out.println();
  }
}
