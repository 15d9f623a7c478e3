package dev.logistic.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** The commands in README and guide exist, and print the output shown there. */
class DocumentedCommandsTest {

  private static final Pattern START =
      Pattern.compile("(?:bin/djl-logistic|java .*-jar target/djl-logistic.jar)(?= |$)");

  private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|'([^']*)'|(\\S+)");

  @TempDir private Path directory;

  static Stream<List<String>> commands() throws IOException {
    try (Stream<Path> guide = Files.list(Path.of("docs/guide"))) {
      return Stream.concat(Stream.of(Path.of("README.md")), guide.sorted())
          .flatMap(page -> commandsOf(page).stream())
          .toList()
          .stream();
    }
  }

  /** The arguments of each command of a page; lines end with a backslash where they continue. */
  private static List<List<String>> commandsOf(Path page) {
    try {
      return commandsOf(Files.readString(page));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<List<String>> commandsOf(String page) {
    String text = page.replaceAll("\\\\\n\\s*", "");
    List<List<String>> commands = new ArrayList<>();
    for (String line : text.lines().toList()) {
      Matcher start = START.matcher(line.strip());
      if (start.lookingAt()) {
        commands.add(words(line.strip().substring(start.end()).replaceFirst(" #.*", "")));
      }
    }
    return commands;
  }

  private static List<String> words(String line) {
    return WORD.matcher(line)
        .results()
        .map(word -> word.group().replaceAll("^[\"']|[\"']$", ""))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("commands")
  void aCommandHasOptionsThatTheProgramKnows(List<String> arguments) {
    new CommandLine(new RootCommand())
        .registerConverter(Path.class, Path::of)
        .parseArgs(arguments.toArray(String[]::new));
  }

  @Test
  void thereAreCommandsToCheck() throws IOException {
    assertThat(commands()).hasSizeGreaterThan(15);
  }

  @Test
  void theTableOfTheReadmeIsTrainedEvaluatedAndPredictedAsItPrints() throws IOException {
    String readme = Files.readString(Path.of("README.md"));

    List<String> printed = printedBy(commandsOf(readme));

    int from = readme.indexOf("Iteration: 000");
    List<String> shown = readme.substring(from, readme.indexOf("```", from)).lines().toList();
    assertThat(printed).containsAll(shown.stream().filter(line -> !line.equals("...")).toList());
    assertThat(directory.resolve("p.parquet")).isNotEmptyFile();
  }

  private List<String> printedBy(List<List<String>> commands) {
    List<String> printed = new ArrayList<>();
    for (List<String> command : commands) {
      StringWriter out = new StringWriter();
      StringWriter err = new StringWriter();
      int status = Cli.run(new PrintWriter(out), new PrintWriter(err), inDirectory(command));
      assertThat(status).as("%s: %s", command, err).isZero();
      printed.addAll(out.toString().replace(directory + "/", "").lines().toList());
    }
    return printed;
  }

  /** Its blocks of our output are marked as text; those of R's are not. */
  @Test
  void theWorkedExampleOfStatisticsPrintsWhatItShows() throws IOException {
    String page = Files.readString(Path.of("docs/guide/statistics.md"));
    String example = page.substring(page.indexOf("## A worked example"));

    List<String> printed = printedBy(commandsOf(example));

    List<String> shown =
        Pattern.compile("```text\\n(.*?)```", Pattern.DOTALL)
            .matcher(example)
            .results()
            .flatMap(block -> block.group(1).lines())
            .filter(line -> !line.equals("..."))
            .toList();
    assertThat(shown).hasSizeGreaterThan(40);
    assertThat(printed).containsAll(shown);
  }

  /** What a command writes goes where the test may write. */
  private String[] inDirectory(List<String> command) {
    return command.stream()
        .map(
            word ->
                word.matches("m|r\\.html|p\\.parquet") ? directory.resolve(word).toString() : word)
        .toArray(String[]::new);
  }
}
