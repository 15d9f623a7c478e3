package dev.logistic.engine;

import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.pytorch.jni.LibUtils;
import ai.djl.util.Utils;
import java.nio.file.Path;

/**
 * The PyTorch engine of this process. It starts with the first call of {@link #engine()}, which
 * takes about half a second, and several more the first time, when DJL unpacks the native library.
 * Thread-safe.
 */
public final class PyTorch {

  private static final String NAME = "PyTorch";

  private PyTorch() {}

  /**
   * Returns the engine, started if necessary.
   *
   * @throws EngineException if the native library cannot be found or loaded
   */
  public static Engine engine() {
    if (!Engine.hasEngine(NAME)) {
      throw new EngineException(
          "expected DJL's engine PyTorch (ai.djl.pytorch:pytorch-engine) on the class path, found %s;"
                  .formatted(Engine.getAllEngines())
              + " a jar that contains others must merge their files of META-INF/services, as"
              + " maven-shade-plugin's ServicesResourceTransformer does");
    }
    return Engine.getEngine(NAME);
  }

  /** PyTorch's version, such as {@code 2.7.1}. */
  public static String version() {
    return engine().getVersion();
  }

  /** DJL's version, such as {@code 0.35.1}. */
  public static String djlVersion() {
    return Engine.getDjlVersion();
  }

  /** Directory from which the native library was loaded. */
  public static Path libraryPath() {
    engine();
    return Path.of(LibUtils.getLibtorchPath());
  }

  /** Directory into which DJL unpacks native libraries; does not start the engine. */
  public static Path cacheDirectory() {
    return Utils.getEngineCacheDir("pytorch");
  }

  /** Whether the native library in use was built with CUDA; independent of a driver or GPU. */
  public static boolean hasCuda() {
    return engine().hasCapability("CUDA");
  }

  /** Threads that one native operation may use. */
  public static int threads() {
    engine();
    return JniUtils.getNumThreads();
  }

  /** Sets for the whole process how many threads one native operation may use; at least 1. */
  public static void setThreads(int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException("threads must be at least 1, was " + threads);
    }
    engine();
    JniUtils.setNumThreads(threads);
  }
}
