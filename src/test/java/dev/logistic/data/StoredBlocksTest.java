package dev.logistic.data;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.types.DataType;
import dev.logistic.files.ScratchFile;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoredBlocksTest {

  @Test
  void whatAnotherThreadCannotReadIsReportedAsItIs(@TempDir Path directory) {
    try (ScratchFile file = ScratchFile.in(directory)) {
      file.append(ByteBuffer.allocate(8));
      StoredBlocks.Place beyond = new StoredBlocks.Place(null, 8, 1, 1, false, false);
      StoredBlocks blocks = new StoredBlocks(List.of(beyond), DataType.FLOAT32, 1, 0, file);

      assertThatThrownBy(() -> blocks.forEach(0, 1, (block, place) -> {}))
          .isInstanceOf(UncheckedIOException.class)
          .hasMessageContaining(directory + ": the temporary file of rows cannot be read");
    }
  }
}
