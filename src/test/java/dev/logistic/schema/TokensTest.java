package dev.logistic.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Hashes by scikit-learn's {@code murmurhash3_32}, which {@code bench/text_figures.py} wrote. */
class TokensTest {

  @Test
  void hashesAreThoseOfScikitLearn() throws Exception {
    String json = Files.readString(Path.of("src/test/resources/train/text.json"));
    JsonObject hashes = JsonParser.parseString(json).getAsJsonObject().getAsJsonObject("hashes");

    assertThat(hashes.size()).isEqualTo(10);
    for (Map.Entry<String, JsonElement> each : hashes.entrySet()) {
      assertThat(Tokens.hash(each.getKey()))
          .as(each.getKey())
          .isEqualTo(each.getValue().getAsInt());
    }
  }

  /** Stored models depend on it. */
  @Test
  void theBucketIsTheLowestBitsOfTheHashOfColumnAndToken() {
    assertThat(new Tokens(0, 0, 10, 1, null).bucket("city", "Bern")).isEqualTo(1384108509 & 1023);
    assertThat(new Tokens(1, 1, 22, 1, "").bucket("t", "\u4e2d\u6587"))
        .isEqualTo(925547098 & 0x3fffff);
  }

  @Test
  void wordsAreRunsOfTwoLettersOrMoreInLowerCase() {
    assertThat(Tokens.words("ab cd")).containsExactly("ab", "cd"); // as many as fit in a text
    assertThat(Tokens.words("Ab-C d_e \u00c9T\u00c9 x2 9 it's"))
        .containsExactly("ab", "d_e", "\u00e9t\u00e9", "x2", "it");
    assertThat(Tokens.words("\ud835\udd38 \ud835\udd38\ud835\udd38")) // letters of two chars each
        .containsExactly("\ud835\udd38\ud835\udd38");
    assertThat(Tokens.words("")).isEmpty();
    assertThat(Tokens.words("a")).isEmpty();
    assertThat(Tokens.words("ab")).containsExactly("ab");
  }
}
