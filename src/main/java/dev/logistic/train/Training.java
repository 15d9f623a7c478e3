package dev.logistic.train;

import ai.djl.Device;
import ai.djl.ndarray.types.DataType;
import dev.logistic.config.GradientForm;
import dev.logistic.config.LossForm;
import dev.logistic.config.Precision;
import dev.logistic.config.Settings;
import dev.logistic.data.LabelledData;
import dev.logistic.data.Minibatches;
import dev.logistic.inference.Inference;
import dev.logistic.inference.InferenceOptions;
import dev.logistic.inference.NoOptimum;
import dev.logistic.model.LogisticModel;
import dev.logistic.model.Parameters;
import dev.logistic.objective.Likelihood;
import dev.logistic.objective.Objective;
import dev.logistic.objective.PartwiseObjective;
import dev.logistic.objective.PenalisedObjective;
import dev.logistic.objective.Penalty;
import dev.logistic.optimizer.UpdateRule;
import dev.logistic.schema.ModelCard;
import dev.logistic.solver.AllRows;
import dev.logistic.solver.Certificate;
import dev.logistic.solver.NewtonMethod;
import dev.logistic.solver.RowFacts;
import dev.logistic.solver.WholeData;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One training over local or remote rows: start at some parameters, solve, certify, infer,
 * describe. For one thread.
 */
final class Training {

  private final Settings settings;
  private final AllRows rows;
  private final RowFacts facts;
  private final Device device;
  private final Parameters parameters;
  private final Penalty penalty;
  private final Certificate certificate;
  private final LossMeter lossMeter;
  private final Map<String, String> record;

  /**
   * @param recorded settings to record with the model; null where the caller brought the data
   * @param device of the rows
   * @param parameters to start from; moved to those of the model
   */
  Training(
      Settings settings,
      @Nullable Settings recorded,
      AllRows rows,
      Device device,
      Parameters parameters) {
    this.settings = settings;
    this.rows = rows;
    this.facts = rows.facts();
    this.device = device;
    this.parameters = parameters;
    double l2 = settings.get(Settings.L2).orElse(1 / facts.weightSum());
    this.penalty = new Penalty(settings.get(Settings.L1), l2, facts.outputs());
    this.certificate = new Certificate(rows, penalty);
    this.lossMeter =
        new LossMeter(settings.get(Settings.EPOCH_LOSS), settings.get(Settings.LEARNING_RATE));
    Map<String, String> described =
        recorded == null
            ? ModelCards.settings(settings.with(Settings.L2, l2), facts.type(), device)
            : recorded.with(Settings.L2, l2).toMap();
    this.record = new LinkedHashMap<>(described);
    facts.offset().ifPresent(name -> record.put(Settings.OFFSET.name(), name));
    // Files of models without these are the same as before there were any.
    record.remove(Settings.THRESHOLD.name(), Settings.THRESHOLD.defaultValue());
    record.remove(Settings.PRIOR.name(), "");
  }

  /** The settings to record with the model. */
  Map<String, String> record() {
    return record;
  }

  /** Opens the session of this training; its time starts now. */
  Journal journal(
      EpochListener listener,
      @Nullable WholeData heldOut,
      Supplier<Optional<String>> interrupted,
      @Nullable Checkpoints checkpoints) {
    return new Journal(
        settings, listener, parameters, lossMeter, heldOut, interrupted, checkpoints);
  }

  /**
   * Trains.
   *
   * @param solver moves the parameters, unless a checkpoint already has the final ones
   * @param description of the rows, called once at the end
   * @param thresholds of the trained model
   * @param profiles of its rows
   * @throws IllegalArgumentException if no threshold satisfies its rule
   * @throws NonFiniteLossException if the loss of the model is NaN or infinite
   */
  TrainingResult run(
      Journal journal,
      Supplier<Stop> solver,
      Supplier<ModelCard.TrainingData> description,
      ThresholdSearch thresholds,
      RowProfiles profiles) {
    double shift = PriorCorrection.shift(rows, settings);
    Stop ended = journal.finished(tolerance()).map(this::explained).orElseGet(solver);
    Stop kept = journal.restored(ended);
    double seconds = journal.seconds();
    Inference.Finding finding =
        Inference.at(
            Refusals.ofStatistics(facts, settings),
            Refusals.ofOptimum(effective(), penalty, kept),
            rows,
            parameters,
            InferenceOptions.of(settings));
    Fit fit = fit();
    Stop stop = finding.noOptimum().map(kept::withoutOptimum).orElse(kept).judged(fit);
    // No loss has been computed after the last step yet.
    lossMeter.requireFinite(parameters.areFinite() ? fit.loss() : Double.NaN);
    ModelCard card =
        ModelCards.card(
            settings,
            facts,
            record,
            device,
            description.get(),
            fit,
            tolerance(),
            PriorCorrection.corrected(finding.statistics(), shift));
    return new TrainingResult(
        model(card, shift, thresholds, profiles),
        stop,
        fit,
        seconds,
        Stream.of(
                Unconverged.warnings(effective(), stop, fit),
                Leak.warnings(rows, settings, fit, parameters),
                PriorCorrection.warnings(rows, settings))
            .flatMap(List::stream)
            .toList(),
        Unconverged.reason(effective(), stop, fit));
  }

