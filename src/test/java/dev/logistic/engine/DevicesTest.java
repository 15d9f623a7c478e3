package dev.logistic.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import ai.djl.Device;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DevicesTest {

  @Test
  void cpuIsTheCpu() {
    assertThat(Devices.resolve("cpu")).isEqualTo(Device.cpu());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "cuda", "gpu:", "gpu:-1", "gpu:a", "CPU"})
  void aMalformedDeviceIsRefused(String setting) {
    assertThatThrownBy(() -> Devices.resolve(setting))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("engine.device must be auto, cpu, gpu or gpu:N, was \"%s\"", setting);
  }

  @ParameterizedTest
  @ValueSource(strings = {"gpu", "gpu:0", "gpu:7"})
  void aGpuThatTheLibraryCannotUseIsAnErrorThatNamesTheLibraryAndTheRemedy(String setting) {
    assumeFalse(PyTorch.hasCuda(), "this library has CUDA");

    assertThatThrownBy(() -> Devices.resolve(setting))
        .isInstanceOf(DeviceException.class)
        .hasMessage(
            "engine.device=%s needs a CUDA build of PyTorch, but the library in use is PyTorch %s"
                + " from %s, built for the CPU alone; build with -Pcuda or point"
                + " PYTORCH_LIBRARY_PATH and PYTORCH_FLAVOR=cu128 at one, or use"
                + " engine.device=cpu",
            setting, PyTorch.version(), PyTorch.libraryPath());
  }

  @Test
  void autoFallsBackToTheCpu() {
    assumeFalse(PyTorch.hasCuda(), "this library has CUDA");

    assertThat(Devices.resolve("auto")).isEqualTo(Device.cpu());
  }

  @Test
  void threadsCanBeSetAndMustBePositive() {
    int before = PyTorch.threads();
    PyTorch.setThreads(1);
    assertThat(PyTorch.threads()).isEqualTo(1);
    PyTorch.setThreads(before);

    assertThatThrownBy(() -> PyTorch.setThreads(0)).hasMessage("threads must be at least 1, was 0");
  }
}
