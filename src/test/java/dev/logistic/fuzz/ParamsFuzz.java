package dev.logistic.fuzz;

import ai.djl.MalformedModelException;
import ai.djl.ModelException;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ZooModel;
import dev.logistic.model.LogisticModel;
import dev.logistic.model.ModelDirectory;
import dev.logistic.model.SampleModels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Parameters with the right checksum, as an attacker would write it: a model, by {@link
 * ModelDirectory} and by DJL's {@code Criteria}, or an exception that both share.
 */
public final class ParamsFuzz {

  private static final Path DIRECTORY =
      Scratch.model(SampleModels.ofNumbers(3, 2, true, DataType.FLOAT32));
  private static final Path JSON = DIRECTORY.resolve("model.json");
  private static final Path PARAMS = DIRECTORY.resolve("logistic-0000.params");
  private static final String GOOD_JSON = goodJson();

  private ParamsFuzz() {}

  private static String goodJson() {
    try {
      return SampleModels.inVersion1(Files.readString(JSON))
          .replace(ModelDirectory.paramsSha256(DIRECTORY), "@SHA@");
    } catch (IOException | MalformedModelException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The input as the file of parameters. */
  public static void fuzzerTestOneInput(byte[] input) {
    try {
      Files.write(PARAMS, input);
      Files.writeString(JSON, GOOD_JSON.replace("@SHA@", sha256(input)));
      if (directly() != byCriteria()) {
        throw new AssertionError("DJL and we do not agree whether these are parameters");
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static String sha256(byte[] input) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(input));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static boolean directly() throws IOException {
    try (LogisticModel model = ModelDirectory.load(DIRECTORY)) {
      return model.weights().getShape().size() == 3;
    } catch (MalformedModelException e) {
      Scratch.requireBegins(e, PARAMS);
      return false;
    }
  }

  private static boolean byCriteria() throws IOException {
    Criteria<NDList, NDList> criteria =
        Criteria.builder().setTypes(NDList.class, NDList.class).optModelPath(DIRECTORY).build();
    try (ZooModel<NDList, NDList> model = criteria.loadModel()) {
      return model.getBlock().isInitialized();
    } catch (ModelException e) {
      return false;
    }
  }
}
