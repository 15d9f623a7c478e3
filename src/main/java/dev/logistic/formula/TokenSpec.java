package dev.logistic.formula;

import dev.logistic.schema.Tokens;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * Which tokens of a text a formula asks for. Immutable. For use within this project.
 *
 * @param least the smallest number of words in a token; 0 if the whole text is its only token
 * @param most the largest number of words in a token; 0 likewise
 * @param bits of the hash; 0 for a vocabulary
 * @param minRows how many rows a token of the vocabulary needs
 * @param idf whether counts are multiplied by inverse document frequencies
 */
public record TokenSpec(int least, int most, int bits, int minRows, boolean idf)
    implements Serializable {

  /** The whole text by its hash. */
  static TokenSpec ofWhole(int bits) {
    return new TokenSpec(0, 0, bits, 1, false);
  }

  /** Whether the whole text is one token. */
  public boolean isWhole() {
    return most == 0;
  }

  /**
   * Returns the same with what a missing text is read as.
   *
   * @param fill null if it is refused
   */
  public Tokens tokens(@Nullable String fill) {
    return new Tokens(least, most, bits, Tokens.VERSION, fill);
  }
}
