package dev.logistic;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.logistic.engine.PyTorch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The packaged zip file, unpacked, and its launcher. */
@DisabledOnOs(OS.WINDOWS)
class LauncherIT {

  private static final String JAVA_HOME = System.getProperty("java.home");

  @TempDir private static Path unpacked;

  private static Path home = Path.of("");

  @TempDir private Path directory;

  private record Run(int status, String out, String err) {}

  @BeforeAll
  static void unpack() throws IOException {
    Path zip;
    try (Stream<Path> built = Files.list(Path.of("target"))) {
      zip =
          built
              .filter(file -> file.getFileName().toString().matches("djl-logistic-[0-9].*\\.zip"))
              .findFirst()
              .orElseThrow();
    }
    Map<String, ?> options = Map.of("enablePosixFileAttributes", true);
    try (FileSystem files = FileSystems.newFileSystem(zip, options);
        Stream<Path> all = Files.walk(files.getPath("/"))) {
      all.forEach(LauncherIT::unpack);
    }
    String name = zip.getFileName().toString();
    home = unpacked.resolve(name.substring(0, name.length() - ".zip".length()));
  }

  private static void unpack(Path file) {
    Path to = unpacked.resolve(file.toString().substring(1));
    try {
      if (Files.isDirectory(file)) {
        Files.createDirectories(to);
      } else {
        Files.copy(file, to);
        Files.setPosixFilePermissions(to, Files.getPosixFilePermissions(file));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Run run(Map<String, String> environment, Path program, String... args) throws Exception {
    List<String> command = new ArrayList<>(List.of(program.toString()));
    command.addAll(List.of(args));
    Path err = directory.resolve("stderr");
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(directory.toFile()).redirectError(err.toFile());
    builder.environment().put("JAVA_HOME", JAVA_HOME);
    builder.environment().put("DJL_CACHE_DIR", cache().toString());
    builder.environment().put("JAVA_OPTS", "-XX:TieredStopAtLevel=1"); // for short lives
    builder.environment().putAll(environment);
    Process process = builder.start();
    String out = new String(process.getInputStream().readAllBytes(), UTF_8);
    return new Run(process.waitFor(), out, Files.readString(err));
  }

  /** Of this test's own archives, with the engine's libraries that are unpacked already. */
  private Path cache() throws IOException {
    Path cache = Files.createDirectories(directory.resolve("cache"));
    Path engine = cache.resolve("pytorch");
    if (!Files.exists(engine)) {
      Files.createSymbolicLink(engine, PyTorch.cacheDirectory());
    }
    return cache;
  }

  private Run train(Map<String, String> environment) throws Exception {
    return run(
        environment,
        home.resolve("bin/djl-logistic"),
        "train",
        "--data",
        home.resolve("examples/data/breast_cancer.csv").toString(),
        "--label",
        "diagnosis",
        "--model",
        "m",
        "--overwrite");
  }

  private List<Path> archives() throws IOException {
    try (Stream<Path> stored = Files.list(cache().resolve("djl-logistic"))) {
      return stored.toList();
    }
  }

  @Test
  void aLinkToTheLauncherRunsTheProgramFromAnyDirectory() throws Exception {
    Path link = Files.createSymbolicLink(directory.resolve("dl"), home.resolve("bin/djl-logistic"));

    Run version = run(Map.of(), link, "--version");

    assertThat(version.status()).isZero();
    assertThat(version.out()).startsWith("djl-logistic ");
    assertThat(version.err()).isEmpty();
  }

  @Test
  void theOptionsOfJavaOptsReachTheJvm() throws Exception {
    Run run =
        run(
            Map.of("JAVA_OPTS", "-Dengine.seed=5 -Dtrain.epochs=2", "DJL_LOGISTIC_ARCHIVE", "off"),
            home.resolve("bin/djl-logistic"));

    assertThat(run.status()).isZero();
    assertThat(run.out().lines().filter(line -> line.startsWith("Epoch: "))).hasSize(2);
  }

  @Test
  void theFirstTrainingStoresAnArchiveOfClassesThatAnotherBuildReplaces() throws Exception {
    Run first = train(Map.of());
    List<Path> stored = archives();
    Path loaded = directory.resolve("loaded");
    Run second = train(Map.of("JAVA_OPTS", "-Xlog:class+load:file=" + loaded));

    assertThat(first.err()).isEmpty();
    assertThat(second.out()).isEqualTo(first.out());
    assertThat(stored).hasSize(1);
    assertThat(Files.readString(loaded))
        .contains("dev.logistic.Main source: shared objects file (top)");

    Path jar = home.resolve("djl-logistic.jar");
    Files.setLastModifiedTime(jar, FileTime.fromMillis(1_600_000_000_000L));
    Run rebuilt = train(Map.of());

    assertThat(rebuilt.out()).isEqualTo(first.out());
    assertThat(rebuilt.err()).isEmpty();
    assertThat(archives()).hasSize(1).doesNotContainAnyElementsOf(stored);
  }

  @Test
  void whereNoArchiveCanBeStoredItRunsWithoutOne() throws Exception {
    Files.createFile(cache().resolve("djl-logistic"));

    Run run = train(Map.of());

    assertThat(run.status()).isZero();
    assertThat(run.err()).isEmpty();
  }

  @Test
  void anOlderJavaIsRefusedWithItsVersionAndTheRemedy() throws Exception {
    Path old = directory.resolve("old");
    Files.createDirectories(old.resolve("bin"));
    Path java = Files.writeString(old.resolve("bin/java"), "#!/bin/sh\n");
    assertThat(java.toFile().setExecutable(true)).isTrue();
    Files.writeString(old.resolve("release"), "JAVA_VERSION=\"1.8.0_392\"\n");

    Run run =
        run(Map.of("JAVA_HOME", old.toString()), home.resolve("bin/djl-logistic"), "--version");

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err())
        .isEqualTo(
            "error: expected Java 17 or newer, %s is Java 8; set JAVA_HOME%n".formatted(java));
  }

  @Test
  void aJavaHomeWithoutJavaIsNamed() throws Exception {
    Run run = run(Map.of("JAVA_HOME", "/nowhere"), home.resolve("bin/djl-logistic"), "--version");

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err())
        .isEqualTo(
            "error: JAVA_HOME must name a directory with bin/java, is /nowhere%n".formatted());
  }
}
