package dev.logistic.schema;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The numbers of a basis, which tell it from others of its type. */
final class BasisNumbers {

  private BasisNumbers() {}

  /** Whether another object is a basis of the same type and numbers. */
  static boolean same(Basis basis, @Nullable Object other) {
    return other instanceof Basis another
        && basis.type().equals(another.type())
        && basis.numbers().equals(another.numbers());
  }

  static int hash(Basis basis) {
    return 31 * basis.type().hashCode() + basis.numbers().hashCode();
  }

  static String text(Basis basis) {
    return basis.type() + basis.numbers();
  }

  static List<Double> list(double... values) {
    return Arrays.stream(values).boxed().toList();
  }

  static double[] all(Map<String, List<Double>> numbers, String name) {
    List<Double> values = numbers.get(name);
    if (values == null) {
      throw new IllegalArgumentException(
          "expected the numbers \"%s\", found %s".formatted(name, numbers.keySet()));
    }
    double[] all = values.stream().mapToDouble(Double::doubleValue).toArray();
    require(
        Arrays.stream(all).allMatch(Double::isFinite), "\"%s\" are not finite: %s", name, values);
    return all;
  }

  static double one(Map<String, List<Double>> numbers, String name) {
    double[] all = all(numbers, name);
    require(all.length == 1, "expected one number \"%s\", found %s", name, numbers.get(name));
    return all[0];
  }

  static int whole(Map<String, List<Double>> numbers, String name) {
    double value = one(numbers, name);
    require(value == (int) value, "expected a whole number \"%s\", found %s", name, value);
    return (int) value;
  }

  static void requireIncreasing(String name, double... values) {
    for (int i = 1; i < values.length; i++) {
      require(values[i - 1] < values[i], "%s do not increase: %s", name, Arrays.toString(values));
    }
  }

  @SuppressWarnings("AnnotateFormatMethod") // its annotation is no dependency
  static void require(boolean holds, String message, @Nullable Object... values) {
    if (!holds) {
      throw new IllegalArgumentException(message.formatted(values));
    }
  }
}
