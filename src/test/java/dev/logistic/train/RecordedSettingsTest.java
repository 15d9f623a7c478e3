package dev.logistic.train;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import dev.logistic.config.Settings;
import dev.logistic.engine.PyTorch;
import dev.logistic.table.TrainingTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model records what happened in its training, not what was asked for. */
class RecordedSettingsTest {

  @TempDir private Path folder;

  @Test
  void theTablesSettingsAreThoseItWasReadWith() throws IOException {
    Path file = Files.writeString(folder.resolve("t.csv"), "a,b,y\n1,2,0\n2,NA,1\n3,1,0\n4,5,1\n");
    Settings ofTable =
        Settings.defaults()
            .with(Settings.SOURCE, file.toString())
            .with(Settings.LABEL, "y")
            .with(Settings.EXCLUDE, List.of("b"))
            .with(Settings.NA, List.of("NA"));
    Settings ofTraining =
        Settings.defaults()
            .with(Settings.SOURCE, "other.csv")
            .with(Settings.LABEL, "z")
            .with(Settings.DEVICE, "auto")
            .with(Settings.L1, 0.5);

    try (TrainingTable table = Tables.read(ofTable, null, Device.cpu(), rows -> {});
        TrainingResult result = LogisticRegression.with(ofTraining).train(table)) {
      Map<String, String> recorded = result.model().card().settings();

      assertThat(recorded)
          .containsEntry("data.source", file.toString())
          .containsEntry("data.label", "y")
          .containsEntry("data.exclude", "b")
          .containsEntry("data.na", "NA")
          .containsEntry("train.l1", "0.5")
          .containsEntry("engine.device", "cpu")
          .containsEntry("engine.threads", Integer.toString(PyTorch.threads()));
    }
  }
}
