package dev.logistic.table;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Several texts of a row as one: DuckDB's driver calls back into Java for every text, which takes
 * many times as long as reading it. Each text follows its number of code points and a colon; a NULL
 * is a minus sign.
 */
final class PackedTexts {

  private static final char NULL = '-';
  private static final char COLON = ':';

  private PackedTexts() {}

  /** An expression of SQL that packs the given ones, each of which is a VARCHAR. */
  static String sql(List<String> texts) {
    return texts.stream()
        .map(
            text -> "coalesce(length(%1$s) || '%2$s' || %1$s, '%3$s')".formatted(text, COLON, NULL))
        .collect(Collectors.joining(", ", "concat(", ")"));
  }

  /** Unpacks so many texts to consecutive places of an array. */
  static void unpack(String packed, @Nullable String[] texts, int from, int count) {
    boolean single = packed.codePointCount(0, packed.length()) == packed.length();
    int at = 0;
    for (int i = from; i < from + count; i++) {
      if (packed.charAt(at) == NULL) {
        texts[i] = null;
        at++;
        continue;
      }
      int length = 0;
      for (; packed.charAt(at) != COLON; at++) {
        length = 10 * length + packed.charAt(at) - '0';
      }
      int start = at + 1;
      at = single ? start + length : packed.offsetByCodePoints(start, length);
      texts[i] = packed.substring(start, at);
    }
  }
}
