package dev.logistic.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.logistic.config.EpochLoss;
import dev.logistic.config.Layer;
import dev.logistic.config.LossForm;
import dev.logistic.config.Settings;
import dev.logistic.data.LabelledData;
import dev.logistic.engine.PyTorch;
import dev.logistic.model.Parameters;
import dev.logistic.optimizer.Schedule;
import dev.logistic.optimizer.UpdateRule;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Oracle: torch.optim 1.13 and its schedulers, bias apart from weight decay. Its plain kernels
 * round after each operation as we do, so the same operations give the same bits; with the fused
 * ones of AVX2 it differs from itself, and from us, by that rounding.
 */
class UpdateRulesTest {

  private static final double[] START =
      OptimizerFigures.numbers(OptimizerFigures.STORED.get("start"));
  private static final double[][] GRADIENTS =
      OptimizerFigures.table(OptimizerFigures.STORED.get("gradients"));

  static Stream<OptimizerFigures.Case> steps() {
    return OptimizerFigures.cases("steps");
  }

  static Stream<OptimizerFigures.Case> runs() {
    return OptimizerFigures.cases("runs");
  }

  @ParameterizedTest
  @MethodSource("steps")
  void everyStepIsThatOfPyTorch(OptimizerFigures.Case stored) {
    double[][] expected = stored.table("parameters");

    List<double[]> actual = reached(stored);

    for (int step = 0; step < expected.length; step++) {
      assertThat(actual.get(step))
          .as("after step %d", step)
          .containsExactly(expected[step], within(tolerance(stored)));
    }
    assertThat(actual.get(expected.length - 1))
        .containsExactly(stored.numbers("fused"), within(stored.isFloat32() ? 1e-6 : 1e-13));
  }

  /** The same bits, except for three operations that differ. */
  private static double tolerance(OptimizerFigures.Case stored) {
    boolean root = !stored.has("train.solver", "sgd"); // 2.7.1 takes MKL's, which rounds otherwise
    boolean norm = stored.clips(); // a sum, whose order is the kernel's
    // PyTorch gets these from the last epoch's rate, and so rounds more often.
    boolean rate =
        stored.has("train.schedule", "cosine") || stored.has("train.schedule", "warm-up");
    if (stored.isFloat32()) {
      return root || norm ? 1e-6 : 0;
    }
    return root || norm || rate ? 1e-14 : 0;
  }

  private static List<double[]> reached(OptimizerFigures.Case stored) {
    Settings settings = stored.settings();
    Schedule schedule = UpdateRules.schedule(settings);
    List<double[]> reached = new ArrayList<>();
    try (NDManager manager = PyTorch.engine().newBaseManager(Device.cpu());
        Parameters parameters = Parameters.zeros(manager, START.length - 1, 1, stored.type());
        UpdateRule rule = UpdateRules.rule(settings, parameters)) {
      parameters.set(START);
      int perEpoch = GRADIENTS.length / settings.get(Settings.EPOCHS);
      for (int step = 0; step < GRADIENTS.length; step++) {
        if (step % perEpoch == 0) {
          rule.setLearningRate(schedule.rate(step / perEpoch));
        }
        try (NDArray wide = manager.create(GRADIENTS[step], new Shape(START.length, 1));
            NDArray gradient = wide.toType(stored.type(), true)) {
          rule.apply(parameters, gradient);
        }
        reached.add(parameters.toDoubles());
      }
    }
    return reached;
  }

