package dev.logistic.cli;

import dev.logistic.engine.PyTorch;
import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** The version that the build wrote into the jar. */
final class Version implements IVersionProvider {

  @Override
  public String[] getVersion() throws IOException {
    Properties properties = new Properties();
    try (InputStream in = Version.class.getResourceAsStream("/dev/logistic/version.properties")) {
      if (in == null) {
        throw new IOException("version.properties is missing from the program");
      }
      properties.load(in);
    }
    return new String[] {
      "djl-logistic " + properties.getProperty("version"), "DJL " + PyTorch.djlVersion()
    };
  }
}
