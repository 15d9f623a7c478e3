package dev.logistic.console;

import dev.logistic.config.Settings;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Turns the advice in messages of the library, which names settings, into advice for a command
 * line: {@code leave it out with data.exclude} becomes {@code leave it out with --exclude}.
 *
 * <p>One rule for every setting that has an option: advice names it after <em>with</em> or
 * <em>in</em>, or at the beginning of a clause that follows a semicolon. In other places the name
 * stays, as in {@code data.exclude names "a=b"}, and so does a second setting of a subject, as in
 * {@code data.features with data.exclude}.
 */
public final class OptionAdvice {

  private static final String NAME =
      SettingsOptions.OPTIONS.keySet().stream()
          .map(Pattern::quote)
          .collect(Collectors.joining("|", "(?:", ")"));

  private static final Pattern SETTING =
      Pattern.compile(
          "(?<=\\b(?:with|in) |; )(?<!%s with )(%s)(?![\\w-]|\\.\\w)(=?)".formatted(NAME, NAME));

  /** With a value that needs quotation marks; those inside are escaped by a backslash. */
  private static final Pattern QUOTED_SETTING =
      Pattern.compile(
          "(?<=\\b(?:with|in) )\"(%s)=((?:[^\"\\\\]++|\\\\.)*+)\"".formatted(NAME), Pattern.DOTALL);

  private static final Pattern QUOTATION_MARK_OR_OTHER =
      Pattern.compile("\\\\(\")|(\\\\.)", Pattern.DOTALL);

  /** Remedies that are not settings, and penalties, which have no option: in both wordings. */
  static final Map<String, String> REMEDIES =
      Map.of(
          "add a penalty with " + Settings.L2 + "=",
          "add a penalty with --set " + Settings.L2 + "=",
          "prior with " + Settings.FIRTH + "=",
          "prior with --set " + Settings.FIRTH + "=",
          "mark incomplete rows instead of refusing them",
          "predict with --on-missing empty",
          "exists already; overwriting it was not requested",
          "exists already; --overwrite replaces it",
          "has checkpoints of a run: resume to continue it;",
          "has checkpoints of a run: --resume continues it;");

  private OptionAdvice() {}

  /** Returns the message as the command line prints it. */
  public static String in(String message) {
    String text = QUOTED_SETTING.matcher(message).replaceAll(OptionAdvice::quoted);
    text = SETTING.matcher(text).replaceAll(OptionAdvice::option);
    for (Map.Entry<String, String> remedy : REMEDIES.entrySet()) {
      text = text.replace(remedy.getKey(), remedy.getValue());
    }
    return text;
  }

  private static String option(MatchResult setting) {
    return SettingsOptions.OPTIONS.get(setting.group(1)) + (setting.group(2).isEmpty() ? "" : " ");
  }

  private static String quoted(MatchResult setting) {
    String value = QUOTATION_MARK_OR_OTHER.matcher(setting.group(2)).replaceAll("$1$2");
    String option = SettingsOptions.OPTIONS.get(setting.group(1));
    return Matcher.quoteReplacement(option + " " + quotedForShell(value));
  }

  private static String quotedForShell(String value) {
    return "'" + value.replace("'", "'\\''") + "'";
  }
}
