package dev.logistic.model;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.logistic.engine.PyTorch;
import dev.logistic.schema.FeatureSchema;
import dev.logistic.schema.FlagTerm;
import dev.logistic.schema.LevelsTerm;
import dev.logistic.schema.ModelCard;
import dev.logistic.schema.NumberTerm;
import dev.logistic.schema.Standardization;
import dev.logistic.schema.Term;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** Models with random parameters, made without training. */
public final class SampleModels {

  private SampleModels() {}

  /** Columns x0, x1, ... of numbers; where they are standardized, with means far from 0. */
  public static LogisticModel ofNumbers(
      int columns, int classes, boolean standardized, DataType type) {
    FeatureSchema plain =
        FeatureSchema.ofNumbers(IntStream.range(0, columns).mapToObj(i -> "x" + i).toList());
    FeatureSchema schema =
        standardized ? new FeatureSchema(plain.terms(), scaling(columns)) : plain;
    return of(schema, classes, type);
  }

  /** Numbers, a boolean, texts, and values for missing cells. */
  public static LogisticModel ofCustomers(int classes) {
    List<Term> columns =
        List.of(
            new NumberTerm("age", 40.5),
            new LevelsTerm("city", List.of("Basel", "Bern", "Genève"), 1.0),
            new NumberTerm("income, yearly"),
            new FlagTerm("member", null),
            new LevelsTerm("plan", List.of("A", "B"), null));
    return of(new FeatureSchema(columns, scaling(6)), classes, DataType.FLOAT32);
  }

  private static Optional<Standardization> scaling(int columns) {
    Random random = new Random(columns);
    return Optional.of(
        new Standardization(
            DoubleStream.generate(() -> 300 * random.nextGaussian())
                .limit(columns)
                .boxed()
                .toList(),
            DoubleStream.generate(() -> 0.5 + random.nextDouble())
                .limit(columns)
                .boxed()
                .toList()));
  }

  /** Of any schema; the positive of two classes is named "one". */
  public static LogisticModel of(FeatureSchema schema, int classes, DataType type) {
    List<String> names = List.of("négative \"0\"", "one", "two", "three").subList(0, classes);
    ModelCard card =
        new ModelCard(
            schema,
            names,
            Map.of("train.epochs", "3"),
            7,
            "0.35.1",
            "2.7.1",
            new ModelCard.TrainingData(10, "abc"),
            Map.of("loss", 0.25));
    Random random = new Random(classes);
    int count = (schema.width() + 1) * card.outputs();
    double[] values = DoubleStream.generate(() -> random.nextGaussian() / 2).limit(count).toArray();
    try (NDManager manager = PyTorch.engine().newBaseManager(Device.cpu());
        Parameters parameters = Parameters.zeros(manager, schema.width(), card.outputs(), type)) {
      parameters.set(values);
      return new LogisticModel(parameters, card);
    }
  }

  /** The same model with another threshold; closes the given one. */
  public static LogisticModel withThreshold(LogisticModel model, double threshold) {
    try (model;
        NDManager manager = PyTorch.engine().newBaseManager(Device.cpu());
        Parameters parameters = Parameters.startingAt(copy(model.weights(), manager))) {
      double[] bias = model.bias().toType(DataType.FLOAT64, true).toDoubleArray();
      double[] weights = model.weights().toType(DataType.FLOAT64, true).toDoubleArray();
      double[] all = Arrays.copyOf(weights, weights.length + bias.length);
      System.arraycopy(bias, 0, all, weights.length, bias.length);
      parameters.set(all);
      return new LogisticModel(parameters, model.card().withThreshold(threshold));
    }
  }

  private static NDArray copy(NDArray array, NDManager manager) {
    NDArray copy = array.duplicate();
    copy.attach(manager);
    return copy;
  }

  /** One feature of weight 0. */
  public static LogisticModel ofConstant(double logit) {
    FeatureSchema schema = FeatureSchema.ofNumbers(List.of("x"));
    try (LogisticModel model = of(schema, 2, DataType.FLOAT64);
        NDManager manager = PyTorch.engine().newBaseManager(Device.cpu());
        Parameters parameters = Parameters.zeros(manager, 1, 1, DataType.FLOAT64)) {
      parameters.set(new double[] {0, logit});
      return new LogisticModel(parameters, model.card());
    }
  }

  /** A {@code model.json} in format version 1, which has no checksum and can be edited. */
  public static String inVersion1(String json) {
    String edited =
        json.replaceFirst(
            "\"format_version\": [234],\\s*\"content_sha256\": \"[0-9a-f]{64}\"",
            "\"format_version\": 1");
    if (edited.equals(json)) {
      throw new IllegalArgumentException("the text is not of version 2, 3 or 4, was " + json);
    }
    return edited;
  }

  /** Rows around the means of a model's columns, row by row. */
  public static float[] rows(LogisticModel model, int count) {
    FeatureSchema schema = model.card().schema();
    Random random = new Random(count);
    float[] rows = new float[count * schema.width()];
    for (int i = 0; i < rows.length; i++) {
      int column = i % schema.width();
      double mean = schema.standardization().map(known -> known.means().get(column)).orElse(0.0);
      rows[i] = (float) (mean + random.nextGaussian());
    }
    return rows;
  }

  /** The native path's probabilities of rows, one an output. */
  public static float[] nativeProbabilities(LogisticModel model, float[] rows) {
    int width = model.card().schema().width();
    try (NDManager manager = PyTorch.engine().newBaseManager(Device.cpu())) {
      NDArray features = manager.create(rows, new Shape(rows.length / width, width));
      return model.probabilities(features).toType(DataType.FLOAT32, true).toFloatArray();
    }
  }
}
