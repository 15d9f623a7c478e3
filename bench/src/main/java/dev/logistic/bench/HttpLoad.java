package dev.logistic.bench;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;

/**
 * Sends one request over and over on connections that are kept, each as soon as the answer to the
 * one before is there, and prints the rate and the latencies as a line of JSON.
 *
 * <p>Arguments: the address, a file with the body, connections, requests in all. It needs nothing
 * but the JDK: {@code java HttpLoad.java ...}.
 */
public final class HttpLoad {

  private final URI address;
  private final byte[] request;
  private final long[] nanos;

  private HttpLoad(URI address, byte[] body, int requests) {
    this.address = address;
    String head =
        "POST %s HTTP/1.1\r\nHost: %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
            .formatted(address.getPath(), address.getAuthority(), body.length);
    byte[] start = head.getBytes(ISO_8859_1);
    this.request = Arrays.copyOf(start, start.length + body.length);
    System.arraycopy(body, 0, request, start.length, body.length);
    this.nanos = new long[requests];
  }

  /** Runs it. */
  public static void main(String[] args) throws Exception {
    int connections = Integer.parseInt(args[2]);
    int each = Integer.parseInt(args[3]) / connections;
    byte[] body = Files.readAllBytes(Path.of(args[1]));
    HttpLoad load = new HttpLoad(URI.create(args[0]), body, each * connections);
    load.run(connections, each);
  }

  private void run(int connections, int each) throws InterruptedException {
    Thread[] threads = new Thread[connections];
    Throwable[] failures = new Throwable[connections];
    long start = System.nanoTime();
    for (int i = 0; i < connections; i++) {
      int connection = i;
      threads[i] =
          new Thread(
              () -> {
                try {
                  send(connection * each, each);
                } catch (IOException | RuntimeException e) {
                  failures[connection] = e;
                }
              });
      threads[i].start();
    }
    for (int i = 0; i < connections; i++) {
      threads[i].join();
      if (failures[i] != null) {
        throw new IllegalStateException(failures[i]);
      }
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    Arrays.sort(nanos);
    System.out.printf(
        Locale.ROOT,
        "{\"requests\": %d, \"seconds\": %.3f, \"per_second\": %.0f, \"p50_ms\": %.3f,"
            + " \"p99_ms\": %.3f, \"p999_ms\": %.3f, \"max_ms\": %.3f}%n",
        nanos.length,
        seconds,
        nanos.length / seconds,
        quantile(0.5),
        quantile(0.99),
        quantile(0.999),
        quantile(1));
  }

  private double quantile(double share) {
    return nanos[(int) Math.min(nanos.length - 1, share * nanos.length)] / 1e6;
  }

  private void send(int from, int count) throws IOException {
    try (Socket socket = new Socket(address.getHost(), address.getPort())) {
      socket.setTcpNoDelay(true);
      InputStream in = new BufferedInputStream(socket.getInputStream(), 1 << 13);
      StringBuilder line = new StringBuilder();
      for (int i = from; i < from + count; i++) {
        long start = System.nanoTime();
        socket.getOutputStream().write(request);
        readAnswer(in, line);
        nanos[i] = System.nanoTime() - start;
      }
    }
  }

  /** Of which only the status and the length matter. */
  private static void readAnswer(InputStream in, StringBuilder line) throws IOException {
    readLine(in, line);
    String status = line.toString();
    int length = -1;
    for (readLine(in, line); line.length() > 0; readLine(in, line)) {
      String header = line.toString();
      if (header.regionMatches(true, 0, "Content-Length:", 0, 15)) {
        length = Integer.parseInt(header.substring(15).strip());
      }
    }
    byte[] body = in.readNBytes(length);
    if (!status.startsWith("HTTP/1.1 200")) {
      throw new IOException(status + ": " + new String(body, UTF_8));
    }
  }

  private static void readLine(InputStream in, StringBuilder line) throws IOException {
    line.setLength(0);
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new EOFException("the connection was closed");
      }
      if (next != '\r') {
        line.append((char) next);
      }
    }
  }
}
