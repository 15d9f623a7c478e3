package dev.logistic.schema;

import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Which tokens of a text become features, as {@code model.json} has it. For use within this
 * project.
 *
 * @param least the smallest number of words in a token; 0 if the whole text is its only token
 * @param most the largest number of words in a token; 0 likewise
 * @param bits of the hash, from 1 to 24, of which a token's feature is the number; 0 for a
 *     vocabulary
 * @param version of the hash, which is {@value #VERSION}
 * @param fill the text that a missing one is read as; null if it is refused
 */
public record Tokens(int least, int most, int bits, int version, @Nullable String fill)
    implements Serializable {

  /** Most bits of a hash. */
  public static final int MOST_BITS = 24;

  /** Most words of a token. */
  public static final int MOST_WORDS = 10;

  /** Of the hash. */
  public static final int VERSION = 1;

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if one is impossible
   */
  public Tokens {
    boolean isWhole = least == 0 && most == 0 && bits > 0;
    if (!(isWhole || (least > 0 && least <= most && most <= MOST_WORDS))
        || bits < 0
        || bits > MOST_BITS
        || version != VERSION) {
      throw new IllegalArgumentException("unknown tokens");
    }
  }

  /** The number of features of a hash. */
  public int buckets() {
    return 1 << bits;
  }

  /** The feature of a token by its hash: the lowest bits of the hash of {@code column=token}. */
  public int bucket(String column, String token) {
    return hash(column + '=' + token) & (buckets() - 1);
  }

  /**
   * The words of a text, as scikit-learn finds them: of its lower case, each run of at least two
   * letters, digits, other numbers and underscores.
   */
  public static List<String> words(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    List<String> words = new ArrayList<>();
    int[] bounds = bounds(lower);
    for (int i = 0; i < bounds.length; i += 2) {
      words.add(lower.substring(bounds[i], bounds[i + 1]));
    }
    return words;
  }

  /**
   * The start of each {@linkplain #words word} and the place after its end.
   *
   * @param lower a text in lower case
   */
  public static int[] bounds(String lower) {
    int[] bounds = new int[2 * ((lower.length() + 1) / 3)]; // as many words as there can be
    int size = 0;
    int start = 0;
    int count = 0;
    int next;
    for (int at = 0; at <= lower.length(); at = next) {
      int letter = at < lower.length() ? lower.charAt(at) : ' ';
      letter = letter < 128 ? letter : lower.codePointAt(at); // most are
      next = at + Character.charCount(letter);
      if (isOfWord(letter)) {
        count++;
        continue;
      }
      if (count > 1) {
        bounds[size++] = start;
        bounds[size++] = at;
      }
      start = next;
      count = 0;
    }
    return Arrays.copyOf(bounds, size);
  }

  /** Of a text in lower case. */
  private static boolean isOfWord(int letter) {
    if (letter < 128) {
      return (letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9') || letter == '_';
    }
    int type = Character.getType(letter);
    return Character.isLetterOrDigit(letter)
        || type == Character.LETTER_NUMBER
        || type == Character.OTHER_NUMBER;
  }

  /** The tokens of a text, each as often as it occurs. */
  List<String> of(String text) {
    if (most == 0) {
      return List.of(text);
    }
    List<String> words = words(text);
    List<String> tokens = new ArrayList<>();
    for (int count = least; count <= most; count++) {
      for (int from = 0; from + count <= words.size(); from++) {
        tokens.add(String.join(" ", words.subList(from, from + count)));
      }
    }
    return tokens;
  }

  /**
   * The hash of a text's UTF-8: MurmurHash3 of 32 bits for x86 by Austin Appleby, with the seed 0.
   */
  public static int hash(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    int hash = 0;
    int block = 0;
    for (int i = 0; i < bytes.length; i++) {
      block |= (bytes[i] & 0xff) << (i % 4 * 8); // little endian
      if (i % 4 == 3) {
        hash = Integer.rotateLeft(hash ^ mixed(block), 13) * 5 + 0xe6546b64;
        block = 0;
      }
    }
    hash ^= mixed(block) ^ bytes.length; // the last block, of less than four bytes
    hash = (hash ^ (hash >>> 16)) * 0x85ebca6b;
    hash = (hash ^ (hash >>> 13)) * 0xc2b2ae35;
    return hash ^ (hash >>> 16);
  }

  private static int mixed(int block) {
    return Integer.rotateLeft(block * 0xcc9e2d51, 15) * 0x1b873593;
  }
}
