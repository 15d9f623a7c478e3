package dev.logistic.cli;

import dev.logistic.config.Settings;
import dev.logistic.schema.ModelCard;
import dev.logistic.table.KnownQuery;
import dev.logistic.table.TableException;
import dev.logistic.table.TableSource;
import dev.logistic.text.JdbcAddress;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The query that a model was trained with. A query of files prepared the model's columns, so it is
 * run on other files too; a query of a database only fetched its rows, and does not apply to files.
 */
final class ModelQuery {

  private ModelQuery() {}

  /** The query to run on files where none is given; empty for none. */
  static String of(ModelCard card) {
    Map<String, String> settings = card.settings();
    return JdbcAddress.is(settings.getOrDefault(Settings.SOURCE.name(), ""))
        ? ""
        : settings.getOrDefault(Settings.QUERY.name(), "").strip();
  }

  /**
   * The source with the model's query, if it has one.
   *
   * @param files without a query
   * @param na texts that mean a missing cell
   * @throws TableException if the query does not fit the files; the message shows it
   */
  static TableSource applied(TableSource files, ModelCard card, List<String> na)
      throws TableException {
    String query = of(card);
    if (query.isEmpty()) {
      return files;
    }
    TableSource queried = new TableSource(files.location(), query);
    try {
      KnownQuery.requireFit(queried, card.schema(), na);
    } catch (TableException e) {
      throw new TableException(
          "the model was trained on the result of a query, which does not fit %s: %s. The query: %s"
                  .formatted(files.location(), e.getMessage(), onOneLine(query))
              + ". Give one for these rows with --query; if they are prepared already, it is"
              + " --query 'SELECT * FROM data'");
    }
    return queried;
  }

  private static String onOneLine(String query) {
    return query.lines().map(String::strip).collect(Collectors.joining(" "));
  }
}