  @ParameterizedTest
  @MethodSource("steps")
  void everyEpochHasTheRateOfPyTorchsScheduler(OptimizerFigures.Case stored) {
    double[] expected = stored.numbers("rates");

    Schedule schedule = UpdateRules.schedule(stored.settings());

    for (int epoch = 0; epoch < expected.length; epoch++) {
      // PyTorch gets cosine and warm-up from the last epoch's rate, and so rounds more often.
      boolean same = stored.has("train.schedule", "step");
      assertThat(schedule.rate(epoch)).isCloseTo(expected[epoch], within(same ? 0 : 1e-15));
      assertThat(schedule.getNewValue(epoch)).isEqualTo((float) schedule.rate(epoch));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"sgd", "adam", "adamw"})
  void weightsDecayAndTheBiasDoesNot(String solver) {
    Settings settings = of("train.solver=" + solver, "train.weight-decay=0.5");
    try (NDManager manager = PyTorch.engine().newBaseManager(Device.cpu());
        Parameters parameters = Parameters.zeros(manager, 2, 1, DataType.FLOAT64);
        UpdateRule rule = UpdateRules.rule(settings, parameters)) {
      parameters.set(new double[] {1, -1, 1});
      rule.apply(parameters, manager.zeros(new Shape(3, 1), DataType.FLOAT64));

      double[] reached = parameters.toDoubles();
      assertThat(reached[0]).isLessThan(1).isEqualTo(-reached[1]);
      assertThat(reached[2]).isEqualTo(1);
    }
  }

  private static Settings of(String... assignments) {
    return Settings.layered(List.of(Layer.assignments("test", List.of(assignments))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "train.momentum=0.9 train.dampening=0.1 train.weight-decay=0.1 train.clip-norm=1",
        "train.momentum=0.9 train.nesterov=true",
        "train.solver=adam train.weight-decay=0.1 train.clip-norm=1",
        "train.solver=adamw"
      })
  void rulesLeaveNoArraysBehind(String assignments) {
    try (NDManager manager = PyTorch.engine().newBaseManager(Device.cpu());
        Parameters parameters = Parameters.zeros(manager, 2, 1, DataType.FLOAT32);
        NDArray gradient = manager.ones(new Shape(3, 1))) {
      int before = arraysOf(parameters);
      try (UpdateRule rule = UpdateRules.rule(of(assignments.split(" ")), parameters)) {
        int kept = arraysOf(parameters);
        for (int step = 1; step <= 3; step++) {
          rule.setLearningRate(0.1 / step);
          rule.apply(parameters, gradient);
        }
        assertThat(arraysOf(parameters)).isEqualTo(kept);
      }
      assertThat(arraysOf(parameters)).isEqualTo(before);
    }
  }

  private static int arraysOf(Parameters parameters) {
    return parameters.packed().getManager().getManagedArrays().size();
  }

  @ParameterizedTest
  @MethodSource("runs")
  void aTrainingIsThatOfPyTorch(OptimizerFigures.Case stored) {
    List<Double> losses = new ArrayList<>();
    Settings settings =
        stored
            .settings()
            .with(Settings.BATCH_SIZE, 16)
            .with(Settings.LOSS, LossForm.LOGITS)
            .with(Settings.EPOCH_LOSS, EpochLoss.MEAN);
    try (NDManager manager = PyTorch.engine().newBaseManager(Device.cpu());
        LabelledData data =
            LabelledData.of(
                manager
                    .create(OptimizerFigures.table(OptimizerFigures.STORED.get("features")))
                    .toType(stored.type(), false),
                manager
                    .create(OptimizerFigures.numbers(OptimizerFigures.STORED.get("labels")))
                    .toType(stored.type(), false));
        TrainingResult result =
            LogisticRegression.with(settings)
                .listener(epoch -> losses.add(epoch.loss()))
                .train(data);
        NDArray packed = result.model().weights().concat(result.model().bias());
        NDArray wide = packed.toType(DataType.FLOAT64, true)) {
      double tolerance = stored.isFloat32() ? 1e-5 : 1e-12;
      assertThat(wide.toDoubleArray())
          .containsExactly(stored.table("parameters")[0], within(tolerance));
      assertThat(losses.stream().mapToDouble(Double::doubleValue).toArray())
          .containsExactly(stored.numbers("losses"), within(tolerance));
    }
  }
}
