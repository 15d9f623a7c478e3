package dev.logistic.model;

import ai.djl.Device;
import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.logistic.engine.PyTorch;
import dev.logistic.files.CorruptFileException;
import dev.logistic.files.ParamsFile;
import dev.logistic.files.ReplacedDirectory;
import dev.logistic.files.Sha256;
import dev.logistic.schema.CovarianceMatrix;
import dev.logistic.schema.FitStatistics;
import dev.logistic.schema.ModelCard;
import dev.logistic.schema.ModelCardJson;
import dev.logistic.schema.ModelJson;
import dev.logistic.schema.ModelJsonWriter;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A model on disk, in a directory that DJL can load without our code: {@code logistic-0000.params}
 * (the parameters), {@code serving.properties} (how DJL is to load them) and {@code model.json}
 * (the {@link ModelCard}, a format version, and the SHA-256 of the other files and of the file
 * itself, see {@link dev.logistic.files.ContentSha256}); for models of many features side files
 * (see {@link dev.logistic.files.SideFile}); with statistics also {@code covariance.safetensors},
 * the covariance of the coefficients. Thread-safe.
 */
public final class ModelDirectory {

  /** The file of the covariance of the coefficients. */
  public static final String COVARIANCE_FILE = "covariance.safetensors";

  private static final String NAME = "logistic";
  private static final String SERVING_FILE = "serving.properties";
  private static final List<String> SERVING =
      List.of(
          "engine=PyTorch",
          "blockFactory=dev.logistic.djl.LogisticBlockFactory",
          "translatorFactory=dev.logistic.djl.LogisticTranslatorFactory",
          "option.modelName=" + NAME);

  private ModelDirectory() {}

  /**
   * The names of a model's files, {@code serving.properties}, side files and, if it is there, that
   * of the covariance among them.
   *
   * @throws NoSuchFileException if there is no such directory or a file is missing in it
   * @throws MalformedModelException if it is damaged or not one of ours
   * @throws IOException if it cannot be read
   */
  public static List<String> files(Path directory) throws IOException, MalformedModelException {
    List<String> files = new ArrayList<>(List.of(ModelJson.FILE, ParamsFile.FILE, SERVING_FILE));
    ModelJson json = current(directory).json();
    files.addAll(json.sideFiles());
    if (json.covarianceSha256().isPresent() && Files.exists(directory.resolve(COVARIANCE_FILE))) {
      files.add(COVARIANCE_FILE);
    }
    return files;
  }

  /**
   * Writes a model whole or not at all.
   *
   * @throws java.nio.file.FileAlreadyExistsException if there is something at that path
   * @throws IOException if it cannot be written
   */
  public static void save(LogisticModel model, Path directory) throws IOException {
    try (PendingDirectory pending = PendingDirectory.at(directory, false)) {
      save(model, pending);
    }
  }

  /**
   * Writes a model to the place reserved for it.
   *
   * @throws IOException if it cannot be written
   */
  public static void save(LogisticModel model, PendingDirectory pending) throws IOException {
    Path staging = pending.staging();
    writeParams(model, staging);
    Files.write(staging.resolve(SERVING_FILE), SERVING);
    ModelJsonWriter.write(
        staging.resolve(ModelJson.FILE),
        model.card(),
        Sha256.of(staging.resolve(ParamsFile.FILE)),
        writeCovariance(model, staging));
    pending.commit();
  }

  /** Returns the SHA-256 of its file, if the model has a covariance. */
  private static Optional<String> writeCovariance(LogisticModel model, Path directory)
      throws IOException {
    Optional<CovarianceMatrix> covariance =
        model.card().statistics().known().flatMap(FitStatistics::covariance);
    if (covariance.isEmpty()) {
      return Optional.empty();
    }
    Path file = directory.resolve(COVARIANCE_FILE);
    CovarianceFile.write(covariance.get(), file);
    return Optional.of(Sha256.of(file));
  }

