package dev.logistic.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.logistic.console.SettingsOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The table of docs/guide/settings.md comes from the keys and from the Javadoc of their constants.
 * {@code mvn test -Dtest=SettingsPageTest -Dsettings.page=write} writes it.
 */
class SettingsPageTest {

  private static final Path PAGE = Path.of("docs/guide/settings.md");
  private static final Path SOURCES = Path.of("src/main/java/dev/logistic/config");
  private static final String IGNORED = "; else ignored";

  private static final Pattern GENERATED =
      Pattern.compile("(?<=<!-- generated -->\n\n).*(?=\n<!-- end -->)", Pattern.DOTALL);

  @Test
  void itsTableIsThatOfTheKeys() throws IOException {
    String page = Files.readString(PAGE);
    String table = table();
    if ("write".equals(System.getProperty("settings.page"))) {
      page = GENERATED.matcher(page).replaceFirst(Matcher.quoteReplacement(table));
      Files.writeString(PAGE, page);
    }

    assertThat(GENERATED.matcher(page).results().map(match -> match.group())).contains(table);
  }

  private static String table() throws IOException {
    StringBuilder table =
        new StringBuilder(
            "| key | default | only with | on Spark | meaning |\n|---|---|---|---|---|\n");
    for (Key<?> key : Settings.KEYS) {
      String option = SettingsOptions.option(key).map(name -> ", " + code(name)).orElse("");
      table.append(
          "| %s | %s | %s | %s | %s |\n"
              .formatted(
                  code(key.name()) + option,
                  defaults(key),
                  onlyWith(key),
                  key.has(Facet.SPARK) ? "yes" : "",
                  meaning(key))
              .replace("|  |", "| |")
              .replace("|  |", "| |"));
    }
    return table.toString();
  }

  private static <T> String defaults(Key<T> key) {
    String original = code(key.print(key.defaultValue()));
    if (key.tableDefault().equals(key.defaultValue())) {
      return original;
    }
    String forTables = key.print(key.tableDefault());
    return original + ", for tables " + (forTables.isEmpty() ? "1/rows" : code(forTables));
  }

  private static String onlyWith(Key<?> key) {
    if (key.requirement().isPresent()) {
      return code(key.requirement().get().toString());
    }
    List<String> conditions = new ArrayList<>();
    if (!key.countsFor(false)) {
      conditions.add("tables" + (key.has(Facet.NEEDS_TABLE) ? "" : IGNORED));
    }
    if (!key.countsFor(true)) {
      conditions.add("synthetic rows" + IGNORED);
    }
    if (key.has(Facet.STEPS)) {
      conditions.add(solvers(each -> !each.convergesToOptimum()) + IGNORED);
    }
    if (key.has(Facet.OPTIMUM)) {
      conditions.add(solvers(Solver::convergesToOptimum) + IGNORED);
    }
    return String.join(", ", conditions);
  }

  private static String solvers(Predicate<Solver> trait) {
    return code(Settings.SOLVER + "=" + Solver.names(trait));
  }

  /** What the Javadoc says, the rule for values and, of a choice, what each value means. */
  private static <T> String meaning(Key<T> key) throws IOException {
    String source = Files.readString(SOURCES.resolve("Settings.java"));
    String meaning =
        javadoc(
            source, "public static final Key<[^=]*> \\w+ =\\s+ALL\\.key\\(\\s*\"%s\"", key.name());
    if (!(key.defaultValue() instanceof Enum<?> choice)) {
      return key.rule().equals("a text") ? meaning : meaning + " Must be " + key.rule() + ".";
    }
    Class<?> type = choice.getDeclaringClass();
    Path file = SOURCES.resolve(type.getSimpleName() + ".java");
    String values = Files.exists(file) ? Files.readString(file) : source;
    List<String> all = new ArrayList<>(List.of(meaning));
    for (T value : constants(key)) {
      String constant = ((Enum<?>) value).name();
      all.add(code(key.print(value)) + ": " + javadoc(values, "%s\\b", constant));
    }
    return String.join(" ", all);
  }

  @SuppressWarnings("unchecked") // the class of a value of the key
  private static <T> List<T> constants(Key<T> key) {
    return (List<T>)
        Arrays.asList(((Enum<?>) key.defaultValue()).getDeclaringClass().getEnumConstants());
  }

  private static String javadoc(String source, String declaration, String name) {
    Matcher matcher =
        Pattern.compile(
                "/\\*\\*((?:(?!\\*/).)*)\\*/\\s+" + declaration.formatted(Pattern.quote(name)),
                Pattern.DOTALL)
            .matcher(source);
    assertThat(matcher.find()).as(name).isTrue();
    String text =
        Stream.of(matcher.group(1).split("\n"))
            .map(line -> line.replaceFirst("^\\s*\\*", "").strip())
            .collect(Collectors.joining(" "))
            .strip();
    return Pattern.compile("\\{@(code|link) #?([^}]*)}")
        .matcher(text)
        .replaceAll(
            tag ->
                Matcher.quoteReplacement(
                    code(tag.group(1).equals("link") ? keyOf(tag.group(2)) : tag.group(2))));
  }

  private static String keyOf(String constant) {
    try {
      return ((Key<?>) Settings.class.getField(constant).get(null)).name();
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(e.getMessage(), e);
    }
  }

  private static String code(String text) {
    return text.isEmpty() ? "" : "`" + text + "`";
  }
}