  private LogisticModel model(
      ModelCard card, double shift, ThresholdSearch thresholds, RowProfiles profiles) {
    ModelCard complete;
    try (LogisticModel fitted = model(card, shift)) {
      complete =
          card.withThreshold(thresholds.of(fitted))
              .withProfile(profiles.scoredBy(fitted).orElse(null));
    }
    return model(complete, shift);
  }

  /**
   * The model, which weighs an offset by 1.
   *
   * @param shift added to the bias
   */
  private LogisticModel model(ModelCard card, double shift) {
    if (facts.offset().isEmpty() && shift == 0) {
      return new LogisticModel(parameters, card);
    }
    double[] packed = parameters.toDoubles();
    int columns = packed.length - 1;
    double bias = packed[columns] + shift;
    int all = columns + (facts.offset().isPresent() ? 1 : 0);
    double[] values = Arrays.copyOf(packed, all + 1);
    values[columns] = 1; // of an offset
    values[all] = bias;
    try (Parameters ofModel =
        Parameters.zeros(parameters.packed().getManager(), all, 1, facts.type())) {
      ofModel.set(values);
      return new LogisticModel(ofModel, card);
    }
  }

  /** The settings with the precision of the rows, which the caller may have brought. */
  private Settings effective() {
    return settings.with(Settings.PRECISION, precision(facts.type()));
  }

  /** The setting by whose value rows have that type. */
  static Precision precision(DataType type) {
    return type == DataType.FLOAT64 ? Precision.FLOAT64 : Precision.FLOAT32;
  }

  /** Explains a stop that a checkpoint recorded without an explanation. */
  private Stop explained(Stop stop) {
    return stop.reason() == Stop.Reason.SEPARABLE && stop.noOptimum().isEmpty()
        ? stop.withoutOptimum(NoOptimum.along(rows, parameters.toDoubles()))
        : stop;
  }

  private Fit fit() {
    if (settings.get(Settings.FIRTH)) {
      return Fit.of(NewtonMethod.withJeffreysPrior(rows, parameters.toDoubles()));
    }
    return settings.get(Settings.SOLVER).convergesToOptimum()
        ? Fit.certified(rows, parameters, penalty, certificate)
        : Fit.of(rows, parameters, penalty);
  }

  private double tolerance() {
    return settings.get(Settings.TOLERANCE).orElse(rows.attainableGradient());
  }

  /** Minimises the loss over all rows. */
  Stop minimize(TrainingSession session) {
    if (settings.get(Settings.FIRTH)) {
      return new FirthFit(rows, settings).run(parameters, session);
    }
    return new Minimization(rows, penalty, certificate, settings).run(parameters, session);
  }

  /** Takes steps over minibatches of the rows. */
  Stop descend(LabelledData data, Journal journal) {
    try (UpdateRule updateRule = UpdateRules.rule(settings, parameters);
        PenalisedObjective objective =
            new PenalisedObjective(new PartwiseObjective(objective()), parameters, penalty);
        Minibatches minibatches =
            new Minibatches(data, settings.get(Settings.BATCH_SIZE), shuffleSeed())) {
      int made =
          new GradientDescent(
                  objective, updateRule, UpdateRules.schedule(settings), lossMeter, journal)
              .run(parameters, minibatches, settings.get(Settings.EPOCHS));
      Stop.Reason reason = journal.isCutShort() ? Stop.Reason.PATIENCE : Stop.Reason.EPOCHS;
      return journal.end(new Stop(reason, made, tolerance()));
    }
  }

  private Objective objective() {
    Likelihood likelihood = Likelihood.of(facts.outputs());
    return settings.get(Settings.GRADIENT) == GradientForm.CLOSED_FORM
        ? likelihood.closedForm()
        : likelihood.autograd(settings.get(Settings.LOSS) == LossForm.LOGITS);
  }

  private OptionalLong shuffleSeed() {
    return settings.get(Settings.SHUFFLE)
        ? OptionalLong.of(settings.get(Settings.SEED))
        : OptionalLong.empty();
  }
}
