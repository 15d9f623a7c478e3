package dev.logistic.export;

import java.util.List;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;

/** A term as SQL: the conditions that it can be computed, and what it adds to a logit. */
sealed interface SqlTerm permits SqlColumn, SqlProducts {

  /**
   * The conditions under which the term can be computed; none for any row.
   *
   * @param greatest the largest absolute weight of each feature of the model
   */
  List<String> conditions(IntToDoubleFunction greatest);

  /**
   * What the term adds to a logit where its conditions hold; empty for nothing.
   *
   * @param weights of all features of the model
   */
  Optional<String> contribution(IntToDoubleFunction weights);
}
