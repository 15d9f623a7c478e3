package dev.logistic.table;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Keeps the passwords of an address out of messages that a driver makes with it. */
final class Secrets {

  private static final Pattern PARAMETER =
      Pattern.compile("(?i)[\\w.-]*(?:pass|pwd|secret|token|key)[\\w.-]*\\s*=\\s*([^&;]+)");
  private static final Pattern AUTHORITY = Pattern.compile("//[^/:@]*:([^?;]*)@");

  private Secrets() {}

  /** The message without the address and without its password. */
  static String hidden(String message, String address) {
    if (address.isEmpty()) {
      return message;
    }
    String hidden = message.replace(address, "the address");
    for (Pattern pattern : List.of(PARAMETER, AUTHORITY)) {
      for (String secret : found(pattern, address)) {
        hidden = hidden.replace(secret, "***");
      }
    }
    return hidden;
  }

  private static List<String> found(Pattern pattern, String address) {
    List<String> secrets = new ArrayList<>();
    for (Matcher matcher = pattern.matcher(address); matcher.find(); ) {
      if (!matcher.group(1).isBlank()) {
        secrets.add(matcher.group(1).strip());
      }
    }
    return secrets;
  }
}
