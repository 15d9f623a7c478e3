package dev.logistic.cli;

import dev.logistic.config.SettingsException;
import dev.logistic.schema.FeatureSchema;
import dev.logistic.schema.Term;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The option {@code --at COLUMN=V,V}, which may be repeated. */
final class AtOption {

  private AtOption() {}

  /**
   * Checks what the arguments alone determine.
   *
   * @throws SettingsException if one has no column or no value
   */
  static void requireSense(List<String> given) {
    for (String each : given) {
      int equals = each.indexOf('=');
      if (equals < 1 || equals == each.length() - 1) {
        throw new SettingsException(
            "--at must be a column and its values, as age=40,50, was \"%s\"".formatted(each));
      }
    }
  }

  /** Returns the values by column, in the order given. */
  static Map<String, List<String>> values(List<String> given, FeatureSchema schema) {
    Map<String, List<String>> values = new LinkedHashMap<>();
    for (String each : given) {
      Optional<Term> term = term(each, schema);
      String column = term.map(Term::column).orElse(each.substring(0, each.indexOf('=')));
      String text = each.substring(column.length() + 1);
      boolean isLevel = term.stream().anyMatch(known -> known.levels().contains(text));
      values
          .computeIfAbsent(column, any -> new ArrayList<>())
          .addAll(isLevel ? List.of(text) : List.of(text.split(",", -1)));
    }
    return values;
  }

  /** Returns the column whose name, which may have an equals sign, the text starts with. */
  private static Optional<Term> term(String text, FeatureSchema schema) {
    return schema.inputs().stream()
        .map(Term::ofValues)
        .filter(term -> text.startsWith(term.column() + "="))
        .max(Comparator.comparingInt(term -> term.column().length()));
  }
}
