package dev.logistic.cli;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.PrintWriter;
import java.io.StringWriter;

/** A command as a user enters it, run in this process. */
record Run(int status, String out, String err) {

  static Run of(String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int status = Cli.run(new PrintWriter(out), new PrintWriter(err), args);
    return new Run(status, out.toString(), err.toString());
  }

  /** A run without fault and without a word on stderr. */
  static Run ofFaultless(String... args) {
    Run run = of(args);
    if (run.status != 0 || !run.err.isEmpty()) {
      throw new AssertionError(String.join(" ", args) + ": " + run);
    }
    return run;
  }

  /** All of stdout as one JSON object. */
  JsonObject json() {
    return JsonParser.parseString(out).getAsJsonObject();
  }
}
