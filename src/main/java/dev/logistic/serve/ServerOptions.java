package dev.logistic.serve;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.OptionalInt;

/**
 * How a server listens and what it bounds. For use within this project.
 *
 * @param address to listen on; port 0 for any free one
 * @param maxRequestBytes the largest body of a request, at least 1
 * @param threads that answer requests; empty for virtual threads where Java has them
 * @param reload time between two looks at the directories of the models
 */
public record ServerOptions(
    InetSocketAddress address, int maxRequestBytes, OptionalInt threads, Duration reload) {

  /** 1 MiB. */
  public static final int MAX_REQUEST_BYTES = 1 << 20;

  /** A second. */
  public static final Duration RELOAD = Duration.ofSeconds(1);

  /** Checks the bounds. */
  public ServerOptions {
    if (maxRequestBytes < 1) {
      throw new IllegalArgumentException(
          "maxRequestBytes must be at least 1, was " + maxRequestBytes);
    }
    if (threads.isPresent() && threads.getAsInt() < 1) {
      throw new IllegalArgumentException("threads must be at least 1, was " + threads.getAsInt());
    }
    if (reload.isNegative() || reload.isZero()) {
      throw new IllegalArgumentException("reload must be positive, was " + reload);
    }
  }
}
