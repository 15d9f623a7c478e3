package dev.logistic.bench;

import ai.djl.inference.Predictor;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ZooModel;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtSession;
import dev.logistic.export.ExportFormat;
import dev.logistic.model.LogisticModel;
import dev.logistic.model.ModelDirectory;
import dev.logistic.score.Scorer;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.tribuo.Example;
import org.tribuo.Model;
import org.tribuo.MutableDataset;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;
import org.tribuo.classification.sgd.linear.LogisticRegressionTrainer;
import org.tribuo.impl.ArrayExample;
import org.tribuo.provenance.SimpleDataSourceProvenance;
import smile.classification.LogisticRegression;

/**
 * Rows a second of the plain scorer and a DJL predictor against Smile, Tribuo and ONNX Runtime, two
 * classes, 1,024 rows of 28 features a call, each from its own form of the rows, on one thread,
 * whose processor time is what counts; medians of rounds that go over all in turn, after warming
 * up.
 *
 * <p>Smile and Tribuo have models of their own of the same shape; ours and ONNX Runtime's
 * standardize too.
 */
public final class ScoringPeers {

  private static final int ROWS = 1_024;
  private static final int WARM_UP = 5;
  private static final int ROUNDS = 11;
  private static final long ROUND_NANOS = 300_000_000;
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static double sink;

  private ScoringPeers() {}

  /** Scores all rows once. */
  private interface Call {
    double run() throws Exception;
  }

  private record Peer(String name, Call call, List<Double> nanosPerCall) {}

  public static void main(String[] args) throws Exception {
    System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "error");
    System.setProperty("OPT_OUT_TRACKING", "true");
    System.setProperty("ai.djl.pytorch.num_threads", "1");
    System.setProperty("ai.djl.pytorch.num_interop_threads", "1");
    Path parent = Files.createTempDirectory("scoring");
    Path directory = parent.resolve("m");
    try (LogisticModel model = Scoring.model(2)) {
      ModelDirectory.save(model, directory);
    }
    float[] rows = Scoring.rows(ROWS);
    Criteria<NDList, NDList> criteria =
        Criteria.builder().setTypes(NDList.class, NDList.class).optModelPath(directory).build();
    try (OrtSession session = session(directory, parent.resolve("m.onnx"));
        ZooModel<NDList, NDList> loaded = criteria.loadModel();
        Predictor<NDList, NDList> predictor = loaded.newPredictor()) {
      List<Peer> peers =
          List.of(
              peer("plain scorer", plain(directory, parent.resolve("m.safetensors"), rows)),
              peer("DJL predictor", () -> djl(loaded.getNDManager(), predictor, rows)),
              peer("ONNX Runtime", () -> onnx(session, rows)),
              peer("Smile 3.1.1", smile(rows)),
              peer("Tribuo 4.3.2", tribuo(rows)));
      for (int round = 0; round < WARM_UP + ROUNDS; round++) {
        for (Peer peer : peers) {
          double nanos = time(peer.call());
          if (round >= WARM_UP) {
            peer.nanosPerCall().add(nanos);
          }
        }
      }
      for (Peer peer : peers) {
        Collections.sort(peer.nanosPerCall());
        Scoring.print(peer.name(), peer.nanosPerCall().get(ROUNDS / 2), ROWS);
      }
    }
  }

  private static Peer peer(String name, Call call) {
    return new Peer(name, call, new ArrayList<>());
  }

  private static double time(Call call) throws Exception {
    long start = THREADS.getCurrentThreadCpuTime();
    int calls = 0;
    while (THREADS.getCurrentThreadCpuTime() - start < ROUND_NANOS) {
      for (int i = 0; i < 10; i++) {
        sink += call.run();
      }
      calls += 10;
    }
    return (double) (THREADS.getCurrentThreadCpuTime() - start) / calls;
  }

  private static Call plain(Path directory, Path weights, float[] rows) throws Exception {
    ExportFormat.SAFETENSORS.write(directory, weights);
    Scorer scorer = Scorer.load(directory, weights);
    float[] probabilities = new float[ROWS];
    return () -> {
      scorer.score(rows, ROWS, probabilities);
      return probabilities[7];
    };
  }

  private static double djl(NDManager parent, Predictor<NDList, NDList> predictor, float[] rows)
      throws Exception {
    try (NDManager manager = parent.newSubManager()) {
      NDList input = new NDList(manager.create(rows, new Shape(ROWS, Scoring.FEATURES)));
      try (NDList logits = predictor.predict(input)) {
        return Activation.sigmoid(logits.singletonOrThrow()).toFloatArray()[7];
      }
    }
  }

  private static OrtSession session(Path directory, Path file) throws Exception {
    ExportFormat.ONNX.write(directory, file);
    OrtSession.SessionOptions options = new OrtSession.SessionOptions();
    options.setIntraOpNumThreads(1);
    options.setInterOpNumThreads(1);
    return OrtEnvironment.getEnvironment().createSession(file.toString(), options);
  }

  /** The probabilities alone: texts of labels cost more than they do. */
  private static double onnx(OrtSession session, float[] rows) throws Exception {
    try (OnnxTensor features =
            OnnxTensor.createTensor(
                OrtEnvironment.getEnvironment(),
                FloatBuffer.wrap(rows),
                new long[] {ROWS, Scoring.FEATURES});
        OrtSession.Result result =
            session.run(Map.of("features", features), Set.of("probabilities"))) {
      return ((OnnxTensor) result.get(0)).getFloatBuffer().get(7);
    }
  }

  private static Call smile(float[] rows) {
    double[][] x = new double[ROWS][Scoring.FEATURES];
    for (int i = 0; i < rows.length; i++) {
      x[i / Scoring.FEATURES][i % Scoring.FEATURES] = rows[i];
    }
    LogisticRegression model =
        LogisticRegression.binomial(x, new Random(1).ints(ROWS, 0, 2).toArray());
    double[] probabilities = new double[2];
    return () -> {
      double sum = 0;
      for (double[] row : x) {
        model.predict(row, probabilities);
        sum += probabilities[1];
      }
      return sum;
    };
  }

  private static Call tribuo(float[] rows) {
    String[] names =
        IntStream.range(0, Scoring.FEATURES).mapToObj(i -> "x" + i).toArray(String[]::new);
    LabelFactory factory = new LabelFactory();
    MutableDataset<Label> dataset =
        new MutableDataset<>(new SimpleDataSourceProvenance("random", factory), factory);
    List<Example<Label>> examples = new ArrayList<>();
    for (int row = 0; row < ROWS; row++) {
      double[] values = new double[Scoring.FEATURES];
      for (int i = 0; i < values.length; i++) {
        values[i] = rows[row * values.length + i];
      }
      Example<Label> example = new ArrayExample<>(new Label("c" + row % 2), names, values);
      dataset.add(example);
      examples.add(example);
    }
    Model<Label> model = new LogisticRegressionTrainer().train(dataset);
    return () -> model.predict(examples).get(7).getOutput().getScore();
  }
}
