package dev.logistic.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Writes completions for fish, which picocli does not support. */
final class FishCompletion {

  private final String program;
  private final StringBuilder script = new StringBuilder();

  private FishCompletion(String program) {
    this.program = program;
  }

  /** Returns a script that completes the commands of a program and their options. */
  static String of(CommandSpec root) {
    FishCompletion completion = new FishCompletion(root.name());
    root.options().forEach(option -> completion.add("__fish_use_subcommand", option));
    root.subcommands()
        .forEach((name, command) -> completion.addCommand(name, command.getCommandSpec()));
    return completion.script.toString();
  }

  private void addCommand(String name, CommandSpec command) {
    add("__fish_use_subcommand", " -f -a " + name, command.usageMessage().description());
    String within = "__fish_seen_subcommand_from " + name;
    command.options().forEach(option -> add(within, option));
  }

  private void add(String condition, OptionSpec option) {
    StringBuilder words = new StringBuilder();
    for (String name : option.names()) {
      words.append(name.startsWith("--") ? " -l " + name.substring(2) : " -s " + name.substring(1));
    }
    words.append(option.arity().max() > 0 ? " -r" : " -f");
    if (option.completionCandidates() != null) {
      words.append(" -f -a ").append(quoted(String.join(" ", option.completionCandidates())));
    }
    add(condition, words.toString(), option.description());
  }

  private void add(String condition, String words, String[] description) {
    String first = description.length == 0 ? "" : description[0];
    script.append(
        "complete -c %s -n %s%s -d %s%n"
            .formatted(
                program,
                quoted(condition),
                words,
                quoted(first.replace("%%", "%").replace("%n", " "))));
  }

  private static String quoted(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }
}
