package dev.logistic.cli;

import dev.logistic.schema.FeatureSchema;
import dev.logistic.schema.Term;
import dev.logistic.schema.TextTerm;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The names of features, those of a hash with their most frequent token. */
final class TokenNames {

  private final List<String> names;
  private final Map<Integer, String> tokens = new LinkedHashMap<>(); // by feature

  TokenNames(FeatureSchema schema) {
    this.names = schema.featureNames();
    int from = 0;
    for (Term term : schema.terms()) {
      if (term instanceof TextTerm text) {
        for (int i = 0; i < text.buckets().size(); i++) {
          int bucket = text.buckets().get(i).intValue();
          if (bucket >= 0 && bucket < text.width()) { // of a file that others may have written
            tokens.put(from + bucket, text.texts().get(i));
          }
        }
      }
      from += term.width();
    }
  }

  /** The most frequent token of each feature of a hash that has any, by name of the feature. */
  Map<String, String> tokens() {
    Map<String, String> byName = new LinkedHashMap<>();
    tokens.forEach((feature, token) -> byName.put(names.get(feature), token));
    return byName;
  }

  /** The name of a feature, as in {@code hash(city, 10)=17 (Bern)}. */
  String of(int feature) {
    String token = tokens.get(feature);
    return names.get(feature) + (token == null ? "" : " (" + token + ")");
  }
}
