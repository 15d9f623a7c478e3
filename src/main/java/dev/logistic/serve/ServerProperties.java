package dev.logistic.serve;

import java.util.Map;

/**
 * The settings of the JDK's server, which are system properties. It reads them once in a process,
 * when its first server is created. Properties that are already set are left unchanged.
 */
final class ServerProperties {

  private static final Map<String, String> DEFAULTS =
      Map.of(
          // or the body of an answer waits 40 ms for the client to acknowledge its headers
          "sun.net.httpserver.nodelay", "true",
          // seconds to send a request, and to read its answer
          "sun.net.httpserver.maxReqTime", "10",
          "sun.net.httpserver.maxRspTime", "10",
          // bounds the memory of bodies that are being read
          "jdk.httpserver.maxConnections", "512");

  private ServerProperties() {}

  static void set() {
    DEFAULTS.forEach(
        (name, value) -> {
          if (System.getProperty(name) == null) {
            System.setProperty(name, value);
          }
        });
  }
}
