package dev.logistic.spark.table;

import dev.logistic.table.Names;
import dev.logistic.table.TableException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** The keys of directories named {@code key=value}, which Spark reads as columns. */
final class Partitions {

  private static final Pattern KEY = Pattern.compile("/([^/=]+)=[^/]*(?=/)");

  private Partitions() {}

  /**
   * Checks that no key replaces a column of the files, as Spark would allow silently.
   *
   * @throws TableException if one does
   */
  static void requireApart(
      SparkSession session, String source, TableFormat format, Dataset<Row> rows)
      throws TableException {
    String[] files = rows.inputFiles();
    List<String> columns =
        Arrays.stream(rows.columns()).map(name -> name.toLowerCase(Locale.ROOT)).toList();
    List<String> keys =
        files.length == 0
            ? List.of()
            : KEY.matcher(files[0])
                .results()
                .map(found -> found.group(1).toLowerCase(Locale.ROOT))
                .filter(columns::contains)
                .toList();
    if (keys.isEmpty()) {
      return;
    }
    // a single file is read without the directories around it
    List<String> own =
        Arrays.stream(format.load(session.read(), files[0]).columns())
            .map(name -> name.toLowerCase(Locale.ROOT))
            .filter(keys::contains)
            .toList();
    boolean replaced = !own.isEmpty() && isPartitioned(source, own);
    if (replaced) {
      throw new TableException(
          "%s: the files have their own column %s, which the directories named %s=... would replace; rename either"
              .formatted(source, Names.listed(own), own.get(0)));
    }
  }

  /** Whether a key is below the source rather than in the path that leads to it. */
  private static boolean isPartitioned(String source, List<String> keys) {
    Matcher above = KEY.matcher("/" + source + "/");
    return above
        .results()
        .noneMatch(found -> keys.contains(found.group(1).toLowerCase(Locale.ROOT)));
  }
}
