package dev.logistic.console;

import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Turns the advice in messages of the library, which names settings, into advice for a command
 * line: {@code leave it out with data.exclude} becomes {@code leave it out with --exclude}. Where a
 * message names a setting for another reason, as in {@code data.exclude names "a=b"}, the name
 * stays.
 */
public final class OptionAdvice {

  /** With names that need quotation marks; those in a name have a backslash before them. */
  private static final Pattern QUOTED_EXCLUDE =
      Pattern.compile("(?<=out with )\"data\\.exclude=((?:[^\"\\\\]++|\\\\.)*+)\"", Pattern.DOTALL);

  private static final Pattern QUOTATION_MARK_OR_OTHER =
      Pattern.compile("\\\\(\")|(\\\\.)", Pattern.DOTALL);

  private static final Pattern SETTING =
      Pattern.compile(
          "(?<=SQL with |SQL in |out with |choose columns with |, as in |; )"
              + "data\\.(query|exclude|features)(?![\\w-])(=?)");

  /** From the library's wording to the command line's. */
  private static final Map<String, String> PHRASES =
      Map.of(
          "add a penalty with train.l2=",
          "add a penalty with --set train.l2=",
          "mark incomplete rows instead of refusing them",
          "predict with --on-missing empty",
          "exists already; overwriting it was not requested",
          "exists already; --overwrite replaces it",
          "has checkpoints of a run: resume to continue it;",
          "has checkpoints of a run: --resume goes on with it;");

  private OptionAdvice() {}

  /** Returns the message as the command line prints it. */
  public static String in(String message) {
    String text = QUOTED_EXCLUDE.matcher(message).replaceAll(OptionAdvice::exclude);
    text = SETTING.matcher(text).replaceAll(OptionAdvice::option);
    for (Map.Entry<String, String> phrase : PHRASES.entrySet()) {
      text = text.replace(phrase.getKey(), phrase.getValue());
    }
    return text;
  }

  private static String option(MatchResult setting) {
    return "--" + setting.group(1) + (setting.group(2).isEmpty() ? "" : " ");
  }

  private static String exclude(MatchResult setting) {
    String value = QUOTATION_MARK_OR_OTHER.matcher(setting.group(1)).replaceAll("$1$2");
    return Matcher.quoteReplacement("--exclude " + quotedForShell(value));
  }

  private static String quotedForShell(String value) {
    return "'" + value.replace("'", "'\\''") + "'";
  }
}
