package dev.logistic.cli;

import ai.djl.Device;
import dev.logistic.config.Settings;
import dev.logistic.engine.Devices;
import dev.logistic.engine.PyTorch;

/** Starts the engine by the settings. */
final class EngineStart {

  private EngineStart() {}

  /** Sets the threads, where given, and finds the device. */
  static Device device(Settings settings) {
    settings.get(Settings.THREADS).ifPresent(PyTorch::setThreads);
    return Devices.resolve(settings.get(Settings.DEVICE));
  }
}
