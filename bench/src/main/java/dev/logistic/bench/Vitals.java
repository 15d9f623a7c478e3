package dev.logistic.bench;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import dev.logistic.engine.PyTorch;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * What is to stay flat in a process that works for long.
 *
 * @param arrays native arrays that are open
 * @param heapMebibytes Java objects that are alive
 * @param residentMebibytes of the whole process, as Linux counts them; -1 on other systems
 * @param threads alive
 * @param files that are open; -1 on other systems
 */
record Vitals(int arrays, long heapMebibytes, long residentMebibytes, int threads, int files) {

  static final String HEAD = "  arrays  heap MiB  resident MiB  threads  files";

  /** Measures after a garbage collection, which distinguishes a leak from garbage. */
  static Vitals taken() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    long heap = runtime.totalMemory() - runtime.freeMemory();
    return new Vitals(
        liveArrays(), heap >> 20, status("VmRSS:") >> 10, (int) status("Threads:"), openFiles());
  }

  private static int liveArrays() {
    try (NDManager manager = PyTorch.engine().newBaseManager(Device.cpu())) {
      return manager.getParentManager().getManagedArrays().size();
    }
  }

  private static long status(String name) {
    try {
      return Files.readAllLines(Path.of("/proc/self/status")).stream()
          .filter(line -> line.startsWith(name))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
          .findFirst()
          .orElse(-1);
    } catch (IOException e) {
      return -1;
    }
  }

  private static int openFiles() {
    String[] open = new File("/proc/self/fd").list();
    return open == null ? -1 : open.length;
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%8d %9d %13d %8d %6d",
        arrays,
        heapMebibytes,
        residentMebibytes,
        threads,
        files);
  }
}
