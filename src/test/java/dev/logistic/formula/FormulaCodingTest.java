package dev.logistic.formula;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class FormulaCodingTest {

  private static final Map<String, Integer> LEVELS = Map.of("f", 2, "g", 3, "h", 2);

  static List<String> designsOfR() throws IOException {
    return Files.readAllLines(Path.of("src/test/resources/formula/coding.txt"));
  }

  private static List<List<FormulaCoding.Product>> coding(String formula) {
    return FormulaCoding.of(
        Formula.parse(formula).terms(List.of("f", "g", "h", "x", "z")),
        variable -> LEVELS.containsKey(variable.text()));
  }

  /** The features, named as in R, the first variable of a product varying fastest. */
  private static List<String> features(String formula) {
    List<String> features = new ArrayList<>(List.of("(Intercept)"));
    for (List<FormulaCoding.Product> term : coding(formula)) {
      for (FormulaCoding.Product product : term) {
        List<String> names = List.of("");
        for (Variable variable : product.variables()) {
          List<String> more = new ArrayList<>();
          for (String part : parts(variable, product)) {
            names.forEach(name -> more.add(name.isEmpty() ? part : name + ":" + part));
          }
          names = more;
        }
        features.addAll(names);
      }
    }
    return features;
  }

  private static List<String> parts(Variable variable, FormulaCoding.Product product) {
    String name = variable.text();
    Integer levels = LEVELS.get(name);
    return levels == null
        ? List.of(name)
        : IntStream.rangeClosed(product.full().contains(variable) ? 1 : 2, levels)
            .mapToObj(level -> name + name + level)
            .toList();
  }

  @ParameterizedTest
  @MethodSource("designsOfR")
  void aDesignHasTheRankThatItHasInRAndNoFeatureMore(String line) {
    String[] fields = line.split("\t", 3);

    List<String> features = features(fields[0]);

    assertThat(features).hasSize(Integer.parseInt(fields[1])).doesNotHaveDuplicates();
    if (!fields[2].isEmpty()) {
      assertThat(String.join(" ", features)).isEqualTo(fields[2]);
    }
  }

  /**
   * As patsy codes them; R has a redundant feature in the first ones, and lacks two in the last.
   */
  @ParameterizedTest
  @CsvSource({
    "f:g, (Intercept) gg2 gg3 ff2:gg1 ff2:gg2 ff2:gg3",
    "x + f:g:x, (Intercept) x gg2:x gg3:x ff2:gg1:x ff2:gg2:x ff2:gg3:x",
    "f + g:h, (Intercept) ff2 hh2 gg2:hh1 gg3:hh1 gg2:hh2 gg3:hh2",
    "x:z + f:x + g:z, (Intercept) x:z x:ff1 x:ff2 z:gg1 z:gg2 z:gg3"
  })
  void whatRCodesWithAWrongRankIsCodedAsInPatsy(String formula, String expected) {
    assertThat(features(formula))
        .map(FormulaCodingTest::sorted)
        .containsExactlyInAnyOrderElementsOf(
            Stream.of(expected.split(" ")).map(FormulaCodingTest::sorted).toList());
  }

  private static String sorted(String feature) {
    return Stream.of(feature.split(":")).sorted().collect(Collectors.joining(":"));
  }

  @Test
  void aTermThatOthersIncludeHasNoFeature() {
    List<FormulaTerm> terms = Formula.parse("f:g + g").terms(List.of("f", "g"));

    assertThat(FormulaCoding.of(List.of(terms.get(1), terms.get(0)), each -> true).get(1))
        .isEmpty();
  }

  @Test
  void interactionsOfTooManyTextsAreRefused() {
    List<String> columns = IntStream.range(0, 11).mapToObj(i -> "c" + i).toList();
    List<FormulaTerm> terms = Formula.parse(String.join(":", columns)).terms(columns);

    assertThatThrownBy(() -> FormulaCoding.of(terms, each -> true))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at most 10 categorical variables")
        .hasMessageContaining("found 11");
  }
}
