package dev.logistic.files;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The content of a file differs from what was written. The message states what was expected and
 * found; callers add the name of the file, unless they pass the file to its reader.
 */
public final class CorruptFileException extends IOException {

  private static final long serialVersionUID = 1L;

  /** Creates one without a cause. */
  public CorruptFileException(String message) {
    this(message, null);
  }

  /** Creates one with the failure that revealed it. */
  public CorruptFileException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
