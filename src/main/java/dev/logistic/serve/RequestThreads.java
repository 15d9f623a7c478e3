package dev.logistic.serve;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.OptionalInt;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The threads that answer requests. */
final class RequestThreads {

  /** A client that sends slowly occupies a platform thread, and needs no processor meanwhile. */
  private static final int PLATFORM_THREADS = 64;

  private RequestThreads() {}

  /**
   * Starts them: that many platform threads, or by default a virtual thread per request, which Java
   * has from version 21 on.
   */
  static ExecutorService start(OptionalInt threads) {
    if (threads.isEmpty()) {
      try {
        MethodHandle virtual =
            MethodHandles.publicLookup()
                .findStatic(
                    Executors.class,
                    "newVirtualThreadPerTaskExecutor",
                    MethodType.methodType(ExecutorService.class));
        return (ExecutorService) virtual.invokeExact();
      } catch (Throwable e) { // absent in Java 17, and only a preview in 19 and 20
        if (e instanceof Error fatal && !(e instanceof LinkageError)) {
          throw fatal;
        }
      }
    }
    return Executors.newFixedThreadPool(threads.orElse(PLATFORM_THREADS));
  }
}
