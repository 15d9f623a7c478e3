package dev.logistic.table;

import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/** A table of known content, written in one of the many ways in which people write tables. */
final class GeneratedTable {

  private static final List<String> TEXTS =
      List.of(
          "a", "B b", "c,d", "e;f", "g\"h", "i\nj", " k", "l ", "#m", "n #7", "\u00fc", "o|p",
          "q\tr", "it's", "$", "%", "x=1", "\\", "\u4e2d");

  private static final List<List<String>> LABELS =
      List.of(
          List.of("0", "1"),
          List.of("no", "yes"),
          List.of("false", "true"),
          List.of("-1", "+1"),
          List.of("-1", "1"),
          List.of("1", "2"),
          List.of("9", "10"),
          List.of("A", "B", "C"));

  /** How cells are written. */
  enum Format {
    CSV,
    JSON,
    PARQUET
  }

  private final Random random;
  private final Format format;
  private final int rows;
  private final List<@Nullable Object[]> columns = new ArrayList<>();
  private final List<String> classes;
  private final int[] labels;
  private final boolean gaps;
  private final String missing;
  private final int files;

  GeneratedTable(long seed, Format format) {
    this.random = new Random(seed);
    this.format = format;
    this.rows = 4 + random.nextInt(30);
    this.files = rows < 12 ? 1 : 1 + random.nextInt(3);
    this.gaps = random.nextInt(3) == 0;
    this.missing =
        gaps && random.nextBoolean() ? List.of("NA", "-999", "?").get(random.nextInt(3)) : "";
    this.classes = LABELS.get(random.nextInt(LABELS.size()));
    this.labels =
        IntStream.range(0, rows)
            .map(row -> row < classes.size() ? row : random.nextInt(classes.size()))
            .toArray();
    int count = 1 + random.nextInt(5);
    for (int i = 0; i < count; i++) {
      columns.add(column(random.nextInt(4)));
    }
  }

  /** Numbers that are whole at first may have decimals in a later file. */
  private @Nullable Object[] column(int kind) {
    @Nullable Object[] cells = new Object[rows];
    double scale = Math.pow(10, random.nextInt(9) - 4);
    int from = random.nextInt(TEXTS.size() - 1);
    int decimalsFrom = random.nextInt(rows);
    for (int row = 0; row < rows; row++) {
      double number = scale * random.nextGaussian();
      cells[row] =
          switch (kind) {
            case 0 -> number;
            case 1 -> row < decimalsFrom ? (Object) (long) (1000 * number) : (Object) number;
            case 2 -> row < 2 ? row == 0 : random.nextBoolean();
            default -> TEXTS.get(from + (row < 2 ? row : random.nextInt(2)));
          };
      if (gaps && row > 3 && random.nextInt(6) == 0) {
        cells[row] = null;
      }
    }
    return cells;
  }

  Choice choice() {
    Choice choice = Choice.usual().label("y").fillMissing();
    return missing.isEmpty() ? choice : choice.na(missing);
  }

  /** Writes the table, and returns the file or a glob of its files. */
  String write(Path folder) throws IOException {
    Dialect dialect = Dialect.random(random);
    String ending =
        format == Format.CSV ? dialect.ending() : format == Format.JSON ? ".jsonl" : ".parquet";
    for (int file = 0; file < files; file++) {
      Path path = folder.resolve("t" + file + ending);
      int first = rows * file / files;
      int end = rows * (file + 1) / files;
      switch (format) {
        case CSV -> dialect.write(path, csv(dialect, first, end));
        case JSON -> Files.writeString(path, json(first, end));
        case PARQUET -> parquet(path, first, end);
      }
    }
    return folder.resolve((files == 1 ? "t0" : "t*") + ending).toString();
  }

  private String csv(Dialect dialect, int first, int end) {
    List<String> lines = new ArrayList<>();
    lines.add(
        IntStream.range(0, columns.size())
            .mapToObj(i -> dialect.quoted("c" + i, false))
            .collect(Collectors.joining(dialect.delimiter(), "", dialect.delimiter() + "y")));
    for (int row = first; row < end; row++) {
      List<String> cells = new ArrayList<>();
      for (Object[] column : columns) {
        Object cell = column[row];
        cells.add(cell == null ? missing : dialect.cell(cell));
      }
      cells.add(dialect.quoted(classes.get(labels[row]), false));
      lines.add(String.join(dialect.delimiter(), cells));
    }
    return String.join(dialect.lineEnd(), lines) + (dialect.ended() ? dialect.lineEnd() : "");
  }

  private String json(int first, int end) {
    StringBuilder json = new StringBuilder();
    for (int row = first; row < end; row++) {
      json.append('{');
      for (int i = 0; i < columns.size(); i++) {
        Object cell = columns.get(i)[row];
        if (cell != null || random.nextBoolean()) { // a key may be left off
          json.append("\"c").append(i).append("\": ").append(json(cell)).append(", ");
        }
      }
      json.append("\"y\": ").append(json(label(row))).append("}\n");
    }
    return json.toString();
  }

  private static String json(@Nullable Object cell) {
    return cell instanceof String text
        ? '"'
            + text.replace("\\", "\\\\")
                .replace("\"", "\\\"")
                .replace("\n", "\\n")
                .replace("\t", "\\t")
            + '"'
        : String.valueOf(cell);
  }

  private Object label(int row) {
    String text = classes.get(labels[row]);
    return classes.stream().allMatch(name -> name.matches("-?\\d+"))
        ? (Object) Long.valueOf(text)
        : (Object) text;
  }

