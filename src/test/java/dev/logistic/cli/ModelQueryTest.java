package dev.logistic.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models that were trained on the result of a query, and the rows that they are applied to. */
class ModelQueryTest {

  private static final String ROWS =
      "x,id,y\n1,a,no\n2,b,no\n40,c,yes\n5,d,no\n60,e,yes\n3,f,yes\n";
  private static final String OWN = "SELECT * FROM data";

  @TempDir Path directory;

  private String rows;

  @BeforeEach
  void write() throws IOException {
    rows = write("rows.csv", ROWS);
  }

  private String path(String name) {
    return directory.resolve(name).toString();
  }

  private String write(String name, String text) throws IOException {
    return Files.writeString(directory.resolve(name), text).toString();
  }

  private void train(String query, String... more) {
    List<String> all =
        new ArrayList<>(List.of("train", "--data", rows, "--query", query, "--label", "y"));
    all.addAll(List.of("--model", path("m"), "--quiet"));
    all.addAll(Arrays.asList(more));
    Run.ofFaultless(all.toArray(String[]::new));
  }

  private Run run(String command, String data, String... more) {
    List<String> all = new ArrayList<>(List.of(command, "--model", path("m"), "--data", data));
    all.addAll(Arrays.asList(more));
    return Run.of(all.toArray(String[]::new));
  }

  private Run predict(String data, String... more) {
    return run("predict", data, more);
  }

  private void assertRefused(Run run, String data, String reason, String query) {
    assertThat(run)
        .isEqualTo(
            new Run(
                1,
                "",
                "error: the model was trained on the result of a query, which does not fit %s: %s."
                        .formatted(data, reason)
                    + " The query: "
                    + query
                    + ". Give one for these rows with --query; if they are prepared already, it is"
                    + " --query 'SELECT * FROM data'\n"));
  }

  @Test
  void theQueryIsAskedOfOtherFilesToo() throws IOException {
    String query = "SELECT ln(x) AS x FROM data";
    train("SELECT ln(x) AS x, y FROM data;");
    train("SELECT ln(x) AS x, * EXCLUDE (x, id) FROM data", "--overwrite");
    String others = write("others.csv", "x,id\n7,a\n8,b\n");

    Run run = predict(others);
    assertThat(run).isEqualTo(predict(others, "--query", query));
    assertThat(run.out()).startsWith("x,probability,prediction\n1.9459101490553132,0.");
    assertThat(predict(others, "--query", OWN).out())
        .startsWith("x,id,probability,")
        .contains("7,");
    assertThat(run("evaluate", rows, "--json", "-").json())
        .isEqualTo(
            run("evaluate", rows, "--query", "SELECT ln(x) AS x, y FROM data", "--json", "-")
                .json());
  }

  @Test
  void aQueryThatCannotBeRunIsShownWithTheWaysOut() throws IOException {
    train("SELECT ln(x) AS x,\n  y FROM data");
    String unlabelled = write("u.csv", "x\n7\n");

    assertRefused(
        predict(unlabelled),
        unlabelled,
        "the query cannot be run: Referenced column \"y\" not found in FROM clause!",
        "SELECT ln(x) AS x, y FROM data");
    assertThat(predict(unlabelled, "--query", OWN).status()).isZero();
  }

  @Test
  void aCellThatTheQueryCannotConvertIsShownWithTheWaysOut() throws IOException {
    rows = write("kg.csv", "n,y\n1kg,no\n2kg,no\n4kg,yes\n5kg,yes\n");
    train("SELECT CAST(replace(n, 'kg', '') AS DOUBLE) AS x, y FROM data");
    String pounds = write("lb.csv", "n,y\n1kg,no\n2lb,no\n");

    for (String command : List.of("predict", "evaluate")) {
      Run run = run(command, pounds);
      assertThat(run.status()).isEqualTo(1);
      assertThat(run.err())
          .startsWith("error: the model was trained on the result of a query, which does not fit ")
          .contains("'2lb'", "The query: SELECT CAST(replace(n, 'kg', '') AS DOUBLE) AS x, y FROM")
          .endsWith("--query 'SELECT * FROM data'\n");
    }
  }

  @Test
  void aQueryThatWouldDropOrAddRowsIsRefused() {
    String query = "SELECT x, y FROM data WHERE x < 50";
    train(query);

    assertRefused(predict(rows), rows, "it returns 5 rows for 6 rows", query);
    assertRefused(run("evaluate", rows), rows, "it returns 5 rows for 6 rows", query);
    assertThat(run("evaluate", rows, "--query", query, "--json", "-").json().get("rows"))
        .hasToString("5");
  }

  @Test
  void aQueryThatReadsOtherFilesIsRefused() throws IOException {
    String query = "SELECT x, y FROM '" + rows + "'";
    train(query);
    String others = write("others.csv", ROWS.replace("60", "70"));

    assertRefused(
        predict(others),
        others,
        "the query does not read the view data, and therefore none of these rows",
        query);
  }

  @Test
  void theViewHasMissingValuesAndTypesAsInTheTraining() throws IOException {
    rows = write("na.csv", ROWS.replace("3,f,yes", "?,f,yes").replace("5,d", "5.4,d"));
    train(
        "SELECT coalesce(x, 10) AS n, CASE WHEN x > 5 THEN 'high' ELSE 'low' END AS x, y FROM data",
        "--set",
        "data.na=?");

    assertThat(predict(write("others.csv", "x,y\n5.4,no\n?,yes\n")).out())
        .startsWith("n,x,y,probability,prediction\n5.4,high,no,0.")
        .contains("\n10.0,low,yes,0.");
  }

  @Test
  void codesThatAreHandedOnStayTexts() throws IOException {
    rows = write("codes.csv", "c,y\nA1,no\n007,yes\nA1,no\n007,yes\nA1,yes\n007,no\n");
    train(OWN);
    String numbers = write("numbers.csv", "c\n007\n");

    assertThat(predict(numbers).out()).startsWith("c,probability,prediction\n007,0.");
    assertThat(predict(numbers)).isEqualTo(predict(numbers, "--query", OWN));
    assertThat(predict(numbers).err()).isEmpty();
  }

  @Test
  void aDatabasesQueryIsNotAskedOfFiles() {
    String database = "jdbc:duckdb:";
    String query = "SELECT x, y FROM '" + rows + "'";
    Run.ofFaultless(
        "train", "--data", database, "--query", query, "--label", "y", "--model", path("m"),
        "--quiet");

    assertThat(predict(rows).out()).startsWith("x,id,y,probability,prediction\n1,a,no,0.");
    assertThat(predict(database).err())
        .startsWith("error: a database needs a query: --query \"SELECT ... FROM ...\"\n");
  }
}
