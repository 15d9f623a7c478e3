package dev.logistic.export;

import ai.djl.inference.Predictor;
import ai.djl.modality.Input;
import ai.djl.modality.Output;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ZooModel;
import java.io.IOException;
import java.io.Reader;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

/** Loads a model as DJL Serving does; depends only on DJL, and runs in a separate JVM. */
public final class LoadByUrl {

  private LoadByUrl() {}

  /**
   * Arguments: the address of a model, JSON. Prints whether our classes are on the class path, then
   * the answer of the model loaded by its address alone, and that with the properties given as
   * arguments and options too, as DJL Serving passes them.
   */
  public static void main(String[] args) throws Exception {
    ClassLoader dependencies =
        new URLClassLoader(new URL[0], Thread.currentThread().getContextClassLoader());
    Thread.currentThread().setContextClassLoader(dependencies);
    System.out.println(LoadByUrl.class.getResource("/dev/logistic/Main.class") != null);
    Criteria.Builder<Input, Output> byUrl =
        Criteria.builder().setTypes(Input.class, Output.class).optModelUrls(args[0]);
    Path directory = answer(byUrl, args[1]);
    Criteria.Builder<Input, Output> asServer =
        Criteria.builder()
            .setTypes(Input.class, Output.class)
            .optModelUrls(args[0])
            .optEngine("PyTorch");
    Properties properties = properties(directory);
    for (String key : properties.stringPropertyNames()) {
      if (key.startsWith("option.")) {
        asServer.optOption(key.substring("option.".length()), properties.getProperty(key));
      } else {
        asServer.optArgument(key, properties.getProperty(key));
      }
    }
    answer(asServer, args[1]);
  }

  private static Properties properties(Path directory) throws IOException {
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(directory.resolve("serving.properties"))) {
      properties.load(reader);
    }
    return properties;
  }

  private static Path answer(Criteria.Builder<Input, Output> criteria, String json)
      throws Exception {
    try (ZooModel<Input, Output> model = criteria.build().loadModel();
        Predictor<Input, Output> predictor = model.newPredictor()) {
      Input input = new Input();
      input.add("contributions", "2"); // as DJL Serving adds the parameters of an address
      input.add("data", json);
      Output output = predictor.predict(input);
      System.out.println(output.getData().getAsString());
      return model.getModelPath();
    }
  }
}
