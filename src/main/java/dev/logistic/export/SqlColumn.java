package dev.logistic.export;

import dev.logistic.schema.LevelsTerm;
import dev.logistic.schema.MissingTerm;
import dev.logistic.schema.NumberTerm;
import java.util.List;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;

/** A term that is an input column as SQL. */
record SqlColumn(SqlInput input, SqlFeatures features) implements SqlTerm {

  private SqlDialect dialect() {
    return input.dialect();
  }

  @Override
  public List<String> conditions(IntToDoubleFunction greatest) {
    double most = input.term() instanceof NumberTerm ? features.limit(greatest, 0) : 0;
    return input.condition(most).stream().toList();
  }

  @Override
  public Optional<String> contribution(IntToDoubleFunction weights) {
    if (input.term() instanceof LevelsTerm levels) {
      return Optional.of(ofLevels(levels, weights));
    }
    double weight = features.weight(weights, 0);
    if (weight == 0) {
      return Optional.empty();
    }
    double mean = features.mean(0);
    return Optional.of(
        input.term() instanceof MissingTerm
            ? input.byMissing((1 - mean) * weight, (0 - mean) * weight)
            : dialect().product(dialect().difference(input.number(), mean), weight));
  }

  /** Each level has one number: the sum of what the indicators add. */
  private String ofLevels(LevelsTerm levels, IntToDoubleFunction weights) {
    double[] added = new double[levels.levels().size()]; // by level
    double ofReference = 0;
    for (int feature = 0; feature < levels.width(); feature++) {
      added[feature + 1] = features.weight(weights, feature);
      ofReference -= features.mean(feature) * added[feature + 1];
    }
    double constant = ofReference;
    return input.byLevel(level -> dialect().number(added[level] + constant));
  }
}
