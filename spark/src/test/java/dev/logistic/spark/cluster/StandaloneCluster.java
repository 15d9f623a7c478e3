package dev.logistic.spark.cluster;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A real Spark cluster on this machine: a master and two workers of one core each, processes of
 * their own that talk over loopback, from the jars of the tests' class path. What is submitted to
 * it gets our jars as from a user, by {@code --jars}.
 */
final class StandaloneCluster implements AutoCloseable {

  private static final int WORKERS = 2;
  private static final Duration START = Duration.ofSeconds(90);
  private static final String LOOPBACK = "127.0.0.1";
  private static final String TEST_JVM_OPTIONS = System.getProperty("test.jvm.options");

  private final Path folder;
  private final List<Daemon> daemons = new ArrayList<>();
  private final String address;

  private StandaloneCluster(Path folder) throws IOException, InterruptedException {
    this.folder = folder;
    // a worker looks for its jars below SPARK_HOME; here they come by SPARK_DIST_CLASSPATH
    Files.createDirectories(folder.resolve("home/jars"));
    Daemon master = start("master", "org.apache.spark.deploy.master.Master");
    this.address = master.awaitMatch("Starting Spark master at (spark://\\S+)", START);
  }

  /**
   * Starts it; returns when all workers are there.
   *
   * @param folder for logs and what workers keep
   */
  static StandaloneCluster start(Path folder) throws IOException, InterruptedException {
    StandaloneCluster cluster = new StandaloneCluster(folder);
    try {
      for (int i = 0; i < WORKERS; i++) {
        cluster.start(
            "worker" + i,
            "org.apache.spark.deploy.worker.Worker",
            "--cores",
            "1",
            "--memory",
            "1g",
            "--work-dir",
            folder.resolve("worker" + i).toString(),
            cluster.address);
      }
      for (Daemon worker : cluster.workers()) {
        worker.awaitMatch("(Successfully registered with master)", START);
      }
      return cluster;
    } catch (IOException | InterruptedException | RuntimeException e) {
      cluster.close();
      throw e;
    }
  }

  private Daemon start(String name, String mainClass, String... arguments) throws IOException {
    List<String> command = java("-Xmx512m", mainClass);
    command.addAll(List.of("--host", LOOPBACK, "--port", "0", "--webui-port", "0"));
    command.addAll(List.of(arguments));
    Daemon daemon = Daemon.start(processBuilder(command), folder.resolve(name + ".log"));
    daemons.add(daemon);
    return daemon;
  }

  /**
   * Submits our program.
   *
   * @param name of its log
   */
  Daemon submit(String name, String... arguments) throws IOException {
    List<String> command = java("-Xmx1g", "org.apache.spark.deploy.SparkSubmit");
    command.addAll(
        List.of(
            "--master",
            address,
            "--class",
            "dev.logistic.spark.Main",
            "--jars",
            String.join(",", ownJars()),
            "--executor-memory",
            "900m"));
    command.addAll(List.of("--conf", "spark.executor.extraJavaOptions=" + TEST_JVM_OPTIONS));
    command.addAll(List.of("--conf", "spark.driver.host=" + LOOPBACK));
    command.addAll(List.of("--conf", "spark.driver.bindAddress=" + LOOPBACK));
    command.addAll(List.of("--conf", "spark.ui.enabled=false"));
    // both executors are to hold rows when one dies
    command.addAll(List.of("--conf", "spark.scheduler.minRegisteredResourcesRatio=1.0"));
    command.add("target/djl-logistic-spark.jar");
    command.addAll(List.of(arguments));
    return Daemon.start(processBuilder(command), folder.resolve(name + ".log"));
  }

  /** The processes in which executors run at the moment. */
  List<ProcessHandle> executors() {
    return workers().stream().flatMap(Daemon::children).toList();
  }

  private List<Daemon> workers() {
    return daemons.subList(1, daemons.size());
  }

  private List<String> java(String memory, String mainClass) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add(memory);
    command.addAll(Arrays.asList(TEST_JVM_OPTIONS.split(" ")));
    command.addAll(Arrays.asList(System.getProperty("spark.jvm.options").split(" ")));
    command.addAll(List.of("-cp", sparkClassPath(), mainClass));
    return command;
  }

  private ProcessBuilder processBuilder(List<String> command) {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("SPARK_HOME", folder.resolve("home").toString());
    builder.environment().put("SPARK_DIST_CLASSPATH", sparkClassPath());
    builder.environment().put("SPARK_SCALA_VERSION", "2.13");
    builder.environment().put("SPARK_LOCAL_IP", LOOPBACK);
    builder.environment().put("SPARK_PUBLIC_DNS", LOOPBACK);
    return builder;
  }

  /** Without ours, which are to travel to the executors. */
  private static String sparkClassPath() {
    String all =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    return Stream.of(all.split(File.pathSeparator))
        .filter(entry -> entry.endsWith(".jar"))
        .filter(entry -> ownGroups().noneMatch(entry::contains))
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static Stream<String> ownGroups() {
    return Stream.of("/target/", "/dev/logistic/", "/ai/djl/", "/info/picocli/", "/org/junit/");
  }

  private static List<String> ownJars() throws IOException {
    try (Stream<Path> jars = Files.list(Path.of("target/lib"))) {
      return jars.map(Path::toString).sorted().toList();
    }
  }

  @Override
  public void close() {
    List<Daemon> last = new ArrayList<>(daemons);
    Collections.reverse(last);
    last.forEach(Daemon::close);
  }
}
