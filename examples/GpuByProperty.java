import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import dev.logistic.config.Layer;
import dev.logistic.config.Settings;
import dev.logistic.data.LabelledData;
import dev.logistic.engine.Devices;
import dev.logistic.train.LogisticRegression;
import dev.logistic.train.TrainingResult;
import java.util.Properties;

/** Trains where a property says: {@code java -Dengine.device=auto ...}, or cpu, gpu, gpu:1. */
public final class GpuByProperty {

  private GpuByProperty() {}

  /** Prints the device. */
  public static void main(String[] args) {
    System.out.println("Trained on " + Devices.name(trained(System.getProperties())));
  }

  /** Throws if a GPU is requested that cannot be used; auto falls back to the CPU. */
  static Device trained(Properties properties) {
    Settings settings = Settings.original().under(Layer.systemProperties(properties));
    Device device = Devices.resolve(settings.get(Settings.DEVICE));
    try (NDManager manager = NDManager.newBaseManager(device); // makes its arrays there
        LabelledData data =
            LabelledData.of(
                manager.create(new float[][] {{1}, {2}, {3}, {4}}),
                manager.create(new float[] {0, 0, 1, 1}));
        TrainingResult result = LogisticRegression.with(settings).train(data)) {
      return result.model().weights().getDevice();
    }
  }
}
