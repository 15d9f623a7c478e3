package dev.logistic.formula;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.Gson;
import dev.logistic.schema.Basis;
import dev.logistic.schema.PiecewisePolynomial;
import dev.logistic.schema.Recurrence;
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
import java.util.Random;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Against the figures of R that bench/terms_figures.R writes. */
class BasisSpecTest {

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

  private static BasisSpec spec(String call) {
    Variable variable = Formula.parse(call).terms(List.of("x")).get(0).variables().get(0);
    return ((Variable.Based) variable.kind()).basis();
  }

  private static Basis learn(String call, double... values) {
    return spec(call).learn(values, null);
  }

  private static double[] features(Basis basis, double x) {
    double[] out = new double[basis.width()];
    basis.evaluate(x, out);
    return out;
  }

  private static void assertIsThatOfR(Case expected, Basis basis) {
    basis.requireValid();
    assertThat(basis.width()).isEqualTo(expected.values()[0].length);
    assertThat(spec(expected.call()).suffixes(basis)).containsExactly(expected.names());
    for (int row = 0; row < FIGURES.at().length; row++) {
      double[] features = features(basis, FIGURES.at()[row]);
      for (int j = 0; j < features.length; j++) {
        double figure = expected.values()[row][j];
        assertThat(features[j])
            .as("feature %s of %s at %s", j, expected.call(), FIGURES.at()[row])
            .isCloseTo(figure, within(PRECISION * Math.max(1, Math.abs(figure))));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("bases")
  void featuresAreThoseOfR(Case expected) {
    assertIsThatOfR(expected, learn(expected.call(), FIGURES.x()));
  }

  @ParameterizedTest
  @MethodSource("weighted")
  void aWeightCountsAsThatManyRows(Case expected) {
    assertIsThatOfR(expected, spec(expected.call()).learn(FIGURES.x(), FIGURES.times()));
  }

  @ParameterizedTest
  @MethodSource("bins")
  void intervalsAreThoseOfCut(BinCase expected) {
    PiecewisePolynomial bins = (PiecewisePolynomial) learn(expected.call(), FIGURES.x());

    assertThat(bins.breaks().stream().mapToDouble(each -> each).toArray())
        .containsExactly(expected.breaks(), within(PRECISION));
    assertThat(spec(expected.call()).suffixes(bins))
        .isEqualTo(List.of(expected.labels()).subList(1, expected.labels().length));
    for (int row = 0; row < FIGURES.at().length; row++) {
      double[] indicators = new double[bins.width()];
      if (expected.intervals()[row] > 0) {
        indicators[expected.intervals()[row] - 1] = 1;
      }
      assertThat(features(bins, FIGURES.at()[row])).isEqualTo(indicators);
    }
  }

  @Test
  void theFirstIntervalIsTheReference() {
    Basis bins = Bins.indicators(18, 35);

    assertThat(bins.width()).isEqualTo(2);
    assertThat(Bins.labels(List.of(18.0, 35.0))).containsExactly("(18,35]", "(35, Inf]");
    assertThat(features(bins, 18)).containsExactly(0, 0);
    assertThat(features(bins, 18.5)).containsExactly(1, 0);
    assertThat(features(bins, 35.5)).containsExactly(0, 1);
    assertThat(features(Bins.indicators(0), -0.0)).containsExactly(0);
  }

  @Test
  void equalQuantilesAreMerged() {
    assertThat(learn("bin(x, 4)", 0, 0, 0, 0, 0, 0, 1, 2, 3)).isEqualTo(Bins.indicators(0, 1));
    assertThat(learn("bin(x, 4)", 3, 3, 3, 3, 3, 3, 2, 1, 0)).isEqualTo(Bins.indicators(2));
  }

  @Test
  void everyBasisIsTheSameAfterSerialization() throws Exception {
    List<Basis> bases = new ArrayList<>();
    bases().forEach(each -> bases.add(learn(each.call(), FIGURES.x())));
    bins().forEach(each -> bases.add(learn(each.call(), FIGURES.x())));
    for (Basis basis : bases) {
      Basis copy = (Basis) copy(basis);
      assertThat(copy).isEqualTo(basis);
      Basis ofJson = new Gson().fromJson(new Gson().toJson(basis), basis.getClass());
      assertThat(ofJson).isEqualTo(basis).hasSameHashCodeAs(basis).hasToString(basis.toString());
      for (double x : FIGURES.at()) {
        assertThat(features(ofJson, x)).isEqualTo(features(basis, x));
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
      assertThat(learn(each.call(), values)).isEqualTo(learn(each.call(), FIGURES.x()));
    }
  }

  @Test
  void aWeightOfZeroLeavesAValueOut() {
    assertThat(spec("ns(x, 2)").learn(new double[] {9, 1, 2, 3, 4}, new double[] {0, 1, 1, 1, 1}))
        .isEqualTo(learn("ns(x, 2)", 1, 2, 3, 4));
  }

  @Test
  void highDegreesAreOrthonormalOnTheTrainingRows() {
    double[] values = IntStream.range(0, 2000).mapToDouble(i -> 1e6 + i).toArray();
    Basis basis = learn("poly(x, 15)", values);
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
    Basis basis = learn("bs(x, df = 7)", FIGURES.x());
    double[] knots = Arrays.stream(FIGURES.x()).sorted().toArray();

    assertThat(Arrays.stream(features(basis, knots[20])).sum()).isCloseTo(1, within(PRECISION));
    assertThat(Arrays.stream(features(basis, 90)).sum()).isCloseTo(1, within(1e-9));
  }

  @Test
  void splinesOfTinyAndHugeNumbersAreThoseOfTheSameNumbersScaled() {
    double[] values = {1, 2, 3, 5, 8, 13, 21, 34};
    for (String call : List.of("ns(x, 3)", "bs(x, df = 5)", "bs(x, df = 3, degree = 1)")) {
      Basis plain = learn(call, values);
      for (double scale : new double[] {0x1p-60, 0x1p60}) {
        Basis scaled = learn(call, Arrays.stream(values).map(each -> each * scale).toArray());
        for (double x = 1; x < 34; x += 0.37) {
          assertThat(features(scaled, x * scale))
              .as("%s at %s times %s", call, x, scale)
              .containsExactly(features(plain, x), within(PRECISION));
        }
      }
    }
  }

  @Test
  void valuesThatDoNotDetermineABasisAreRefused() {
    double[] three = {1, 2, 3, 3, 2, 1};
    assertRefused(() -> learn("poly(x, 3)", three), "degree 3", "4 distinct values", "found 3");
    assertRefused(() -> learn("ns(x, 3)", three), "3 features", "4 distinct values", "found 3");
    assertRefused(() -> learn("bs(x, 3)", three), "3 features", "4 distinct values", "found 3");
    assertRefused(() -> learn("bin(x, 4)", three), "4 bins", "found 3");
    assertRefused(() -> learn("bin(x, 2)", 1, 3, 3, 3, 3), "all quantiles are 3.0", "breaks");
    assertRefused(() -> learn("scale(x)", 5, 5), "2 distinct values", "found 1");
    assertRefused(
        () -> learn("ns(x, 4)", 0, 0, 0, 0, 0, 0, 1, 2, 3, 4, 5),
        "same knot twice, 0.0",
        "give the knots");
    assertRefused(() -> learn("ns(x, knots = 3)", three), "knots do not increase", "3.0");
    assertRefused(() -> learn("bs(x, knots = 0)", three), "knots do not increase");
    assertRefused(() -> learn("scale(x)"), "found none");
    BasisSpec scale = spec("scale(x)");
    assertRefused(() -> scale.learn(three, new double[] {0, 0, 0, 0, 0, 0}), "found none");
    assertRefused(() -> scale.learn(three, new double[] {1}), "as many weights");
    assertRefused(
        () -> scale.learn(new double[] {1, 2}, new double[] {1, 0.5}), "count rows", "0.5");
    assertRefused(() -> learn("scale(x)", 1, Double.NaN), "not all finite");
    assertRefused(() -> learn("scale(x)", -1e308, 1e308), "beyond the range");
    assertRefused(() -> learn("poly(x, 2)", 1e150, 2e150, 3e150), "scale the column");
  }

  @Test
  void impossibleNumbersAreRefused() {
    assertImpossible("{}", Recurrence.class, 0);
    assertImpossible("{shift: [1], factor: [0, 0], norm: [1]}", Recurrence.class, 1);
    assertImpossible("{shift: [1], factor: [0], norm: [0]}", Recurrence.class, 1);
    assertImpossible("{shift: [1], factor: [0], norm: [null]}", Recurrence.class, 1);
    assertImpossible("{}", PiecewisePolynomial.class, 0);
    assertImpossible(
        "{width: 1, breaks: [2, 1], origins: [0, 0, 0], coefficients: [1, 1, 1]}",
        PiecewisePolynomial.class,
        1);
    assertImpossible(
        "{width: 1, breaks: [2], origins: [0], coefficients: [1, 1]}",
        PiecewisePolynomial.class,
        1);
    assertImpossible(
        "{width: 1, breaks: [2], origins: [0, 0], coefficients: [1, 1, 1]}",
        PiecewisePolynomial.class,
        1);
    assertImpossible(
        "{width: 1, breaks: [null], origins: [0, 0], coefficients: [1, 1]}",
        PiecewisePolynomial.class,
        1);
  }

  private static void assertImpossible(String json, Class<? extends Basis> type, int width) {
    Basis basis = new Gson().fromJson(json, type);

    assertThat(basis.width()).isEqualTo(width);
    if (width > 0 || type == PiecewisePolynomial.class) {
      assertRefused(basis::requireValid, "expected");
    }
  }

  private static void assertRefused(ThrowingCallable call, String... facts) {
    assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).message().contains(facts);
  }
}
