package dev.logistic.schema;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A text whose tokens are features, each of a token of the vocabulary or of the tokens with one
 * hash. Its value is how often the token occurs; with inverse document frequencies it is multiplied
 * by that of the feature, and the row is divided by its Euclidean norm. Tokens that have no feature
 * are ignored. Immutable. For use within this project.
 */
public final class TextTerm implements Term {

  private static final long serialVersionUID = 1L;

  private final String name;
  private final String column;
  private final Tokens tokens;
  private final List<String> texts;
  private final DoubleList buckets;
  private final DoubleList idf;
  private final HashMap<String, Integer> places = new HashMap<>();

  /**
   * Copies the lists.
   *
   * @param name as a formula has it, such as {@code hash(city, 10)}
   * @param texts the vocabulary in the order of its features; of a hash, the most frequent token of
   *     each feature that has any
   * @param buckets of a hash, the features of the texts, ascending; otherwise empty
   * @param idf the inverse document frequency of each feature; empty for counts
   * @throws IllegalArgumentException if the lists do not belong together, as in a damaged file
   */
  public TextTerm(
      String name,
      String column,
      Tokens tokens,
      List<String> texts,
      DoubleList buckets,
      DoubleList idf) {
    this.name = name;
    this.column = column;
    this.tokens = tokens;
    this.texts = List.copyOf(texts);
    this.buckets = buckets;
    this.idf = idf;
    boolean isVocabulary = tokens.bits() == 0;
    for (int i = 0; isVocabulary && i < texts.size(); i++) {
      places.put(texts.get(i), i);
    }
    boolean isPossible =
        width() > 0
            && places.size() + buckets.size() == texts.size()
            && (idf.isEmpty() || idf.size() == width());
    for (double each : idf) {
      isPossible &= each > 0 && Double.isFinite(each);
    }
    if (!isPossible) {
      throw new IllegalArgumentException("the lists of the term " + name + " are impossible");
    }
  }

  @Override
  public String column() {
    return column;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String type() {
    return "tokens";
  }

  @Override
  public boolean readsText() {
    return true;
  }

  @Override
  public String expected() {
    return "a text";
  }

  /** Null, as what it is filled with is a text: see {@link #tokens}. */
  @Override
  public @Nullable Double fill() {
    return null;
  }

  @Override
  public int width() {
    return tokens.bits() == 0 ? texts.size() : tokens.buckets();
  }

  @Override
  public String featureName(int feature) {
    return name + '=' + (tokens.bits() == 0 ? texts.get(feature) : Integer.toString(feature));
  }

  /** Which tokens become features. */
  public Tokens tokens() {
    return tokens;
  }

  /** The vocabulary, or the most frequent token of each feature that has any. */
  public List<String> texts() {
    return texts;
  }

  /** Of a hash, the features of the texts. */
  public DoubleList buckets() {
    return buckets;
  }

  /** The inverse document frequency of each feature; empty for counts. */
  public DoubleList idf() {
    return idf;
  }

  @Override
  public Outcome encodeNumber(double value, int from, Sink sink) {
    return encode(value, from, sink);
  }

  /** A number or a boolean is a text only as a whole, 1 for 1.0. */
  @Override
  public Outcome encode(Object cell, int from, Sink sink) {
    boolean isWhole = tokens.most() == 0;
    Optional<String> text = PlainText.of(cell, isWhole, isWhole);
    if (text.isEmpty()) {
      return Outcome.REFUSED;
    }
    List<String> each = tokens.of(text.get());
    int[] found = new int[each.size()];
    int count = 0;
    for (String token : each) {
      Integer feature =
          tokens.bits() > 0 ? (Integer) tokens.bucket(column, token) : places.get(token);
      if (feature != null) {
        found[count++] = feature;
      }
    }
    encodeFound(found, count, from, sink);
    return Outcome.ENCODED;
  }

  /**
   * Encodes the features of tokens that were found.
   *
   * @param features one for each token; sorted by this
   * @param count how many there are
   * @param from the place of the first feature
   */
  public void encodeFound(int[] features, int count, int from, Sink sink) {
    Arrays.sort(features, 0, count);
    double squares = 0;
    for (int pass = idf.isEmpty() ? 1 : 0; pass < 2; pass++) {
      double norm = Math.sqrt(squares);
      int end;
      for (int at = 0; at < count; at = end) {
        end = at + 1;
        while (end < count && features[end] == features[at]) {
          end++;
        }
        double value = end - at;
        if (!idf.isEmpty()) {
          value *= idf.get(features[at]);
        }
        if (pass == 0) {
          squares += value * value;
        } else {
          sink.accept(from + features[at], norm > 0 ? value / norm : value);
        }
      }
    }
  }

  @Override
  public Outcome encodeMissing(int from, Sink sink) {
    String fill = tokens.fill();
    return fill == null ? Outcome.MISSING : encode(fill, from, sink);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other
        || (other instanceof TextTerm term
            && name.equals(term.name)
            && column.equals(term.column)
            && tokens.equals(term.tokens)
            && texts.equals(term.texts)
            && buckets.equals(term.buckets)
            && idf.equals(term.idf));
  }

  @Override
  public int hashCode() {
    return Objects.hash(name, column, tokens);
  }
}
