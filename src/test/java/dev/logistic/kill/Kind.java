package dev.logistic.kill;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What is trained, in short: settings with blanks between; {@code TABLE} is the table of breast
 * cancers instead of the original program's rows, and {@code EVERY=1s} says how often to write
 * checkpoints, by default after every epoch.
 */
public record Kind(String text) {

  private static final String EVERY = "EVERY=";

  /** The training, after its undisturbed run; to be started where the program was built. */
  public KilledTraining in(Path directory) throws Exception {
    List<String> arguments = new ArrayList<>();
    String every = "1";
    for (String setting : text.split(" ", -1)) {
      if (setting.equals("TABLE")) {
        Path table = Path.of("examples/data/breast_cancer.csv").toAbsolutePath();
        arguments.addAll(List.of("--data", table.toString(), "--label", "diagnosis"));
      } else if (setting.startsWith(EVERY)) {
        every = setting.substring(EVERY.length());
      } else {
        arguments.addAll(List.of("--set", setting));
      }
    }
    return new KilledTraining(Path.of("target/djl-logistic.jar"), directory, arguments, every);
  }
}
