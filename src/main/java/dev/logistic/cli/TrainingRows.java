package dev.logistic.cli;

import ai.djl.Device;
import dev.logistic.config.Settings;
import dev.logistic.config.SettingsException;
import dev.logistic.data.Fingerprint;
import dev.logistic.schema.ModelCard;
import dev.logistic.table.TableException;
import dev.logistic.table.TableSource;
import dev.logistic.table.TrainingTable;
import dev.logistic.train.Tables;
import java.util.Optional;
import java.util.function.LongConsumer;

/** Recognises the rows that a model was trained on. */
final class TrainingRows {

  private TrainingRows() {}

  /**
   * Reads the table of a training as the training did, with some of its rows held out.
   *
   * @param settings of the training
   * @throws SettingsException if the training held no rows out of its table
   * @throws TableException if the rows to learn from are not those of the training
   */
  static TrainingTable readAgain(
      ModelCard card, TableSource source, Settings settings, Device device, LongConsumer progress)
      throws TableException {
    if (settings.get(Settings.VALIDATION) == 0) {
      throw new SettingsException(
          "--held-out needs a model that was trained with data.validation; this one learned from all"
              + " its rows, or was validated on other rows: evaluate those with --data alone");
    }
    TrainingTable table = Tables.read(from(settings, source), null, device, progress);
    if (!isOf(card, table)) {
      table.close();
      throw new TableException(
          "%s: with --held-out the rows must be those of the training, in their order; they differ"
                  .formatted(source)
              + " from the %d that the model learned from and those held out then"
                  .formatted(card.trainingData().rows()));
    }
    return table;
  }

  /**
   * A note where the model was trained on these rows, or on some of them with the others held out;
   * empty for other rows.
   *
   * @param settings of the training
   * @param rows how many there are
   */
  static Optional<String> note(ModelCard card, TableSource source, Settings settings, long rows) {
    long learned = card.trainingData().rows();
    boolean holdsOut = settings.get(Settings.VALIDATION) > 0;
    boolean mayBe = holdsOut ? rows > learned : rows == learned;
    if (!mayBe) {
      return Optional.empty();
    }
    Optional<TrainingTable> table = read(card, source, settings);
    if (table.isEmpty()) {
      return Optional.empty();
    }
    table.get().close();
    return Optional.of(
        holdsOut
            ? "the model was trained on %d of these %d rows; --held-out evaluates it on the others only"
                .formatted(learned, rows)
            : "the model was trained on these rows: the figures show how well it fits them, and new"
                + " rows may be predicted worse");
  }

  /**
   * Reads a table as the training did, on the CPU.
   *
   * @return empty if its rows are not those of the training
   */
  static Optional<TrainingTable> read(ModelCard card, TableSource source, Settings settings) {
    try {
      TrainingTable table = Tables.read(from(settings, source), null, Device.cpu(), read -> {});
      if (isOf(card, table)) {
        return Optional.of(table);
      }
      table.close();
      return Optional.empty();
    } catch (TableException e) {
      return Optional.empty(); // such as without the weights of the training
    }
  }

  private static Settings from(Settings settings, TableSource source) {
    return settings.with(Settings.SOURCE, source.location()).with(Settings.QUERY, source.query());
  }

  private static boolean isOf(ModelCard card, TrainingTable table) {
    return table.training().observations() == card.trainingData().rows()
        && Fingerprint.of(table.training()).equals(card.trainingData().fingerprint());
  }
}
