package dev.logistic.spark

import org.apache.spark.ml.{Pipeline, PipelineModel}
import org.apache.spark.ml.feature.{StringIndexer, VectorAssembler}
import org.apache.spark.ml.linalg.Vector
import org.apache.spark.ml.tuning.ParamGridBuilder
import org.apache.spark.sql.DataFrame

/** A program as a user writes it, against what is public. */
object Flowers {

  /** Fits, saves and loads a pipeline; its model's coefficients with the intercept behind them. */
  def fitted(flowers: DataFrame, path: String): Array[Double] = {
    val indexer = new StringIndexer()
      .setInputCol("kind")
      .setOutputCol("label")
      .setStringOrderType("alphabetAsc")
    val assembler = new VectorAssembler()
      .setInputCols(Array("length", "width"))
      .setOutputCol("features")
    val classifier = new LogisticClassifier()
      .setFeaturesCol("features")
      .setLabelCol("label")
      .setProbabilityCol("p")
      .setL2(0.01)
      .setMaxIter(100)
    val pipeline = new Pipeline().setStages(Array(indexer, assembler, classifier))
    pipeline.fit(flowers).write.overwrite().save(path)

    val loaded = PipelineModel.load(path)
    val first = loaded.transform(flowers).select("p").head().getAs[Vector](0)
    require(first.size == 2 && math.abs(first.toArray.sum - 1) < 1e-12)
    val model = loaded.stages.last.asInstanceOf[LogisticClassificationModel]
    model.coefficientMatrix.toArray ++ model.interceptVector.toArray
  }

  /** How many settings a grid over its params has. */
  def gridSize(classifier: LogisticClassifier): Int =
    new ParamGridBuilder()
      .addGrid(classifier.l2, Array(0.1, 0.01))
      .addGrid(classifier.standardization)
      .build()
      .length
}
