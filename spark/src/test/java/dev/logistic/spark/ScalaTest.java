package dev.logistic.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.DoubleStream;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.feature.StringIndexer;
import org.apache.spark.ml.feature.VectorAssembler;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scala.tools.nsc.Main;

/** A program in Scala, compiled without a warning, does what one in Java does. */
class ScalaTest {

  private static final String SOURCE = "src/test/scala/dev/logistic/spark/Flowers.scala";

  @TempDir private Path directory;

  private Class<?> compiled() throws Exception {
    Path classes = Files.createDirectory(directory.resolve("classes"));
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    String[] arguments = {
      "-classpath", classPath, "-d", classes.toString(), "-Xlint", "-deprecation", "-Werror", SOURCE
    };
    assertThat(Main.process(arguments)).as("compiles").isTrue();
    URL[] where = {classes.toUri().toURL()};
    return new URLClassLoader(where, getClass().getClassLoader())
        .loadClass("dev.logistic.spark.Flowers");
  }

  @Test
  void aProgramInScalaFitsSavesAndLoadsAPipeline() throws Exception {
    Dataset<Row> flowers = PipelineTest.flowers(2);
    Class<?> program = compiled();
    Method fitted = program.getMethod("fitted", Dataset.class, String.class);
    Method gridSize = program.getMethod("gridSize", LogisticClassifier.class);

    double[] found = (double[]) fitted.invoke(null, flowers, directory + File.separator + "model");

    assertThat(found).isEqualTo(byJava(flowers));
    assertThat(gridSize.invoke(null, new LogisticClassifier())).isEqualTo(4);
  }

  private static double[] byJava(Dataset<Row> flowers) {
    PipelineStage[] stages = {
      new StringIndexer()
          .setInputCol("kind")
          .setOutputCol("label")
          .setStringOrderType("alphabetAsc"),
      new VectorAssembler().setInputCols(new String[] {"length", "width"}).setOutputCol("features"),
      new LogisticClassifier().setL2(0.01).setMaxIter(100)
    };
    PipelineModel fitted = new Pipeline().setStages(stages).fit(flowers);
    LogisticClassificationModel model = (LogisticClassificationModel) fitted.stages()[2];
    return DoubleStream.concat(
            Arrays.stream(model.coefficientMatrix().toArray()),
            Arrays.stream(model.interceptVector().toArray()))
        .toArray();
  }
}
