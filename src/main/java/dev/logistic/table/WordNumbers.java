package dev.logistic.table;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Numbers words in the order of their appearance. They are looked up where they stand in a text, as
 * a copy of each would take several times as long.
 */
final class WordNumbers {

  private static final int MIX = 0x9E3779B9; // 2^32 divided by the golden ratio

  private final List<String> words = new ArrayList<>();
  private int[] places = new int[64]; // the number of a word, and -1 for none

  WordNumbers() {
    Arrays.fill(places, -1);
  }

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
    int hash = 0;
    for (int at = start; at < end; at++) {
      hash = 31 * hash + text.charAt(at); // as String.hashCode
    }
    int place = first(hash);
    while (places[place] >= 0) {
      String word = words.get(places[place]);
      if (word.length() == end - start && text.startsWith(word, start)) {
        return places[place];
      }
      place = next(place);
    }
    int number = words.size();
    words.add(text.substring(start, end));
    places[place] = number;
    if (2 * words.size() > places.length) {
      grow();
    }
    return number;
  }

  private void grow() {
    places = new int[Math.multiplyExact(places.length, 2)];
    Arrays.fill(places, -1);
    for (int number = 0; number < words.size(); number++) {
      int place = first(words.get(number).hashCode());
      while (places[place] >= 0) {
        place = next(place);
      }
      places[place] = number;
    }
  }

  private int first(int hash) {
    return (hash * MIX) >>> (Integer.numberOfLeadingZeros(places.length) + 1);
  }

  private int next(int place) {
    return (place + 1) & (places.length - 1);
  }
}
