package dev.logistic.engine;

import com.sun.jna.NativeLibrary;
import com.sun.jna.Platform;

/**
 * Ends the process without the destructors of native libraries. PyTorch's take a tenth of a second
 * to unregister its operators, although the system frees all memory a moment later. For a dedicated
 * process; thread-safe.
 */
public final class ProcessExit {

  private ProcessExit() {}

  /**
   * Skips the destructors of all native libraries that have been loaded so far, once the JVM has
   * run its shutdown hooks and ends. Has no effect where the C library is not glibc.
   */
  public static void skipDestructors() {
    if (!Platform.isLinux()) {
      return;
    }
    try {
      // Handlers run in reverse order of their registration, and get the exit status.
      NativeLibrary process = NativeLibrary.getProcess();
      process.getFunction("on_exit").invokeInt(new Object[] {process.getFunction("_exit"), null});
    } catch (LinkageError e) {
      return; // without it the process only ends later
    }
  }
}
