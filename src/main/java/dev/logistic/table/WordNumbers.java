package dev.logistic.table;

import java.util.ArrayList;
import java.util.List;

/**
 * Numbers words in the order of their appearance. They are looked up where they stand in a text, as
 * a copy of each would take several times as long. Short words, which most are, are their own keys,
 * so that no copy is read to compare them.
 */
final class WordNumbers {

  private static final int MOST_SHORT = Long.BYTES - 1;
  private static final long LONG = 1L << (MOST_SHORT * Byte.SIZE); // above every short word

  private final List<String> words = new ArrayList<>();
  private final LongIntMap numbers = new LongIntMap();

  /** How many words there are. */
  int size() {
    return words.size();
  }

  /** The word of a number. */
  String word(int number) {
    return words.get(number);
  }

  /**
   * The number of a word, which is added if it is new.
   *
   * @param start of the word in the text
   * @param end the place after it
   */
  int add(String text, int start, int end) {
    long key = key(text, start, end);
    while (true) {
      int number = numbers.add(key);
      if (number == words.size()) {
        words.add(text.substring(start, end));
        return number;
      }
      if (key < LONG || isWord(number, text, start, end)) {
        return number;
      }
      key++; // another long word has the same hash
    }
  }

  private boolean isWord(int number, String text, int start, int end) {
    String word = words.get(number);
    return word.length() == end - start && text.startsWith(word, start);
  }

  /** The letters of a short word, if each fits in a byte and the first is not 0; or a hash. */
  private static long key(String text, int start, int end) {
    long key = 0;
    int hash = 0;
    int all = 0;
    for (int at = start; at < end; at++) {
      char letter = text.charAt(at);
      all |= letter;
      key = (key << Byte.SIZE) | letter;
      hash = 31 * hash + letter;
    }
    boolean isShort = end - start <= MOST_SHORT && all >> Byte.SIZE == 0;
    boolean isUnique = start == end || text.charAt(start) != 0;
    return isShort && isUnique ? key : LONG + Integer.toUnsignedLong(hash);
  }
}
