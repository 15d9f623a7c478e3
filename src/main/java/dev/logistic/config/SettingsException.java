package dev.logistic.config;

import org.jspecify.annotations.Nullable;

/** A setting that cannot be used; the message says what was expected, what was found and where. */
public final class SettingsException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  /** For settings that are valid on their own but not in combination. */
  public SettingsException(String message) {
    super(message);
  }

  SettingsException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
