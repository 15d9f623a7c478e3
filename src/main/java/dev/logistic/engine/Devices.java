package dev.logistic.engine;

import ai.djl.Device;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

/**
 * Turns the setting {@code engine.device} into a device that has been tested. DJL itself accepts
 * any name and creates managers on devices that do not exist; the first operation then fails.
 * Thread-safe.
 */
public final class Devices {

  private Devices() {}

  /**
   * Finds the device and tests it.
   *
   * @param setting {@code cpu}; {@code gpu}, the first one; {@code gpu:N}; or {@code auto}, the
   *     first GPU if it works and else the CPU
   * @throws IllegalArgumentException if the setting is none of these
   * @throws DeviceException if a GPU is requested and cannot be used
   */
  public static Device resolve(String setting) {
    if (setting.equals("cpu")) {
      return Device.cpu();
    }
    if (setting.equals("auto")) {
      return firstGpuOrCpu();
    }
    Device device = parseGpu(setting);
    requireWorking(device, setting);
    return device;
  }

  /** The device by the name that the setting uses: {@code cpu} or {@code gpu:N}. */
  public static String name(Device device) {
    return device.isGpu() ? "gpu:" + device.getDeviceId() : "cpu";
  }

  private static Device firstGpuOrCpu() {
    try {
      requireWorking(Device.gpu(), "auto");
      return Device.gpu();
    } catch (DeviceException e) {
      return Device.cpu();
    }
  }

  private static Device parseGpu(String setting) {
    if (setting.equals("gpu")) {
      return Device.gpu();
    }
    if (setting.matches("gpu:\\d{1,4}")) {
      return Device.gpu(Integer.parseInt(setting.substring("gpu:".length())));
    }
    throw new IllegalArgumentException(
        "engine.device must be auto, cpu, gpu or gpu:N, was \"" + setting + "\"");
  }

  private static void requireWorking(Device device, String setting) {
    String library = "PyTorch " + PyTorch.version() + " from " + PyTorch.libraryPath();
    if (!PyTorch.hasCuda()) {
      throw new DeviceException(
          "engine.device="
              + setting
              + " needs a CUDA build of PyTorch, but the library in use is "
              + library
              + ", built for the CPU alone; build with -Pcuda or point PYTORCH_LIBRARY_PATH and"
              + " PYTORCH_FLAVOR=cu128 at one, or use engine.device=cpu",
          null);
    }
    try (NDManager manager = PyTorch.engine().newBaseManager(device);
        NDArray probe = manager.ones(new Shape(1))) {
      probe.toFloatArray();
    } catch (EngineException e) {
      throw new DeviceException(
          "engine.device="
              + setting
              + " cannot be used: "
              + firstLine(e)
              + " (library: "
              + library
              + "); check the driver with nvidia-smi, or use engine.device=cpu",
          e);
    }
  }

  private static String firstLine(EngineException e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("").strip();
  }
}
