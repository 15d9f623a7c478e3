import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import dev.logistic.config.SettingsException;
import dev.logistic.engine.DeviceException;
import dev.logistic.engine.Devices;
import dev.logistic.engine.PyTorch;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GpuByPropertyTest {

  private static Device trained(String device) {
    Properties properties = new Properties();
    properties.setProperty("engine.device", device);
    return GpuByProperty.trained(properties);
  }

  @ParameterizedTest
  @ValueSource(strings = {"cpu", "auto"})
  void theExampleTrainsOnTheDeviceOfTheProperty(String device) {
    assertThat(trained(device)).isEqualTo(Devices.resolve(device));
  }

  @Test
  void withoutThePropertyItIsTheCpu() {
    assertThat(GpuByProperty.trained(new Properties())).isEqualTo(Device.cpu());
  }

  @Test
  void aGpuIsUsedOrRefusedButNeverReplaced() {
    if (PyTorch.hasCuda()) {
      assertThat(trained("gpu")).isEqualTo(Device.gpu());
    } else {
      assertThatThrownBy(() -> trained("gpu"))
          .isInstanceOf(DeviceException.class)
          .hasMessageStartingWith("engine.device=gpu needs a CUDA build of PyTorch");
    }
  }

  @Test
  void anotherNameIsRefused() {
    assertThatThrownBy(() -> trained("cuda")).isInstanceOf(SettingsException.class);
  }
}
