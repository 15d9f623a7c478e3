package dev.logistic.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TemplateTest {

  @Test
  void whatIsPutInIsNotSearchedForPlaces() throws IOException {
    Html filled =
        Template.of("section.html")
            .fill(
                Map.of(
                    "id", Html.text("a"),
                    "heading", Html.text("{{id}} $1 \\"),
                    "content", Html.NONE));

    assertThat(filled.markup()).contains("<h2 id=\"a\">{{id}} $1 \\</h2>");
  }

  @Test
  void aPlaceThatIsLeftEmptyIsAnError() throws IOException {
    Template section = Template.of("section.html");

    assertThatThrownBy(() -> section.fill(Map.of()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("no value for the placeholder id");
  }

  @Test
  void aFileThatIsMissingIsNamed() {
    assertThatThrownBy(() -> Template.of("nowhere.html"))
        .isInstanceOf(IOException.class)
        .hasMessage("nowhere.html is missing from the program");
  }

  @Test
  void longNamesLoseTheirMiddleBetweenCharacters() {
    assertThat(ShortNames.shortened("age")).isEqualTo("age");
    assertThat(ShortNames.shortened("x".repeat(40))).isEqualTo("x".repeat(40));
    assertThat(ShortNames.shortened("😀".repeat(21) + "y".repeat(20)))
        .isEqualTo("😀".repeat(20) + "…" + "y".repeat(19));
  }
}
