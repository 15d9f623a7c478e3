package dev.logistic.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointDirectoryTest {

  @TempDir Path temporary;
  private Path path = Path.of("");

  @BeforeEach
  void choosePath() {
    path = temporary.resolve("made/if/missing");
  }

  private static State numbered(int number) {
    State state = new State();
    state.put("number", number);
    return state;
  }

  private static double newest(CheckpointDirectory directory) {
    return directory.newest().orElseThrow().state().number("number");
  }

  private static List<String> names(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private static void damage(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length - 1] ^= 1;
    Files.write(file, bytes);
  }

  @Test
  void theLastTwoAreKept() throws Exception {
    try (CheckpointDirectory directory = CheckpointDirectory.open(path)) {
      assertThat(directory.isEmpty()).isTrue();
      assertThat(directory.newest()).isEmpty();
      for (int i = 1; i <= 11; i++) {
        Path file = directory.write(numbered(i));
        assertThat(CheckpointFile.read(file).number("number")).isEqualTo(i);
      }
    }
    assertThat(names(path))
        .containsExactly("checkpoint-000010.safetensors", "checkpoint-000011.safetensors", "lock");
    try (CheckpointDirectory again = CheckpointDirectory.open(path)) {
      assertThat(again.isEmpty()).isFalse();
      assertThat(newest(again)).isEqualTo(11);
      assertThat(again.write(numbered(12))).hasFileName("checkpoint-000012.safetensors");
    }
    assertThat(names(path))
        .containsExactly("checkpoint-000011.safetensors", "checkpoint-000012.safetensors", "lock");
  }

  @Test
  void fromADamagedOneItFallsBackAndKeepsTheGoodOneUntilThereAreTwo() throws IOException {
    Path third = path.resolve("checkpoint-000003.safetensors");
    try (CheckpointDirectory directory = CheckpointDirectory.open(path)) {
      for (int i = 1; i <= 3; i++) {
        directory.write(numbered(i));
      }
    }
    damage(third);
    try (CheckpointDirectory directory = CheckpointDirectory.open(path)) {
      CheckpointDirectory.Found found = directory.newest().orElseThrow();
      assertThat(found.state().number("number")).isEqualTo(2);
      assertThat(found.damaged())
          .containsExactly(third + " is damaged: its SHA-256 differs from the one it states");
      directory.write(numbered(4));
    }
    assertThat(names(path))
        .containsExactly("checkpoint-000002.safetensors", "checkpoint-000004.safetensors", "lock");
  }

  @Test
  void whereAllAreDamagedTheErrorStatesHowToStartAfresh() throws IOException {
    Path first = path.resolve("checkpoint-000001.safetensors");
    Path second = path.resolve("checkpoint-000002.safetensors");
    try (CheckpointDirectory directory = CheckpointDirectory.open(path)) {
      directory.write(numbered(1));
      directory.write(numbered(2));
    }
    damage(first);
    Files.write(second, new byte[0]);
    try (CheckpointDirectory directory = CheckpointDirectory.open(path)) {
      assertThatThrownBy(directory::newest)
          .isInstanceOf(CheckpointException.class)
          .hasMessage(
              "%s is damaged: it does not begin like a checkpoint, or is truncated; %s is damaged: its"
                  + " SHA-256 differs from the one it states; to start afresh, remove %s",
              second, first, path);
    }
  }

  @Test
  void whatACrashLeftHalfWrittenIsRemovedAndNothingElse() throws IOException {
    Files.createDirectories(path);
    Files.writeString(path.resolve("checkpoint-000007.safetensors.unfinished"), "half");
    Files.writeString(path.resolve("notes.txt"), "mine");
    Files.writeString(path.resolve("thesis.unfinished"), "mine");
    try (CheckpointDirectory directory = CheckpointDirectory.open(path)) {
      assertThat(directory.isEmpty()).isTrue();
    }
    assertThat(names(path)).containsExactly("lock", "notes.txt", "thesis.unfinished");
  }

  @Test
  void whatCannotBeReadIsNotTakenForDamagedAndStays() throws IOException {
    Path unreadable = Files.createDirectories(path.resolve("checkpoint-000009.safetensors"));
    try (CheckpointDirectory directory = CheckpointDirectory.open(path)) {
      assertThat(directory.isEmpty()).isFalse();
      assertThatThrownBy(directory::newest)
          .isInstanceOf(CheckpointException.class)
          .hasMessageStartingWith(unreadable + ": cannot be read: ");
    }
    assertThat(unreadable).exists();
  }

  @Test
  void oneRunAtATimeHoldsIt() {
    try (CheckpointDirectory held = CheckpointDirectory.open(path)) {
      assertThat(held.isEmpty()).isTrue();
      assertThatThrownBy(() -> CheckpointDirectory.open(path))
          .isInstanceOf(CheckpointException.class)
          .hasMessage(path + ": another run is writing its checkpoints there");
    }
    CheckpointDirectory.open(path).close();
  }

  @Test
  void aFullDiskIsNamedAndTheLastGoodOneStays() throws IOException {
    Configuration small =
        Configuration.unix().toBuilder().setMaxSize(64 * 1024).setBlockSize(1024).build();
    try (FileSystem disk = Jimfs.newFileSystem(small)) {
      Path checkpoints = disk.getPath("/checkpoints");
      try (CheckpointDirectory directory = CheckpointDirectory.open(checkpoints)) {
        directory.write(numbered(1));
        State large = numbered(2);
        large.put("large", new double[100_000]);

        assertThatThrownBy(() -> directory.write(large))
            .isInstanceOf(CheckpointException.class)
            .hasMessage(
                "/checkpoints: the checkpoint could not be written: out of disk space; the last good"
                    + " one is /checkpoints/checkpoint-000001.safetensors");
        assertThat(names(checkpoints)).containsExactly("checkpoint-000001.safetensors", "lock");
        assertThat(newest(directory)).isEqualTo(1);
        directory.write(numbered(3)); // enough space again
        assertThat(newest(directory)).isEqualTo(3);
      }
    }
  }

  @Test
  void aFailingRenameLeavesTheLastGoodOneAndNothingHalfDone() throws IOException {
    try (CheckpointDirectory directory = CheckpointDirectory.open(path)) {
      directory.write(numbered(1));
      Path inTheWay = Files.createDirectory(path.resolve("checkpoint-000002.safetensors"));

      assertThatThrownBy(() -> directory.write(numbered(2)))
          .isInstanceOf(CheckpointException.class)
          .hasMessageStartingWith(path + ": the checkpoint could not be written: ")
          .hasMessageEndingWith(
              "; the last good one is " + path.resolve("checkpoint-000001.safetensors"));
      Files.delete(inTheWay);
      assertThat(names(path)).containsExactly("checkpoint-000001.safetensors", "lock");
      assertThat(newest(directory)).isEqualTo(1);
    }
  }

  /** The modules of the JDK lie in a file system that is read-only, for the superuser too. */
  @Test
  void aReadOnlyDirectoryIsNoticedWhenItIsOpened() {
    Path readOnly = FileSystems.getFileSystem(URI.create("jrt:/")).getPath("/modules/java.base");

    assertThatThrownBy(() -> CheckpointDirectory.open(readOnly))
        .isInstanceOf(CheckpointException.class)
        .hasMessage("/modules/java.base: cannot be written: it is read-only");
  }

  @Test
  void aFileInItsPlaceIsNamed() throws IOException {
    Path file = Files.writeString(temporary.resolve("file"), "");

    assertThatThrownBy(() -> CheckpointDirectory.open(file))
        .hasMessage(file + ": cannot be written: it is not a directory");
    assertThatThrownBy(() -> CheckpointDirectory.open(file.resolve("below")))
        .hasMessageStartingWith(file.resolve("below") + ": cannot be written: ");
  }
}
