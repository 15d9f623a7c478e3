package dev.logistic.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.Properties;

/** The code of Chart.js from its WebJar, with its licence. */
final class ChartLibrary {

  private static final String POM = "META-INF/maven/org.webjars.npm/chart.js/pom.properties";
  private static final String FOLDER = "META-INF/resources/webjars/chart.js/";

  private ChartLibrary() {}

  /**
   * Returns the script, without the reference to a source map, which is another file.
   *
   * @throws IllegalStateException if the WebJar is not on the class path
   */
  static Html script() throws IOException {
    Properties pom = new Properties();
    pom.load(new StringReader(read(POM)));
    String folder = FOLDER + pom.getProperty("version");
    String licence = read(folder + "/LICENSE.md").strip();
    String code = read(folder + "/dist/chart.umd.min.js");
    return new Html("/*\n" + licence + "\n*/\n" + code.replaceAll("//# sourceMappingURL=.*", ""));
  }

  private static String read(String path) throws IOException {
    try (InputStream in = ChartLibrary.class.getClassLoader().getResourceAsStream(path)) {
      if (in == null) {
        throw new IllegalStateException(
            "a report needs org.webjars.npm:chart.js on the class path, which has no " + path);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
