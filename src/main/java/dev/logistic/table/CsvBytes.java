package dev.logistic.table;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Locale;

/** Derives from the bytes of a CSV file how to read it. For one pass over a file. */
final class CsvBytes {

  /**
   * DuckDB's own buffers have 32 MB, too large for the allocator to reuse: each page of a file
   * would be a page fault. The longest line, 2 MB, must fit.
   */
  static final String BUFFER = ", buffer_size = 2097152";

  private static final int USUAL_LINE = 2_000_000;
  private static final int LONGEST_LINE = 16 << 20;
  private static final String LARGE_BUFFER =
      ", max_line_size = " + LONGEST_LINE + ", buffer_size = " + 2 * LONGEST_LINE;

  private boolean quoted;
  private boolean windows; // whether a line ends with \r\n
  private boolean unix; // whether a line ends with \n alone
  private int length; // of the line
  private int longest;
  private int lines;
  private int longestAt;

  private CsvBytes() {}

  /**
   * The encoding as an option of read_csv; empty for UTF-8.
   *
   * @throws TableException if the first bytes show that the file is not CSV
   */
  static String encoding(String file) throws TableException {
    String first = firstBytes(file);
    if (first.startsWith("504b0304")) {
      boolean sheet = file.toLowerCase(Locale.ROOT).endsWith(".xlsx");
      throw new TableException(
          file
              + " must be a table of text, is "
              + (sheet ? "an Excel workbook; save the sheet as CSV" : "a zip archive; unpack it")
              + ", and use the resulting file");
    }
    if (first.startsWith("feff")) {
      throw new TableException(
          "%s must be UTF-8, is UTF-16 in big-endian order; convert it, as with: iconv -f UTF-16 -t UTF-8"
              .formatted(file));
    }
    return first.startsWith("fffe") ? ", encoding = 'utf-16'" : "";
  }

  private static String firstBytes(String file) {
    try (InputStream in = Files.newInputStream(Path.of(file))) {
      return HexFormat.of().formatHex(in.readNBytes(4));
    } catch (IOException e) {
      return ""; // DuckDB will report what is wrong
    }
  }

  /**
   * Options of read_csv for a file that cannot be read with the usual ones, because its line ends
   * are mixed or a line is very long; else the usual ones.
   *
   * @throws TableException if a line is too long
   */
  static String unusual(String file) throws TableException {
    CsvBytes bytes = new CsvBytes();
    try (InputStream in = new BufferedInputStream(Files.newInputStream(Path.of(file)), 1 << 16)) {
      byte[] some = new byte[1 << 16];
      int before = 0;
      for (int count = in.read(some); count > 0; count = in.read(some)) {
        for (int i = 0; i < count; i++) {
          bytes.add(some[i], before);
          before = some[i];
        }
      }
    } catch (IOException e) {
      return BUFFER; // DuckDB will report what is wrong
    }
    return bytes.options(file);
  }

  private void add(byte next, int before) {
    quoted ^= next == '"';
    length++;
    if (length > longest) {
      longest = length;
      longestAt = lines + 1;
    }
    if (next == '\n') {
      lines++;
    }
    if (next == '\n' && !quoted) {
      windows |= before == '\r';
      unix |= before != '\r';
      length = 0;
    }
  }

  private String options(String file) throws TableException {
    boolean mixed = windows && unix;
    if (longest > LONGEST_LINE && lines > 1) {
      throw new TableException(
          "%s, line %d: must be at most %d MB long, is longer; close a quote that is open there, or shorten its cells"
              .formatted(file, longestAt, LONGEST_LINE >> 20));
    }
    return (longest > USUAL_LINE ? LARGE_BUFFER : BUFFER) + (mixed ? ", strict_mode = false" : "");
  }
}
