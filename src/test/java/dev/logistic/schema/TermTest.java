package dev.logistic.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.List;
import org.junit.jupiter.api.Test;

class TermTest {

  private static final Term NUMBER = new NumberTerm("n", 2.5);
  private static final Term FLAG = new FlagTerm("b", 0.25);
  private static final Term LEVELS =
      new LevelsTerm("t", List.of("p", "q", "r"), List.of("10"), 2.0);

  private final double[] features = new double[4];

  /** Encodes from the second feature on. */
  private Term.Outcome encode(Term term, Object cell) {
    return term.encode(cell, 1, (feature, value) -> features[feature] = value);
  }

  @Test
  void aNumberIsItself() {
    assertThat(encode(NUMBER, -1.5f)).isEqualTo(Term.Outcome.ENCODED);
    assertThat(features).containsExactly(0, -1.5, 0, 0);
    assertThat(encode(NUMBER, Double.NaN)).isEqualTo(Term.Outcome.REFUSED);
    assertThat(encode(NUMBER, true)).isEqualTo(Term.Outcome.REFUSED);
    assertThat(encode(NUMBER, "1")).isEqualTo(Term.Outcome.REFUSED);
  }

  @Test
  void aFlagIsOneOrZero() {
    assertThat(encode(FLAG, true)).isEqualTo(Term.Outcome.ENCODED);
    assertThat(features).containsExactly(0, 1, 0, 0);
    assertThat(encode(FLAG, 0)).isEqualTo(Term.Outcome.ENCODED);
    assertThat(features).containsOnly(0);
    assertThat(encode(FLAG, 2)).isEqualTo(Term.Outcome.REFUSED);
    assertThat(encode(FLAG, "true")).isEqualTo(Term.Outcome.REFUSED);
  }

  @Test
  void aLevelHasAnIndicatorAndTheReferenceAndMergedLevelsHaveNone() {
    assertThat(encode(LEVELS, "p")).isEqualTo(Term.Outcome.ENCODED);
    assertThat(encode(LEVELS, "10")).isEqualTo(Term.Outcome.ENCODED);
    assertThat(encode(LEVELS, 10.0)).isEqualTo(Term.Outcome.ENCODED);
    assertThat(features).containsOnly(0);
    assertThat(encode(LEVELS, "r")).isEqualTo(Term.Outcome.ENCODED);
    assertThat(features).containsExactly(0, 0, 1, 0);
  }

  @Test
  void aTextThatTheTrainingDidNotSeeReadsAsTheReference() {
    assertThat(encode(LEVELS, "s")).isEqualTo(Term.Outcome.UNSEEN);
    assertThat(features).containsOnly(0);
    assertThat(encode(LEVELS, true)).isEqualTo(Term.Outcome.REFUSED);
  }

  @Test
  void aMissingCellIsFilledIfThereIsAnythingToFillItWith() {
    Term.Sink sink = (feature, value) -> features[feature] = value;

    assertThat(NUMBER.encodeMissing(0, sink)).isEqualTo(Term.Outcome.ENCODED);
    assertThat(FLAG.encodeMissing(1, sink)).isEqualTo(Term.Outcome.ENCODED);
    assertThat(LEVELS.encodeMissing(2, sink)).isEqualTo(Term.Outcome.ENCODED);
    assertThat(features).containsExactly(2.5, 0.25, 0, 1);
    assertThat(new NumberTerm("n").encodeMissing(0, sink)).isEqualTo(Term.Outcome.MISSING);
    assertThat(new LevelsTerm("t", List.of("p", "q"), null).encodeMissing(0, sink))
        .isEqualTo(Term.Outcome.MISSING);
  }

  @Test
  void featuresAreNamedAfterTheColumnAndTheLevel() {
    assertThat(NUMBER.featureNames()).containsExactly("n");
    assertThat(LEVELS.featureNames()).containsExactly("t=q", "t=r").hasSize(LEVELS.width());
  }

  @Test
  void equalTermsAreEqualAlsoAfterTheyTravelled() throws Exception {
    for (Term term : List.of(NUMBER, FLAG, LEVELS)) {
      assertThat(travelled(term)).isEqualTo(term).hasSameHashCodeAs(term);
    }
    assertThat(LEVELS).isNotEqualTo(new LevelsTerm("t", List.of("p", "q", "r"), 2.0));
  }

  private static Object travelled(Term term) throws IOException, ClassNotFoundException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(term);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      return in.readObject();
    }
  }

  @Test
  void whatCannotBeIsRefused() {
    assertThatThrownBy(() -> new FlagTerm("b", Double.NaN))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("column \"b\" cannot be filled with NaN");
    assertThatThrownBy(() -> new LevelsTerm("t", List.of("p"), null))
        .hasMessage("column \"t\" of type TEXT cannot have the levels [p]");
  }
}
