package dev.logistic;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What is shipped with the program, as the build lists it. */
class BillOfMaterialsIT {

  private static JsonObject bill() throws Exception {
    return JsonParser.parseString(Files.readString(Path.of("target/djl-logistic-bom.json")))
        .getAsJsonObject();
  }

  private static List<JsonObject> components() throws Exception {
    return bill().getAsJsonArray("components").asList().stream()
        .map(JsonElement::getAsJsonObject)
        .toList();
  }

  @Test
  void itListsTheJarsNextToTheProgram() throws Exception {
    try (Stream<Path> jars = Files.list(Path.of("target/lib"))) {
      assertThat(jars.map(jar -> jar.getFileName().toString()).filter(jar -> jar.endsWith(".jar")))
          .allSatisfy(
              jar ->
                  assertThat(components())
                      .anyMatch(
                          each ->
                              jar.startsWith(
                                  each.get("name").getAsString()
                                      + "-"
                                      + each.get("version").getAsString())))
          .hasSize(components().size());
    }
  }

  @Test
  void thePageOfLicencesNamesEachOfThem() throws Exception {
    String page = Files.readString(Path.of("docs/licences.md"));
    assertThat(components())
        .allSatisfy(
            each ->
                assertThat(page)
                    .containsPattern(
                        "(?m)^\\| `"
                            + each.get("group").getAsString()
                            + ":"
                            + each.get("name").getAsString()
                            + "` \\| (Apache-2\\.0|MIT|BSD-3-Clause)\\b"));
  }

  /** Otherwise two builds would not yield the same bytes. */
  @Test
  void nothingInItDependsOnWhenItWasMade() throws Exception {
    assertThat(bill().has("serialNumber")).isFalse();
    assertThat(bill().getAsJsonObject("metadata").has("timestamp")).isFalse();
  }
}
