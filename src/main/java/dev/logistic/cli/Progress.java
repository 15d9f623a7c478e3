package dev.logistic.cli;

import dev.logistic.console.FixedDecimals;
import dev.logistic.train.EpochListener;
import dev.logistic.train.Resumption;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.OptionalLong;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import me.tongfei.progressbar.ProgressState;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Help.Ansi;

/**
 * Shows the progress of long work on stderr: a bar on a terminal, else, if requested, an occasional
 * line, so that a log stays readable. Thread-safe.
 */
final class Progress implements AutoCloseable {

  /** Fits the narrowest terminal in use: a wrapped line could not be erased. */
  private static final int WIDTH = 79;

  private static final Duration BETWEEN_LINES = Duration.ofSeconds(10);
  private static final String CLEAR_LINE = "\r\u001b[2K";

  private final PrintStream err = System.err;
  private final String task;
  private final boolean lines;
  private final @Nullable ProgressBar bar;
  private String shown = "";
  private long nextLine = System.nanoTime() + BETWEEN_LINES.toNanos();

  private Progress(String task, OptionalLong total, boolean silent, boolean lines) {
    this.task = task;
    this.lines = lines && !silent;
    if (silent || !isTerminal()) {
      bar = null;
      return;
    }
    ProgressBarBuilder builder =
        new ProgressBarBuilder()
            .setTaskName(task)
            .setInitialMax(total.orElse(-1))
            .showSpeed()
            .setStyle(style())
            .setUpdateIntervalMillis(200)
            .setMaxRenderedLength(WIDTH)
            .setConsumer(new DelegatingProgressBarConsumer(this::show, WIDTH));
    if (total.isEmpty()) {
      builder.setRenderer((state, width) -> counted(state)); // a bar would only look finished
    }
    bar = builder.build();
  }

  /** Colours and line characters, if the terminal's encoding has them. */
  private static ProgressBarStyle style() {
    String encoding =
        System.getProperty(
            "stderr.encoding",
            System.getProperty("sun.stderr.encoding", Charset.defaultCharset().name()));
    boolean unicode = encoding.toUpperCase(Locale.ROOT).startsWith("UTF");
    return unicode ? ProgressBarStyle.COLORFUL_UNICODE_BAR : ProgressBarStyle.ASCII;
  }

  private static String counted(ProgressState state) {
    double seconds = state.getElapsedAfterStart().toMillis() / 1e3;
    String rate =
        seconds < 1 || state.getCurrent() == 0
            ? ""
            : String.format(Locale.ROOT, ", %,.0f rows/s", state.getCurrent() / seconds);
    return String.format(
        Locale.ROOT, "%s: %,d rows%s", state.getTaskName(), state.getCurrent(), rate);
  }

  /** Counts rows whose number is not known beforehand. */
  static Progress ofRows(String task, boolean silent, boolean lines) {
    return new Progress(task, OptionalLong.empty(), silent, lines);
  }

  /** Counts epochs. */
  static Progress ofEpochs(int epochs, boolean silent) {
    return new Progress("Epochs", OptionalLong.of(epochs), silent, false);
  }

  /** Counts the fits of a cross-validation. */
  static Progress ofFits(int fits, boolean silent) {
    return new Progress("Cross-validation", OptionalLong.of(fits), silent, false);
  }

  /** Reports how many rows are done. */
  void rows(long count) {
    if (bar != null) {
      bar.stepTo(count);
    } else if (lines && System.nanoTime() > nextLine) {
      nextLine = System.nanoTime() + BETWEEN_LINES.toNanos();
      err.println(String.format(Locale.ROOT, "%s: %,d rows", task, count));
    }
  }

  /** Counts epochs as they end. */
  EpochListener epochs() {
    return new EpochListener() {
      @Override
      public void epochEnded(Epoch epoch) {
        if (bar != null) {
          bar.setExtraMessage(" loss " + FixedDecimals.of(epoch.loss(), 4));
          bar.step();
        }
      }

      @Override
      public void resumed(Resumption from) {
        if (bar != null) {
          bar.stepTo(from.epochs().size());
        }
      }
    };
  }

  /** Reports that a fit has ended; on any thread. */
  void fit() {
    if (bar != null) {
      bar.step();
    }
  }

  /** Prints something without the bar in its way. */
  synchronized void above(Runnable printing) {
    if (!shown.isEmpty()) {
      err.print(CLEAR_LINE);
      err.flush();
    }
    printing.run();
    if (!shown.isEmpty()) {
      err.print(shown);
      err.flush();
    }
  }

  private synchronized void show(String line) {
    shown = line;
    err.print(CLEAR_LINE + line);
    err.flush();
  }

  /** Checks stderr itself where the system can report it, else stdout. */
  private static boolean isTerminal() {
    Path stderr = Path.of("/proc/self/fd/2");
    if (Files.isSymbolicLink(stderr)) {
      try {
        return Files.readSymbolicLink(stderr).toString().matches("/dev/(pts/\\d+|tty.*|console)");
      } catch (IOException e) {
        return false;
      }
    }
    return Ansi.AUTO.enabled();
  }

  /** Erases the bar. */
  @Override
  public void close() {
    if (bar != null) {
      bar.close();
      synchronized (this) {
        shown = "";
        err.print(CLEAR_LINE);
        err.flush();
      }
    }
  }
}
