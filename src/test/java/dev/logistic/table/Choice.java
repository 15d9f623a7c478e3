package dev.logistic.table;

import dev.logistic.data.RowMemory;
import java.util.List;
import java.util.OptionalInt;

/** Options that differ from the usual ones in what a test is about; the label is y. */
final class Choice {

  private String label = "y";
  private String positive = "";
  private String weight = "";
  private String trials = "";
  private String terms = "";
  private String offset = "";
  private String group = "";
  private List<String> features = List.of();
  private List<String> exclude = List.of();
  private List<String> categorical = List.of();
  private List<String> reference = List.of();
  private MissingCells missing = MissingCells.of(MissingCells.Rule.REFUSE);
  private List<String> na = List.of();
  private List<String> notMissing = List.of();
  private int maxLevels = 100;
  private boolean standardize;
  private double validation;
  private long seed = 123;
  private boolean byColumn;

  static Choice usual() {
    return new Choice();
  }

  Choice label(String name) {
    label = name;
    return this;
  }

  Choice positive(String name) {
    positive = name;
    return this;
  }

  Choice weight(String name) {
    weight = name;
    return this;
  }

  Choice trials(String name) {
    trials = name;
    return this;
  }

  Choice offset(String name) {
    offset = name;
    return this;
  }

  Choice features(String... names) {
    features = List.of(names);
    return this;
  }

  Choice exclude(String... names) {
    exclude = List.of(names);
    return this;
  }

  Choice categorical(String... names) {
    categorical = List.of(names);
    return this;
  }

  Choice reference(String... levels) {
    reference = List.of(levels);
    return this;
  }

  Choice fillMissing() {
    missing = MissingCells.of(MissingCells.Rule.MEAN);
    return this;
  }

  Choice missing(MissingCells rules) {
    missing = rules;
    return this;
  }

  Choice dropMissing() {
    missing = MissingCells.of(MissingCells.Rule.DROP);
    return this;
  }

  Choice na(String... texts) {
    na = List.of(texts);
    return this;
  }

  Choice notMissing(String... texts) {
    notMissing = List.of(texts);
    return this;
  }

  Choice terms(String formula) {
    terms = formula;
    return this;
  }

  Choice maxLevels(int most) {
    maxLevels = most;
    return this;
  }

  Choice standardize() {
    standardize = true;
    return this;
  }

  Choice group(String column) {
    group = column;
    return this;
  }

  Choice validation(double share) {
    validation = share;
    return this;
  }

  Choice seed(long value) {
    seed = value;
    return this;
  }

  Choice byColumn(boolean wanted) {
    byColumn = wanted;
    return this;
  }

  TableOptions options() {
    return new TableOptions(
        label,
        positive,
        weight,
        features,
        exclude,
        categorical,
        reference,
        missing,
        na,
        notMissing,
        maxLevels,
        standardize,
        validation,
        seed,
        byColumn,
        TableOptions.Storage.AUTO,
        OptionalInt.empty(),
        0,
        RowMemory.unlimited(),
        false,
        trials,
        offset,
        "",
        group,
        "",
        terms);
  }
}