  private static void writeParams(LogisticModel model, Path directory) throws IOException {
    try (Model djl = Model.newInstance(NAME, Device.cpu(), PyTorch.engine().getEngineName())) {
      LogisticBlock block =
          new LogisticBlock(model.card().schema().standardization(), model.card().outputs());
      NDManager manager = djl.getNDManager();
      block.setValues(onCpu(model.weights(), manager), onCpu(model.bias(), manager));
      djl.setBlock(block);
      djl.setDataType(model.weights().getDataType());
      djl.setProperty("Epoch", "0");
      djl.save(directory, NAME);
    }
  }

  private static NDArray onCpu(NDArray array, NDManager owner) {
    NDArray copy = array.toDevice(Device.cpu(), true);
    copy.attach(owner);
    return copy;
  }

  /** Reads a model to the CPU; see {@link #load(Path, Device)}. */
  public static LogisticModel load(Path directory) throws IOException, MalformedModelException {
    return load(directory, Device.cpu());
  }

  /**
   * Reads a model, after comparing its parameters with their checksum. Changes nothing. Does not
   * read the covariance of the coefficients, see {@link #covariance}. Where the directory is
   * replaced meanwhile, reads again, for a few seconds at most; where a crash has left it moved
   * aside, reads it there.
   *
   * @return an independent model; the caller closes it
   * @throws NoSuchFileException if there is no such directory or a file is missing in it
   * @throws MalformedModelException if it is damaged or not one of ours
   * @throws IOException if it cannot be read
   */
  public static LogisticModel load(Path directory, Device device)
      throws IOException, MalformedModelException {
    return ReplacedDirectory.<LogisticModel, MalformedModelException>read(
        directory, generation -> load(generation, verified(generation.path()).card(), device));
  }

  /**
   * Reads a model to the CPU, as {@link #load(Path)}, with the covariance of its coefficients if it
   * was saved with it: such a model has standard errors of predictions, and is saved with the
   * covariance again.
   *
   * @return an independent model; the caller closes it
   * @throws NoSuchFileException if there is no such directory or a file other than the covariance
   *     is missing in it
   * @throws MalformedModelException if it is damaged or not one of ours
   * @throws IOException if it cannot be read
   */
  public static LogisticModel loadWithCovariance(Path directory)
      throws IOException, MalformedModelException {
    return ReplacedDirectory.<LogisticModel, MalformedModelException>read(
        directory,
        generation -> {
          Path path = generation.path();
          Description known = verified(path);
          try {
            ModelCard card =
                CovarianceFile.addedTo(known.card(), known.json(), path.resolve(COVARIANCE_FILE));
            return load(generation, card, Device.cpu());
          } catch (CorruptFileException e) {
            throw new MalformedModelException(e.getMessage(), e);
          }
        });
  }

  private static LogisticModel load(
      ReplacedDirectory.Generation generation, ModelCard card, Device device)
      throws IOException, MalformedModelException {
    Path directory = generation.path();
    try (Model djl = Model.newInstance(NAME, device, PyTorch.engine().getEngineName())) {
      LogisticBlock block = new LogisticBlock(card.schema().standardization(), card.outputs());
      djl.setBlock(block);
      loadParams(djl, directory);
      generation.requireUnchanged();
      return block.toModel(card);
    }
  }

  /**
   * Creates the block into which DJL loads a model directory. Reads {@code model.json}, compares
   * the parameters with their checksum, and checks that their file has the form and sizes that DJL
   * will read; the block then loads the parameters read here. Refuses a directory with other
   * parameters, which DJL might prefer. Reads again where the directory is replaced meanwhile, as
   * {@link #load(Path, Device)} does.
   *
   * @param model that the block is for
   * @throws NoSuchFileException if there is no such directory or a file is missing in it
   * @throws MalformedModelException if it is damaged or not one of ours
   * @throws IOException if it cannot be read
   */
  public static LogisticBlock blockToLoad(Path directory, Model model)
      throws IOException, MalformedModelException {
    return ReplacedDirectory.<LogisticBlock, MalformedModelException>read(
        directory,
        generation -> {
          ModelCard card = verified(generation.path()).card();
          requireNoOtherParameters(generation.path());
          byte[] params = Files.readAllBytes(generation.path().resolve(ParamsFile.FILE));
          generation.requireUnchanged();
          return new LogisticBlock(card, ParamsHeader.of(params), model);
        });
  }

