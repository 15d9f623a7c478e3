package dev.logistic.schema;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.Gson;
import dev.logistic.formula.Formula;
import dev.logistic.formula.Variable;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Against the figures of R that bench/terms_figures.R writes. */
class BasisTest {

  private static final double PRECISION = 1e-12;
  private static final Figures FIGURES = figures();

  /** What R computed. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Figures(
      double[] x,
      double[] times,
      double[] at,
      List<Case> bases,
      List<Case> weighted,
      List<BinCase> bins) {}

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Case(String call, String[] names, double[][] values) {}

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record BinCase(String call, double[] breaks, String[] labels, int[] intervals) {}

  private static Figures figures() {
    try {
      String json = Files.readString(Path.of("src/test/resources/formula/bases.json"), UTF_8);
      return new Gson().fromJson(json, Figures.class);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  static List<Case> bases() {
    return FIGURES.bases();
  }

  static List<Case> weighted() {
    return FIGURES.weighted();
  }

  static List<BinCase> bins() {
    return FIGURES.bins();
  }

  private static Basis learn(String call, double[] values, double @Nullable [] weights) {
    Variable variable = Formula.parse(call).terms(List.of("x")).get(0).variables().get(0);
    return ((Variable.Based) variable.kind()).basis().learn(values, weights);
  }

  private static double[] features(Basis basis, double x) {
    double[] out = new double[basis.width() + 2];
    Arrays.fill(out, 7);
    basis.evaluate(x, out, 1);
    assertThat(out[0]).isEqualTo(7);
    assertThat(out[basis.width() + 1]).isEqualTo(7);
    return Arrays.copyOfRange(out, 1, basis.width() + 1);
  }

  private static void assertIsThatOfR(Case expected, Basis basis) {
    assertThat(basis.width()).isEqualTo(expected.values()[0].length);
    assertThat(IntStream.range(0, basis.width()).mapToObj(basis::suffix))
        .containsExactly(expected.names());
    for (int row = 0; row < FIGURES.at().length; row++) {
      double[] features = features(basis, FIGURES.at()[row]);
      for (int j = 0; j < features.length; j++) {
        double figure = expected.values()[row][j];
        assertThat(features[j])
            .as("%s%s at %s", expected.call(), basis.suffix(j), FIGURES.at()[row])
            .isCloseTo(figure, within(PRECISION * Math.max(1, Math.abs(figure))));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("bases")
  void featuresAreThoseOfR(Case expected) {
    assertIsThatOfR(expected, learn(expected.call(), FIGURES.x(), null));
  }

  @ParameterizedTest
  @MethodSource("weighted")
  void aWeightCountsAsThatManyRows(Case expected) {
    assertIsThatOfR(expected, learn(expected.call(), FIGURES.x(), FIGURES.times()));
  }

  @ParameterizedTest
  @MethodSource("bins")
  void intervalsAreThoseOfCut(BinCase expected) {
    Bins bins = (Bins) learn(expected.call(), FIGURES.x(), null);

    assertThat(
            Objects.requireNonNull(bins.numbers().get("breaks")).stream()
                .mapToDouble(each -> each)
                .toArray())
        .containsExactly(expected.breaks(), within(PRECISION));
    assertThat(IntStream.range(0, bins.intervals()).mapToObj(bins::label))
        .containsExactly(expected.labels());
    assertThat(Arrays.stream(FIGURES.at()).mapToInt(bins::interval).toArray())
        .containsExactly(expected.intervals());
  }

  @Test
  void theFirstIntervalIsTheReference() {
    Basis bins = new Bins(18, 35);

    assertThat(bins.width()).isEqualTo(2);
    assertThat(bins.suffix(0)).isEqualTo("(18,35]");
    assertThat(features(bins, 18)).containsExactly(0, 0);
    assertThat(features(bins, 18.5)).containsExactly(1, 0);
    assertThat(features(bins, 35.5)).containsExactly(0, 1);
    assertThat(features(new Bins(0), -0.0)).containsExactly(0);
  }

  @Test
  void equalQuantilesAreMerged() {
    assertThat(Bins.learn(new double[] {0, 0, 0, 0, 0, 0, 1, 2, 3}, null, 4))
        .isEqualTo(new Bins(0, 1));
    assertThat(Bins.learn(new double[] {3, 3, 3, 3, 3, 3, 2, 1, 0}, null, 4))
        .isEqualTo(new Bins(2));
  }

  @Test
  void everyBasisIsRecreatedFromItsNumbers() throws Exception {
    List<Basis> bases = new ArrayList<>();
    bases().forEach(each -> bases.add(learn(each.call(), FIGURES.x(), null)));
    bins().forEach(each -> bases.add(learn(each.call(), FIGURES.x(), null)));
    for (DatePart.Part part : DatePart.Part.values()) {
      bases.add(new DatePart(part));
    }
    for (Basis basis : bases) {
      Basis same = Basis.of(basis.type(), basis.numbers());
      assertThat(same).isEqualTo(basis).hasSameHashCodeAs(basis).hasToString(basis.toString());
      Basis copy = (Basis) copy(basis);
      assertThat(copy).isEqualTo(basis);
      for (double x : FIGURES.at()) {
        assertThat(features(same, x)).isEqualTo(features(basis, x));
        assertThat(features(copy, x)).isEqualTo(features(basis, x));
      }
    }
    assertThat(bases.stream().distinct().count()).isEqualTo(bases.size());
  }

  private static Object copy(Object value) throws IOException, ClassNotFoundException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(value);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      return in.readObject();
    }
  }

  @Test
  void theOrderOfValuesDoesNotMatter() {
    List<Double> shuffled = new ArrayList<>(Arrays.stream(FIGURES.x()).boxed().toList());
    Collections.shuffle(shuffled, new Random(3));
    double[] values = shuffled.stream().mapToDouble(each -> each).toArray();

    for (Case each : bases()) {
      assertThat(learn(each.call(), values, null)).isEqualTo(learn(each.call(), FIGURES.x(), null));
    }
  }

  @Test
  void aWeightOfZeroLeavesAValueOut() {
    assertThat(NaturalSpline.learn(new double[] {9, 1, 2, 3, 4}, new double[] {0, 1, 1, 1, 1}, 2))
        .isEqualTo(NaturalSpline.learn(new double[] {1, 2, 3, 4}, null, 2));
  }

  @Test
  void highDegreesAreOrthonormalOnTheTrainingRows() {
    double[] values = IntStream.range(0, 2000).mapToDouble(i -> 1e6 + i).toArray();
    Basis basis = OrthogonalPolynomial.learn(values, null, 15);
    double[][] rows =
        DoubleStream.of(values).mapToObj(x -> features(basis, x)).toArray(double[][]::new);
    for (int a = 0; a < 15; a++) {
      for (int b = 0; b <= a; b++) {
        double product = 0;
        for (double[] row : rows) {
          product += row[a] * row[b];
        }
        assertThat(product).isCloseTo(a == b ? 1 : 0, within(1e-9));
      }
    }
  }

  @Test
  void bSplinesAndTheFirstOneSumToOneEverywhere() {
    Basis basis = BSpline.learn(FIGURES.x(), null, 7, 3);
    double[] knots = Arrays.stream(FIGURES.x()).sorted().toArray();

    assertThat(Arrays.stream(features(basis, knots[20])).sum()).isCloseTo(1, within(PRECISION));
    assertThat(Arrays.stream(features(basis, 90)).sum()).isCloseTo(1, within(1e-9));
  }

  @Test
  void valuesThatDoNotDetermineABasisAreRefused() {
    double[] three = {1, 2, 3, 3, 2, 1};
    assertRefused(
        () -> OrthogonalPolynomial.learn(three, null, 3),
        "degree 3",
        "4 distinct values",
        "found 3");
    assertRefused(
        () -> NaturalSpline.learn(three, null, 3), "3 features", "4 distinct values", "found 3");
    assertRefused(
        () -> BSpline.learn(three, null, 3, 3), "3 features", "4 distinct values", "found 3");
    assertRefused(() -> Bins.learn(three, null, 4), "4 bins", "found 3");
    assertRefused(
        () -> Bins.learn(new double[] {1, 3, 3, 3, 3}, null, 2), "all quantiles are 3.0", "breaks");
    assertRefused(() -> Scaled.learn(new double[] {5, 5}, null), "2 distinct values", "found 1");
    double[] zeros = {0, 0, 0, 0, 0, 0, 1, 2, 3, 4, 5};
    assertRefused(
        () -> NaturalSpline.learn(zeros, null, 4), "same knot twice, 0.0", "give the knots");
    assertRefused(
        () -> NaturalSpline.learn(three, null, new double[] {3}), "knots do not increase", "3.0");
    assertRefused(() -> BSpline.learn(three, null, 3, new double[] {0}), "knots do not increase");
    assertRefused(() -> Scaled.learn(new double[0], null), "found none");
    assertRefused(() -> Scaled.learn(three, new double[] {0, 0, 0, 0, 0, 0}), "found none");
    assertRefused(() -> Scaled.learn(three, new double[] {1}), "as many weights");
    assertRefused(
        () -> Scaled.learn(new double[] {1, 2}, new double[] {1, 0.5}), "count rows", "0.5");
    assertRefused(() -> Scaled.learn(new double[] {1, Double.NaN}, null), "not all finite");
    assertRefused(() -> Scaled.learn(new double[] {-1e308, 1e308}, null), "beyond the range");
    assertRefused(
        () -> OrthogonalPolynomial.learn(new double[] {1e150, 2e150, 3e150}, null, 2),
        "scale the column");
  }

  @Test
  void impossibleNumbersAreRefused() {
    assertRefused(() -> Basis.of("spline", Map.of()), "spline");
    assertRefused(() -> Basis.of("ns", Map.of("knots", List.of())), "boundary");
    assertRefused(
        () -> Basis.of("ns", Map.of("knots", List.of(), "boundary", List.of(2.0, 1.0))),
        "2.0, 1.0");
    assertRefused(
        () -> Basis.of("ns", Map.of("knots", List.of(5.0), "boundary", List.of(1.0, 2.0))), "5.0");
    assertRefused(
        () -> Basis.of("poly", Map.of("alpha", List.of(1.0), "norm2", List.of(1.0, 1.0))), "norm2");
    assertRefused(
        () -> Basis.of("poly", Map.of("alpha", List.of(1.0), "norm2", List.of(1.0, 1.0, 0.0))),
        "0.0");
    assertRefused(() -> Basis.of("raw-poly", Map.of("degree", List.of(1.5))), "whole", "1.5");
    assertRefused(() -> Basis.of("raw-poly", Map.of("degree", List.of(0.0))), "found 0");
    assertRefused(() -> Basis.of("bin", Map.of("breaks", List.of(2.0, 1.0))), "2.0, 1.0");
    assertRefused(() -> Basis.of("bin", Map.of("breaks", List.of(Double.NaN))), "not finite");
    assertRefused(
        () -> Basis.of("scale", Map.of("center", List.of(1.0), "scale", List.of(0.0))), "0.0");
    assertRefused(
        () -> Basis.of("scale", Map.of("center", List.of(1.0, 2.0), "scale", List.of(1.0))),
        "center");
  }

  private static void assertRefused(ThrowingCallable call, String... facts) {
    assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).message().contains(facts);
  }
}
