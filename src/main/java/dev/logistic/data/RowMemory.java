package dev.logistic.data;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * How much memory rows may take before they are kept in a file. For use within this project.
 *
 * @param bytes of rows in memory, at least 1
 * @param directory of the file
 */
public record RowMemory(long bytes, Path directory) {

  /** The share of free memory that rows may take; results and tables need the rest. */
  private static final double SHARE = 0.6;

  /** Memory of Java and PyTorch next to the heap. */
  private static final long PROGRAM = 256L << 20;

  private static final Path AVAILABLE = Path.of("/proc/meminfo");

  /** Rows are always kept in memory. */
  public static RowMemory unlimited() {
    return new RowMemory(Long.MAX_VALUE, temporary());
  }

  /** The directory for temporary files. */
  public static Path temporary() {
    return Path.of(System.getProperty("java.io.tmpdir", "."));
  }

  /** Most of the memory that is free now, of the machine or of the container that limits this. */
  public static RowMemory automatic(Path directory) {
    OperatingSystemMXBean system =
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    long total = system.getTotalMemorySize(); // of the container
    long heap = Runtime.getRuntime().maxMemory(); // to which it may grow
    long free = Math.min(total - heap - PROGRAM, available(total));
    return new RowMemory(Math.max(1L << 26, (long) (SHARE * free)), directory);
  }

  /** Memory that is free or holds copies of files, where the system states that. */
  private static long available(long otherwise) {
    try {
      return Files.readAllLines(AVAILABLE).stream()
          .filter(line -> line.startsWith("MemAvailable:"))
          .map(line -> line.replaceAll("\\D", ""))
          .mapToLong(kib -> Long.parseLong(kib) << 10)
          .findFirst()
          .orElse(otherwise);
    } catch (IOException | NumberFormatException e) {
      return otherwise;
    }
  }
}