  private static void requireNoOtherParameters(Path directory)
      throws IOException, MalformedModelException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, NAME + "-*.params")) {
      for (Path file : files) {
        if (!file.endsWith(ParamsFile.FILE)) {
          throw new MalformedModelException(
              file
                  + " holds parameters that model.json does not know; fine-tuned models are saved"
                  + " by FineTuned and ModelDirectory");
        }
      }
    }
  }

  private static Description verified(Path directory) throws IOException, MalformedModelException {
    Description known = description(directory);
    try {
      known.json().params(directory.resolve(ParamsFile.FILE)); // DJL reads them again
      return known;
    } catch (CorruptFileException e) {
      throw new MalformedModelException(e.getMessage(), e);
    }
  }

  /**
   * DJL's own errors, including an AssertionError, name neither the file nor, often, the reason.
   */
  private static void loadParams(Model djl, Path directory)
      throws IOException, MalformedModelException {
    try {
      djl.load(directory, NAME, Map.of("epoch", "0"));
    } catch (MalformedModelException | EOFException | RuntimeException | AssertionError e) {
      throw new MalformedModelException(
          directory.resolve(ParamsFile.FILE) + " does not hold the parameters of a model: " + e, e);
    }
  }

  /**
   * Reads {@code model.json} alone.
   *
   * @throws NoSuchFileException if there is no such directory or file
   * @throws MalformedModelException if it is damaged or not one of ours
   * @throws IOException if it cannot be read
   */
  public static ModelCard card(Path directory) throws IOException, MalformedModelException {
    return current(directory).card();
  }

  /**
   * The SHA-256 of the parameters according to {@code model.json}: it identifies the model.
   *
   * @throws NoSuchFileException if there is no such directory or file
   * @throws MalformedModelException if it is damaged or not one of ours
   * @throws IOException if it cannot be read
   */
  public static String paramsSha256(Path directory) throws IOException, MalformedModelException {
    return current(directory).json().paramsSha256();
  }

  /**
   * Reads the covariance of the coefficients on the scale of the columns, the bias first, after
   * comparing its checksum. Loading a model does not read it, as it may be large.
   *
   * @return empty if the model was saved without it, as by earlier versions
   * @throws NoSuchFileException if there is no such directory or a file is missing in it
   * @throws MalformedModelException if it is damaged or not one of ours
   * @throws IOException if it cannot be read
   */
  public static Optional<CovarianceMatrix> covariance(Path directory)
      throws IOException, MalformedModelException {
    return ReplacedDirectory.<Optional<CovarianceMatrix>, MalformedModelException>read(
        directory,
        generation -> {
          Path path = generation.path();
          try {
            Description model = description(path);
            return CovarianceFile.read(model.json(), model.card(), path.resolve(COVARIANCE_FILE));
          } catch (CorruptFileException e) {
            throw new MalformedModelException(e.getMessage(), e);
          }
        });
  }

  private static Description current(Path directory) throws IOException, MalformedModelException {
    return ReplacedDirectory.<Description, MalformedModelException>read(
        directory, generation -> description(generation.path()));
  }

  private static Description description(Path directory)
      throws IOException, MalformedModelException {
    Path file = directory.resolve(ModelJson.FILE);
    ModelJson.requireDirectory(directory);
    if (!Files.exists(file)) {
      throw new NoSuchFileException(
          file.toString(), null, "not a model directory, it has no model.json");
    }
    try {
      ModelJson json = ModelJson.read(file);
      return new Description(json, ModelCardJson.read(json));
    } catch (CorruptFileException e) {
      throw new MalformedModelException(e.getMessage(), e);
    }
  }

  private record Description(ModelJson json, ModelCard card) {}
}
