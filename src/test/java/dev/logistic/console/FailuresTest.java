package dev.logistic.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;

class FailuresTest {

  @Command
  private static final class Nothing {}

  private static String printed(Exception e) {
    StringWriter err = new StringWriter();
    CommandLine command = new CommandLine(new Nothing()).setErr(new PrintWriter(err, true));
    assertThat(Failures.failed(e, command, false)).isEqualTo(ExitStatus.WORLD);
    return err.toString().strip();
  }

  @Test
  void aFileThatCannotBeUsedIsNoBug() {
    IOException full = new IOException("/spill: the temporary file cannot be written");

    assertThat(printed(full)).isEqualTo("error: /spill: the temporary file cannot be written");
    assertThat(printed(new UncheckedIOException(full))).isEqualTo(printed(full));
    assertThat(printed(new UncheckedIOException(new NoSuchFileException("rows.csv"))))
        .isEqualTo("error: rows.csv: no such file");
  }

  @Test
  void anyOtherFailureIsABug() {
    assertThat(printed(new IllegalStateException("closed")))
        .startsWith("error: this is a bug in djl-logistic: ")
        .contains("closed", "--stacktrace");
  }
}
