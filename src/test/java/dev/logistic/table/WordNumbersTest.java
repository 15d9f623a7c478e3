package dev.logistic.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WordNumbersTest {

  /** Words that only a careful key distinguishes, and random ones of a few letters. */
  private static List<String> hostile() {
    List<String> all =
        new ArrayList<>(
            List.of("", "\0", "\0\0", "\0a", "a", "a\0", "\u0100", "\u0001\0", "\u00ff", "\u0101"));
    all.addAll(List.of("AaAaAaAa", "BBBBBBBB", "AaBBAaBB", "BBAaBBAa")); // equal hash codes
    Random random = new Random(5);
    String letters = "ab\0\u00e9\u0416\ud83d\ude00";
    for (int i = 0; i < 20_000; i++) {
      StringBuilder word = new StringBuilder();
      for (int length = random.nextInt(11); length > 0; length--) {
        word.append(letters.charAt(random.nextInt(letters.length())));
      }
      all.add(word.toString());
    }
    return all;
  }

  @Test
  void differentWordsHaveDifferentNumbersInTheOrderOfTheirAppearance() {
    WordNumbers numbers = new WordNumbers();
    Set<String> expected = new LinkedHashSet<>();
    List<Integer> first = new ArrayList<>();

    for (String word : hostile()) {
      expected.add(word);
      first.add(numbers.add("x" + word + "y", 1, 1 + word.length()));
      assertThat(numbers.size()).isEqualTo(expected.size());
    }

    List<String> words = List.copyOf(expected);
    for (int i = 0; i < words.size(); i++) {
      assertThat(numbers.word(i)).isEqualTo(words.get(i));
    }
    assertThat(hostile().stream().map(word -> numbers.add(word, 0, word.length())).toList())
        .isEqualTo(first);
  }
}
