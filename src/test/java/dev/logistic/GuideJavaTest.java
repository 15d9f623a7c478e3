package dev.logistic;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Compiles and runs every block of Java in README and guide, except for those that state before
 * them why not: {@code <!-- not run: REASON -->}.
 */
class GuideJavaTest {

  private static final Pattern BLOCK =
      Pattern.compile("(?:<!-- not run: (.*?) -->\n+)?```java\n(.*?)```", Pattern.DOTALL);

  /** A method that stands alone, which is called with rows. */
  private static final Pattern METHOD =
      Pattern.compile("static \\w+ (\\w+)\\(LabelledData data\\)");

  private static final String IMPORTS =
      """
      import ai.djl.ndarray.*;
      import ai.djl.repository.zoo.*;
      import dev.logistic.config.*;
      import dev.logistic.data.*;
      import dev.logistic.diagnose.*;
      import dev.logistic.djl.*;
      import dev.logistic.drift.*;
      import dev.logistic.effects.*;
      import dev.logistic.evaluate.*;
      import dev.logistic.model.*;
      import dev.logistic.schema.*;
      import dev.logistic.score.*;
      import dev.logistic.selection.*;
      import dev.logistic.table.*;
      import dev.logistic.train.*;
      import java.nio.file.*;
      import java.time.*;
      import java.util.*;
      import javax.sql.DataSource;
      """;

  /** What blocks may use: the arrays and tables of an application. */
  private static final String CONTEXT =
      """
        record Person(int age, String city, String y) {}

        static final double[][] rows = {{1}, {2}, {3}, {4}, {1.5}, {3.5}, {2.4}, {2.6}};
        static final int[] labels = {0, 0, 1, 1, 0, 1, 1, 0};
        static final double[][] testRows = {{1.2}, {3.9}, {2.2}};
        static final int[] testLabels = {0, 1, 0};
        static final Settings settings = Settings.defaults().with(Settings.LABEL, "y");
        static final List<Map<String, Object>> maps = new ArrayList<>();
        static final List<Person> customers = new ArrayList<>();
        static final DataSource dataSource = dataSource();
        static LabelledData data;
        static LogisticModel model;
        static Path directory;

        static DataSource dataSource() {
          org.h2.jdbcx.JdbcDataSource pool = new org.h2.jdbcx.JdbcDataSource();
          pool.setURL("jdbc:h2:mem:guide;DB_CLOSE_DELAY=-1;DATABASE_TO_UPPER=FALSE");
          try (var connection = pool.getConnection();
              var statement = connection.createStatement()) {
            statement.execute("CREATE TABLE IF NOT EXISTS people AS SELECT X AS age,"
                + " CASE WHEN MOD(X, 3) = 0 THEN 'no' ELSE 'yes' END AS y FROM SYSTEM_RANGE(1, 30)");
          } catch (java.sql.SQLException e) {
            throw new IllegalStateException(e);
          }
          return pool;
        }

        static Object run(Path folder) throws Exception {
          directory = folder;
          double[][] many = new double[40][];
          int[] classes = new int[40];
          StringBuilder csv = new StringBuilder("age,city,y\\n");
          for (int row = 0; row < many.length; row++) {
            int age = 20 + row * 7 % 50;
            String city = row % 2 == 0 ? "Bern" : "Ulm";
            String y = row % 3 == 0 ? "no" : "yes";
            many[row] = new double[] {age, row % 2};
            classes[row] = row % 3 == 0 ? 0 : 1;
            maps.add(Map.of("age", age, "city", city, "y", y));
            customers.add(new Person(age, city, y));
            csv.append(age + "," + city + "," + y + "\\n");
          }
          Files.writeString(directory.resolve("x.csv"), csv);
          data = LabelledData.of(many, classes);
          try (TrainingTable table = Tables.of(maps, settings);
              TrainingResult result = LogisticRegression.with(settings).train(table)) {
            model = result.takeModel();
          }
          ModelDirectory.save(model, directory.resolve("trained"));
          try (LabelledData rowsOfAll = data;
              LogisticModel ofAll = model) {
            return block();
          }
        }
      """;

  @TempDir Path folder;

  /**
   * A block of a page.
   *
   * @param place that names it in reports
   * @param reason why it is not run; null if it is
   */
  record Block(String place, @Nullable String reason, String code) {

    @Override
    public String toString() {
      return place;
    }
  }

  private static List<Block> all() throws IOException {
    try (Stream<Path> guide = Files.list(Path.of("docs/guide"))) {
      return Stream.concat(Stream.of(Path.of("README.md")), guide.sorted())
          .flatMap(page -> blocks(page).stream())
          .toList();
    }
  }

  private static List<Block> blocks(Path page) {
    String text;
    try {
      text = Files.readString(page);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    List<Block> blocks = new ArrayList<>();
    for (Matcher found = BLOCK.matcher(text); found.find(); ) {
      long line = text.substring(0, found.start(2)).lines().count();
      blocks.add(new Block(page + ":" + line, found.group(1), found.group(2)));
    }
    return blocks;
  }

  static Stream<Block> run() throws IOException {
    return all().stream().filter(block -> block.reason() == null).toList().stream();
  }

  @ParameterizedTest
  @MethodSource("run")
  void aBlockCompilesAndRuns(Block block) throws Exception {
    Path source = Files.writeString(folder.resolve("Block.java"), source(block.code()));
    compile(source, folder);
    try (URLClassLoader loader =
        new URLClassLoader(new URL[] {folder.toUri().toURL()}, getClass().getClassLoader())) {
      var run = loader.loadClass("Block").getDeclaredMethod("run", Path.class);
      run.setAccessible(true);
      run.invoke(null, folder);
    }
  }

  /** Files go where the test may write. */
  private static String source(String block) {
    String body =
        block
            .replace("save(result.model(), Path.of(\"m\"))", "save(result.model(), fresh())")
            .replace("Path.of(\"m\")", "directory.resolve(\"trained\")")
            .replace("\"x.csv\"", "directory.resolve(\"x.csv\").toString()");
    Matcher method = METHOD.matcher(body);
    boolean isMethod = method.find() && method.start() == 0;
    return IMPORTS
        + "final class Block {\n"
        + CONTEXT
        + "  static Path fresh() { return directory.resolve(\"m\"); }\n"
        + (isMethod ? body : "")
        + "  static Object block() throws Exception {\n"
        + "    if (true) {\n"
        + (isMethod ? method.group(1) + "(data).close();" : body)
        + "    }\n    return null;\n  }\n}\n";
  }

  private static void compile(Path source, Path target) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter errors = new StringWriter();
    String path =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      boolean done =
          compiler
              .getTask(
                  errors,
                  files,
                  null,
                  List.of("-classpath", path, "-proc:none", "-d", target.toString()),
                  null,
                  files.getJavaFileObjects(source))
              .call();
      assertThat(done).as("%s", errors).isTrue();
    }
  }

  @Test
  void mostBlocksAreRunAndTheOthersStateWhyNot() throws IOException {
    List<Block> blocks = all();

    assertThat(blocks).hasSizeGreaterThan(10);
    assertThat(blocks.stream().filter(block -> block.reason() != null))
        .extracting(Block::reason)
        .containsExactly(
            "an excerpt of train/GradientDescent, with which a test compares it",
            "needs Spark, whose module has tests of this pipeline");
  }
}
