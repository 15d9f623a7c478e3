package dev.logistic.config;

import java.util.regex.Pattern;

/** Addresses of databases, such as {@code jdbc:postgresql://host/db?user=me&password=secret}. */
public final class JdbcAddress {

  private static final String HIDDEN = "***";

  /**
   * {@code password=secret} and the like, up to what separates parameters in any of the drivers.
   */
  private static final Pattern PARAMETER =
      Pattern.compile(
          "(?i)([\\w.-]*(?:password|passwd|passphrase|pwd|secret|token|accesskey|apikey)[\\w.-]*)"
              + "(\\s*=\\s*)(\\{(?:[^}]|}})*\\}|\"[^\"]*\"|'[^']*'|[^&;,)\\s]*)");

  /** {@code //user:secret@host}. */
  private static final Pattern AUTHORITY = Pattern.compile("(//[^/:@\\s]*):[^/\\s]*@");

  /** {@code jdbc:oracle:thin:user/secret@host}. */
  private static final Pattern ORACLE =
      Pattern.compile("(?i)(jdbc:oracle:\\w+:[^/@\\s]*)/[^@\\s]*@");

  private JdbcAddress() {}

  /** Whether a source is a database's address. */
  public static boolean is(String source) {
    return source.regionMatches(true, 0, "jdbc:", 0, "jdbc:".length());
  }

  /** A text with every password of an address in it replaced by three stars. */
  public static String withoutPassword(String text) {
    if (!text.toLowerCase(java.util.Locale.ROOT).contains("jdbc:")) {
      return text;
    }
    String hidden = PARAMETER.matcher(text).replaceAll("$1$2" + HIDDEN.replace("$", "\\$"));
    hidden = AUTHORITY.matcher(hidden).replaceAll("$1:" + HIDDEN + "@");
    return ORACLE.matcher(hidden).replaceAll("$1/" + HIDDEN + "@");
  }
}
