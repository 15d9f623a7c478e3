package dev.logistic.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file of long lists is read as it was written, or refused by its name. */
class SideFileTest {

  private static final List<String> TEXTS = List.of("", "Genève", "a\nb\"", "\uD83D\uDE00");
  private static final List<Double> NUMBERS = List.of(-0.0, Double.MIN_VALUE, 1e300);

  @TempDir Path directory;
  private Path file;
  private String sha256;

  @BeforeEach
  void write() throws IOException {
    file = directory.resolve("features.bin");
    SideFileWriter writer = new SideFileWriter();
    writer.texts("0.levels", TEXTS);
    writer.texts("0.rare", List.of());
    writer.numbers("means", NUMBERS);
    sha256 = writer.write(file);
  }

  @Test
  void listsAreReadAsTheyWereWritten() throws IOException {
    SideFile read = SideFile.read(file, sha256);

    assertThat(sha256).isEqualTo(Sha256.of(file));
    assertThat(read.texts("0.levels")).isEqualTo(TEXTS);
    assertThat(read.texts("0.rare")).isEmpty();
    assertThat(read.numbers("means")).containsExactly(-0.0, Double.MIN_VALUE, 1e300);
  }

  @Test
  void aListThatIsNotThereIsNamed() throws IOException {
    SideFile read = SideFile.read(file, sha256);

    assertThatThrownBy(() -> read.texts("means"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(file + " has no list \"means\"");
  }

  @Test
  void aFileThatIsMissingIsNamedWithTheRemedy() throws IOException {
    Files.delete(file);

    assertThatThrownBy(() -> SideFile.read(file, sha256))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining("copy the model directory whole");
  }

  @Test
  void anotherContentIsRefusedWithBothChecksums() throws IOException {
    Files.write(file, new byte[] {1});

    assertThatThrownBy(() -> SideFile.read(file, sha256))
        .isInstanceOf(CorruptFileException.class)
        .hasMessage(
            "%s is damaged: its SHA-256 must be %s as model.json says, was %s"
                .formatted(file, sha256, Sha256.of(file)));
  }

  /** As someone may write it who also states its checksum. */
  @Test
  void noCutOfAFileIsRead() throws IOException {
    byte[] whole = Files.readAllBytes(file);
    for (int length = 0; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      Files.write(file, cut);
      String ofCut = Sha256.of(file);

      assertThatThrownBy(() -> SideFile.read(file, ofCut))
          .isInstanceOf(CorruptFileException.class)
          .hasMessage(file + " is damaged: it does not hold lists");
    }
  }

  @Test
  void halfACharacterIsNotWritten() {
    SideFileWriter writer = new SideFileWriter();
    writer.texts("0.levels", List.of("\uD83D"));

    assertThatThrownBy(() -> writer.write(file)).isInstanceOf(CharacterCodingException.class);
  }
}
