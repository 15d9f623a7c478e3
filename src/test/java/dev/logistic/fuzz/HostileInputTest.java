package dev.logistic.fuzz;

import org.junit.jupiter.api.Test;

/** Stored inputs, among them all that ever broke a promise, and mutations of them. */
class HostileInputTest {

  @Test
  void settings() throws Exception {
    Seeds.replay("SettingsFuzz", 5, SettingsFuzz::fuzzerTestOneInput);
  }

  @Test
  void modelJson() throws Exception {
    Seeds.replay("ModelJsonFuzz", 5, ModelJsonFuzz::fuzzerTestOneInput);
  }

  @Test
  void parameters() throws Exception {
    Seeds.replay("ParamsFuzz", 5, ParamsFuzz::fuzzerTestOneInput);
  }

  @Test
  void exportedWeights() throws Exception {
    Seeds.replay("WeightsFileFuzz", 5, WeightsFileFuzz::fuzzerTestOneInput);
  }

  @Test
  void checkpoints() throws Exception {
    Seeds.replay("CheckpointFuzz", 5, CheckpointFuzz::fuzzerTestOneInput);
  }
}
