package dev.logistic.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Names of features, also of very many, and rows by index. */
class FeatureSchemaTest {

  private static final IndexedTerm COLUMNS = new IndexedTerm("x", 1, 10_000_000);
  private static final FeatureSchema INDEXED = schema(COLUMNS);

  private static FeatureSchema schema(Term... terms) {
    return new FeatureSchema(List.of(terms), Optional.empty());
  }

  private static LevelsTerm levels(String column, String... levels) {
    return new LevelsTerm(column, List.of(levels), null);
  }

  @Test
  void namesFollowTheTerms() {
    FeatureSchema schema =
        schema(new NumberTerm("a"), levels("b", "r", "s", "t"), new NumberTerm("c"));

    assertThat(schema.featureNames()).containsExactly("a", "b=s", "b=t", "c");
    assertThatThrownBy(() -> schema.featureNames().get(4))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void namesOfMillionsAreComposedWhenTheyAreAskedFor() {
    List<String> names = INDEXED.featureNames();

    assertThat(names).hasSize(10_000_000);
    assertThat(names.get(6)).isEqualTo("x7");
    assertThat(names.get(9_999_999)).isEqualTo("x10000000");
  }

  @Test
  void twoFeaturesOfOneNameAreRefused() {
    NumberTerm number = new NumberTerm("b=s");

    assertThatThrownBy(() -> schema(levels("b", "r", "s"), number))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("two features would be named \"b=s\"");
    assertThatThrownBy(() -> schema(number, levels("b", "r", "q", "s")))
        .hasMessage("two features would be named \"b=s\"");
    assertThatThrownBy(() -> schema(number, number))
        .hasMessage("two features would be named \"b=s\"");
  }

  @Test
  void aRowByIndexHasItsNumbersInAscendingOrder() {
    UnseenTexts unseen = new UnseenTexts();
    Map<String, Object> row = Map.of("x10000000", 2, "7", 0.5, "label", "yes", "x3", -1L);
    EncodedRow encoded = new RowEncoder(INDEXED).encodeSparse(row, unseen);

    assertThat(encoded.columns()).containsExactly(2, 6, 9_999_999);
    assertThat(encoded.values()).containsExactly(-1, 0.5, 2);
    assertThat(unseen.total()).isZero();
  }

  @Test
  void indicesThatTheModelDoesNotHaveAreCounted() {
    UnseenTexts unseen = new UnseenTexts();
    Map<String, Object> row = Map.of("x0", 1, "10000001", 1, "999999999999999999", 1, "2", 1);
    EncodedRow encoded = new RowEncoder(INDEXED).encodeSparse(row, unseen);

    assertThat(encoded.columns()).containsExactly(1);
    assertThat(unseen.byColumn()).containsExactly(Map.entry("x1..x10000000", 3L));
  }

  @Test
  void aRowByIndexIsDenseWhereTheModelIsNarrow() {
    RowEncoder encoder = new RowEncoder(schema(new IndexedTerm("", 0, 4)));

    assertThat(encoder.isSparse()).isFalse();
    assertThat(encoder.encode(Map.of("0", 1, "3", 2.5))).containsExactly(1, 0, 0, 2.5);
    assertThat(encoder.encode(Map.of())).containsOnly(0);
  }

  @Test
  void aValueByIndexMustBeAFiniteNumberAndGivenOnce() {
    RowEncoder encoder = new RowEncoder(INDEXED);

    assertThatThrownBy(() -> encoder.encodeSparse(Map.of("7", "no"), new UnseenTexts()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("column \"7\" must be a finite number, was no");
    assertThatThrownBy(() -> encoder.encodeSparse(Map.of("x7", Double.NaN), new UnseenTexts()))
        .hasMessage("column \"x7\" must be a finite number, was NaN");
    assertThatThrownBy(() -> encoder.encodeSparse(Map.of("7", 1, "x7", 1), new UnseenTexts()))
        .hasMessage("column x7 is in the row twice, once by its name and once by its index");
  }

  @Test
  void rareLevelsByTheHundredThousandAreBuiltInTime() {
    List<String> levels =
        IntStream.range(0, 100_000)
            .mapToObj(i -> i == 99_999 ? LevelsTerm.OTHER : "l" + i)
            .toList();
    List<String> rare = IntStream.range(0, 100_000).mapToObj(i -> "r" + i).toList();
    LevelsTerm term = new LevelsTerm("c", levels, List.of(), rare, null);
    EncodedRow.Builder row = new EncodedRow.Builder();

    assertThat(term.encode("r77", 0, row)).isEqualTo(Term.Outcome.ENCODED);
    assertThat(term.encode(77, 0, row)).isEqualTo(Term.Outcome.REFUSED);
    assertThat(row.build().columns()).containsExactly(99_998);
  }
}
