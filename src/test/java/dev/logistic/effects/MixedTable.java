package dev.logistic.effects;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.logistic.config.Precision;
import dev.logistic.config.Settings;
import dev.logistic.table.TableException;
import dev.logistic.table.TrainingTable;
import dev.logistic.train.LogisticRegression;
import dev.logistic.train.Tables;
import dev.logistic.train.TrainingResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The table for which {@code bench/effects_figures.R} has written R's figures. */
final class MixedTable {

  static final String FILE = "src/test/resources/effects/mixed.csv";

  static final Settings SETTINGS =
      Settings.defaults()
          .with(Settings.SOURCE, FILE)
          .with(Settings.LABEL, "y")
          .with(Settings.EXCLUDE, List.of("w"))
          .with(Settings.PRECISION, Precision.FLOAT64)
          .with(Settings.L2, 0);

  private MixedTable() {}

  /** Figures by name. */
  static JsonObject figures() throws IOException {
    String text = Files.readString(Path.of("src/test/resources/effects/figures.json"), UTF_8);
    return JsonParser.parseString(text).getAsJsonObject();
  }

  static double[] numbers(JsonObject object, String name) {
    JsonArray array = object.getAsJsonArray(name);
    double[] numbers = new double[array.size()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = array.get(i).getAsDouble();
    }
    return numbers;
  }

  static TrainingResult train(Settings settings) throws TableException {
    try (TrainingTable table = Tables.read(settings)) {
      return LogisticRegression.with(settings).train(table);
    }
  }

  /** Its rows as a program has them. */
  static List<Map<String, Object>> rows() throws IOException {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (String line : Files.readAllLines(Path.of(FILE)).subList(1, 241)) {
      String[] cells = line.split(",", -1);
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("age", Integer.valueOf(cells[0]));
      row.put("year", Integer.valueOf(cells[1]));
      row.put("smoker", Integer.valueOf(cells[2]));
      row.put("city", cells[3]);
      rows.add(row);
    }
    return rows;
  }
}
