package dev.logistic.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Texts that DuckDB packs come out as they went in. */
class PackedTextsTest {

  private static final String[] PIECES = {
    "",
    "-",
    ":",
    "3:abc",
    "0:",
    "7",
    "-1",
    "ä",
    "\u20ac",
    "\ud83d\ude00",
    "e\u0301",
    "\n",
    "\t",
    "'",
    "\"",
    "a b",
    "\ufeff"
  };

  @Test
  void everyTextComesOutAsItWentInInWhateverOrderCellsAreRead() throws SQLException {
    Random random = new Random(11);
    int columns = 150; // more than two groups
    List<@Nullable String[]> rows = new ArrayList<>();
    for (int row = 0; row < 200; row++) {
      rows.add(IntStream.range(0, columns).mapToObj(column -> text(random)).toArray(String[]::new));
    }
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      write(connection, rows, columns);
      List<String> wanted = new ArrayList<>();
      IntStream.range(0, columns).forEach(column -> wanted.add("c" + column));
      wanted.add("CAST(place AS DOUBLE)");
      wanted.add("c149"); // wanted twice, selected once
      boolean[] isText = new boolean[wanted.size()];
      Arrays.fill(isText, true);
      isText[columns] = false;
      SelectList selected = SelectList.of(wanted, isText);
      try (ResultCells cells = ResultCells.of(statement, selected, "texts ORDER BY place")) {
        for (int row = 0; row < rows.size(); row++) {
          assertThat(cells.next()).isTrue();
          assertThat(cells.number(columns)).isEqualTo(row);
          assertThat(cells.text(columns + 1)).isEqualTo(rows.get(row)[149]);
          for (int column = columns - 1; column >= 0; column--) {
            assertThat(cells.text(column)).isEqualTo(rows.get(row)[column]);
          }
        }
        assertThat(cells.next()).isFalse();
      }
    }
  }

  private static @Nullable String text(Random random) {
    if (random.nextInt(8) == 0) {
      return null;
    }
    StringBuilder text = new StringBuilder();
    for (int pieces = random.nextInt(4); pieces > 0; pieces--) {
      text.append(PIECES[random.nextInt(PIECES.length)]);
    }
    return text.toString();
  }

  private static void write(Connection connection, List<@Nullable String[]> rows, int columns)
      throws SQLException {
    StringBuilder create = new StringBuilder("CREATE TABLE texts(place INTEGER");
    StringBuilder insert = new StringBuilder("INSERT INTO texts VALUES (?");
    for (int column = 0; column < columns; column++) {
      create.append(", c").append(column).append(" VARCHAR");
      insert.append(", ?");
    }
    try (Statement statement = connection.createStatement()) {
      statement.execute(create.append(')').toString());
    }
    try (PreparedStatement statement = connection.prepareStatement(insert.append(')').toString())) {
      for (int row = 0; row < rows.size(); row++) {
        statement.setInt(1, row);
        for (int column = 0; column < columns; column++) {
          statement.setString(column + 2, rows.get(row)[column]);
        }
        statement.execute();
      }
    }
  }
}
