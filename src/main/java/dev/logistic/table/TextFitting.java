package dev.logistic.table;

import dev.logistic.formula.TokenSpec;
import dev.logistic.schema.DoubleList;
import dev.logistic.schema.TextTerm;
import dev.logistic.schema.Tokens;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Learns which tokens of texts become features. For one training. */
final class TextFitting {

  private static final int SURROGATES = 0xd800;
  private static final int AFTER_SURROGATES = 0xe000;

  private final DocumentCells documents;
  private final TokenSpec spec;
  private final double[] rows; // with each token
  private double all;

  /**
   * @param times how often each row counts; 0 for one that nothing is learned from
   */
  private TextFitting(DocumentCells documents, TokenSpec spec, IntToDoubleFunction times) {
    this.documents = documents;
    this.spec = spec;
    this.rows = new double[documents.tokens()];
    count(times, IntStream.range(0, documents.tokens()).toArray(), rows);
  }

  /**
   * Learns a term.
   *
   * @param times how often each row counts; 0 for one that nothing is learned from
   * @param fills whether missing texts are filled in, which otherwise are refused
   * @throws TableException if no token is left
   */
  static LearnedText learn(
      DocumentCells documents, TokenSpec spec, IntToDoubleFunction times, boolean fills)
      throws TableException {
    return new TextFitting(documents, spec, times).learned(times, fills);
  }

  private LearnedText learned(IntToDoubleFunction times, boolean fills) throws TableException {
    String name = documents.column().name();
    String whole = documents.column().whole();
    int[] counted =
        IntStream.range(0, rows.length)
            .filter(token -> rows[token] > 0 && isWanted(token))
            .toArray();
    int[] features = new int[rows.length];
    Arrays.fill(features, -1);
    String fill = fills ? spec.isWhole() ? mostFrequent(counted) : "" : null;
    Tokens tokens = spec.tokens(fill);
    if (spec.bits() > 0) {
      IntStream.range(0, rows.length)
          .parallel()
          .filter(this::isWanted)
          .forEach(token -> features[token] = tokens.bucket(whole, documents.text(token)));
      int[] examples = examples(counted, features, tokens.buckets());
      int[] buckets =
          IntStream.range(0, examples.length).filter(bucket -> examples[bucket] >= 0).toArray();
      return new LearnedText(
          new TextTerm(
              name,
              whole,
              tokens,
              Arrays.stream(buckets).mapToObj(bucket -> documents.text(examples[bucket])).toList(),
              DoubleList.of(Arrays.stream(buckets).asDoubleStream().toArray()),
              spec.idf() ? idf(rowsOfBuckets(times, features, tokens.buckets())) : DoubleList.of()),
          documents,
          features);
    }
    List<Integer> vocabulary = vocabulary(counted);
    if (vocabulary.isEmpty()) {
      throw new TableException(
          "data.terms: \"%s\" has no feature, as no token is in %d of the training rows; make min-rows smaller, or leave it out"
              .formatted(name, spec.minRows()));
    }
    for (int feature = 0; feature < vocabulary.size(); feature++) {
      features[vocabulary.get(feature)] = feature;
    }
    return new LearnedText(
        new TextTerm(
            name,
            whole,
            tokens,
            vocabulary.stream().map(documents::text).toList(),
            DoubleList.of(),
            spec.idf()
                ? idf(vocabulary.stream().mapToDouble(token -> rows[token]).toArray())
                : DoubleList.of()),
        documents,
        features);
  }

  private boolean isWanted(int token) {
    return spec.isWhole() || documents.length(token) >= spec.least();
  }

  private List<Integer> vocabulary(int[] counted) {
    record Entry(int token, String text) {}
    List<Entry> entries = new ArrayList<>();
    for (int token : counted) {
      if (rows[token] >= spec.minRows()) {
        entries.add(new Entry(token, documents.text(token)));
      }
    }
    entries.sort(Comparator.comparing(Entry::text, TextFitting::byCodePoint));
    return entries.stream().map(Entry::token).toList();
  }

  /** Of several, the first by code point; null if there is none. */
  private @Nullable String mostFrequent(int[] counted) {
    int found = -1;
    for (int token : counted) {
      found = found < 0 ? token : moreFrequent(found, token);
    }
    return found < 0 ? null : documents.text(found);
  }

  private int moreFrequent(int a, int b) {
    if (rows[a] != rows[b]) {
      return rows[a] > rows[b] ? a : b;
    }
    return byCodePoint(documents.text(a), documents.text(b)) < 0 ? a : b;
  }

  /** The most frequent token of each bucket, or -1. */
  private int[] examples(int[] counted, int[] features, int buckets) {
    int[] examples = new int[buckets];
    Arrays.fill(examples, -1);
    for (int token : counted) {
      int bucket = features[token];
      examples[bucket] = examples[bucket] < 0 ? token : moreFrequent(examples[bucket], token);
    }
    return examples;
  }

  /** Inverse document frequencies, smoothed as by scikit-learn: ln((1 + n) / (1 + df)) + 1. */
  private DoubleList idf(double[] rowsWithFeature) {
    double[] idf = new double[rowsWithFeature.length];
    Arrays.setAll(idf, feature -> Math.log((1 + all) / (1 + rowsWithFeature[feature])) + 1);
    return DoubleList.of(idf);
  }

  /** A bucket may be of several tokens of a row, which count once. */
  private double[] rowsOfBuckets(IntToDoubleFunction times, int[] features, int buckets) {
    double[] counts = new double[buckets];
    count(times, features, counts);
    return counts;
  }

  /** Adds how many rows have each feature. */
  private void count(IntToDoubleFunction times, int[] features, double[] counts) {
    int[] seen = new int[counts.length]; // 1 + the last row with it
    IntList tokens = new IntList(1 << 10);
    all = 0;
    for (int row = 0; row < documents.size(); row++) {
      double weight = times.applyAsDouble(row);
      if (weight > 0) {
        all += weight;
        documents.tokens(row, tokens);
        for (int i = 0; i < tokens.size(); i++) {
          int feature = features[tokens.get(i)];
          if (feature >= 0 && seen[feature] != row + 1) {
            seen[feature] = row + 1;
            counts[feature] += weight;
          }
        }
      }
    }
  }

  /** The order of Unicode, in which surrogates come last. */
  static int byCodePoint(String a, String b) {
    int end = Math.min(a.length(), b.length());
    for (int i = 0; i < end; i++) {
      if (a.charAt(i) != b.charAt(i)) {
        return Integer.compare(ordered(a.charAt(i)), ordered(b.charAt(i)));
      }
    }
    return Integer.compare(a.length(), b.length());
  }

  private static int ordered(char letter) {
    return letter >= SURROGATES && letter < AFTER_SURROGATES
        ? letter + Character.MAX_VALUE
        : letter;
  }
}
