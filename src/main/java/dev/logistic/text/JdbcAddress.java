package dev.logistic.text;

import java.util.Locale;
import java.util.regex.Pattern;

/** Addresses of databases, such as {@code jdbc:postgresql://host/db?user=me&password=secret}. */
public final class JdbcAddress {

  private static final String HIDDEN = "***";

  /**
   * {@code password=secret} and the like, up to the next parameter separator. Drivers do not agree
   * on what else ends a value, so rather too much is hidden than too little. The pattern never
   * backtracks, so that long texts cost neither time nor stack.
   */
  private static final Pattern PARAMETER =
      Pattern.compile(
          "(?i)(?<![\\w.-])(?=[\\w.-]*?(?:pass|pwd|secret|token|key))([\\w.-]++)(\\s*+=\\s*+)"
              + "(\\{[^}\\n]*+(?:}}[^}\\n]*+)*+}|\\{[^}\\n]*+(?:}}[^}\\n]*+)++"
              + "|\"[^\"\\n]*+\"|'[^'\\n]*+'|)[^&;\\n]*+");

  /** The same where only the end of an address is seen: after a parameter separator. */
  private static final Pattern PART = Pattern.compile("(?<=[?&;])" + PARAMETER.pattern());

  /** {@code //user:secret@host}. */
  private static final Pattern AUTHORITY = Pattern.compile("(//[^/:@\\s]*):[^\\s?;]*@");

  /** {@code jdbc:oracle:thin:user/secret@host}. */
  private static final Pattern ORACLE =
      Pattern.compile("(?i)(jdbc:oracle:\\w+:[^/@\\s]*)/[^\\s]*@");

  private JdbcAddress() {}

  /** Whether a source is a database's address. */
  public static boolean is(String source) {
    return source.regionMatches(true, 0, "jdbc:", 0, "jdbc:".length());
  }

  /** Replaces every password of an address, or of a part of one, by stars. */
  public static String withoutPassword(String text) {
    if (!text.toLowerCase(Locale.ROOT).contains("jdbc:")) {
      return PART.matcher(text).replaceAll("$1$2" + HIDDEN);
    }
    String hidden = PARAMETER.matcher(text).replaceAll("$1$2" + HIDDEN);
    hidden = AUTHORITY.matcher(hidden).replaceAll("$1:" + HIDDEN + "@");
    return ORACLE.matcher(hidden).replaceAll("$1/" + HIDDEN + "@");
  }
}
