package dev.logistic.schema;

import java.util.List;

/**
 * What the rows that a model was trained on looked like, to be compared with those that it scores
 * later. For use within this project.
 *
 * @param columns the cells of each input column
 * @param scores the logits of the rows for two classes, their predicted classes for more
 */
public record TrainingProfile(List<Distribution> columns, Distribution scores) {

  /** Copies the list. */
  public TrainingProfile {
    columns = List.copyOf(columns);
  }
}