  /** Each file has the narrowest types that hold its own cells. */
  private void parquet(Path path, int first, int end) {
    List<String> select = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      select.add("CAST(c%d AS %s) AS c%d".formatted(i, sqlType(columns.get(i), first, end), i));
    }
    select.add("y");
    String names =
        IntStream.range(0, columns.size()).mapToObj(i -> "c" + i).collect(Collectors.joining(", "));
    List<String> values = new ArrayList<>();
    for (int row = first; row < end; row++) {
      List<String> cells = new ArrayList<>();
      for (Object[] column : columns) {
        cells.add(sql(column[row]));
      }
      cells.add(sql(label(row)));
      values.add("(" + String.join(", ", cells) + ")");
    }
    Duck.run(
        "COPY (SELECT %s FROM (VALUES %s) t(%s, y)) TO '%s' (FORMAT parquet)"
            .formatted(String.join(", ", select), String.join(", ", values), names, path));
  }

  private static String sqlType(@Nullable Object[] column, int first, int end) {
    List<Object> cells =
        Arrays.stream(column, first, end).filter(Objects::nonNull).map(Object.class::cast).toList();
    if (column[0] instanceof String) {
      return "VARCHAR";
    }
    if (column[0] instanceof Boolean) {
      return "BOOLEAN";
    }
    return cells.stream().allMatch(Long.class::isInstance) ? "BIGINT" : "DOUBLE";
  }

  private static String sql(@Nullable Object cell) {
    return cell instanceof String text
        ? "'" + text.replace("'", "''") + "'"
        : cell instanceof Double number ? "CAST('" + number + "' AS DOUBLE)" : String.valueOf(cell);
  }

  List<String> classes() {
    return classes;
  }

  double[] labels() {
    return Arrays.stream(labels).asDoubleStream().toArray();
  }

  /** The features that the cells are to become. */
  double[][] features() {
    List<double[]> features = new ArrayList<>();
    for (Object[] column : columns) {
      if (column[0] instanceof String) {
        features.add(indicator(column));
      } else {
        features.add(numbers(column));
      }
    }
    return IntStream.range(0, rows)
        .mapToObj(row -> features.stream().mapToDouble(each -> each[row]).toArray())
        .toArray(double[][]::new);
  }

  /**
   * How far each feature may be from {@link #features}: not at all, unless its cell is missing and
   * was filled with the mean of its column, whose rounding grows with the column's values.
   */
  double[][] rounding() {
    double[][] expected = features();
    double[][] rounding = new double[rows][columns.size()];
    for (int column = 0; column < columns.size(); column++) {
      double largest = 1;
      for (double[] row : expected) {
        largest = Math.max(largest, Math.abs(row[column]));
      }
      for (int row = 0; row < rows; row++) {
        rounding[row][column] = columns.get(column)[row] == null ? 1e-14 * largest : 0;
      }
    }
    return rounding;
  }

  private static double[] numbers(@Nullable Object[] cells) {
    @Nullable Double[] numbers = new Double[cells.length];
    for (int row = 0; row < cells.length; row++) {
      Object cell = cells[row];
      if (cell != null) {
        numbers[row] =
            cell instanceof Boolean flag ? (flag ? 1. : 0.) : ((Number) cell).doubleValue();
      }
    }
    double mean =
        Arrays.stream(numbers)
            .filter(Objects::nonNull)
            .mapToDouble(Double.class::cast)
            .average()
            .orElseThrow();
    return Arrays.stream(numbers).mapToDouble(each -> each == null ? mean : each).toArray();
  }

  /** Of two levels, the one that is not the reference; a gap has the more frequent one. */
  private static double[] indicator(@Nullable Object[] cells) {
    Map<String, Long> counts =
        Arrays.stream(cells)
            .filter(Objects::nonNull)
            .collect(
                Collectors.groupingBy(String.class::cast, TreeMap::new, Collectors.counting()));
    List<String> levels = List.copyOf(counts.keySet());
    boolean second =
        counts.getOrDefault(levels.get(1), 0L) > counts.getOrDefault(levels.get(0), 0L);
    return Arrays.stream(cells)
        .mapToDouble(cell -> (cell == null ? second : cell.equals(levels.get(1))) ? 1 : 0)
        .toArray();
  }

  /** How a CSV file is written. */
  private record Dialect(
      String delimiter,
      String lineEnd,
      boolean quotesTexts,
      boolean quotesNumbers,
      boolean decimalComma,
      boolean ended,
      boolean marked,
      String ending) {

    static Dialect random(Random random) {
      String delimiter = List.of(",", ",", ";", "\t", "|").get(random.nextInt(5));
      return new Dialect(
          delimiter,
          random.nextInt(4) == 0 ? "\r\n" : "\n",
          random.nextBoolean(),
          random.nextInt(4) == 0,
          delimiter.equals(";") && random.nextBoolean(),
          random.nextInt(5) > 0,
          random.nextInt(5) == 0,
          random.nextInt(6) == 0 ? ".csv.gz" : ".csv");
    }

    String cell(Object cell) {
      String text = cell.toString();
      return cell instanceof String
          ? quoted(text, quotesTexts)
          : quoted(decimalComma ? text.replace('.', ',') : text, quotesNumbers);
    }

    String quoted(String text, boolean always) {
      boolean needed =
          text.contains(delimiter)
              || text.contains("\"")
              || text.contains("\n")
              || !text.equals(text.strip());
      return always || needed ? '"' + text.replace("\"", "\"\"") + '"' : text;
    }

    void write(Path path, String content) throws IOException {
      try (OutputStream file = Files.newOutputStream(path);
          OutputStream out = ending.endsWith(".gz") ? new GZIPOutputStream(file) : file;
          Writer writer = new OutputStreamWriter(out, StandardCharsets.UTF_8)) {
        writer.write(marked ? "\ufeff" + content : content);
      }
    }
  }
}
