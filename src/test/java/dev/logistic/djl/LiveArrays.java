package dev.logistic.djl;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;

/** Arrays and managers that are open in this process, below all managers. */
final class LiveArrays {

  private LiveArrays() {}

  static int count() {
    NDManager top = Engine.getEngine("PyTorch").newBaseManager(Device.cpu());
    try (top) {
      return top.getParentManager().getManagedArrays().size();
    }
  }
}
