package dev.logistic.spark;

import java.io.Serializable;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Bytes that stay where they are: a serialized copy, as tasks have it, is without them. */
final class OnDriver implements Serializable {

  private static final long serialVersionUID = 1L;

  private final transient byte @Nullable [] bytes;

  OnDriver(byte @Nullable [] bytes) {
    this.bytes = bytes;
  }

  Optional<byte[]> bytes() {
    return Optional.ofNullable(bytes);
  }
}
