package dev.logistic.engine;

import org.jspecify.annotations.Nullable;

/** A requested device that cannot be used; the message says why and what to do. */
public final class DeviceException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  DeviceException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
