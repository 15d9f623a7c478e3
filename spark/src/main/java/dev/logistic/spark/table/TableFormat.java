package dev.logistic.spark.table;

import dev.logistic.table.Names;
import dev.logistic.table.TableException;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** The file formats, which are recognised by the ends of names. */
enum TableFormat {
  CSV(".csv"),
  TSV(".tsv"),
  PARQUET(".parquet"),
  JSON(".json", ".jsonl", ".ndjson"),
  ORC(".orc");

  private static final List<String> COMPRESSED =
      List.of(".gz", ".bz2", ".zst", ".lz4", ".snappy", ".deflate");

  @SuppressWarnings("ImmutableEnumChecker") // a list that cannot change
  private final List<String> endings;

  TableFormat(String... endings) {
    this.endings = List.of(endings);
  }

  /**
   * The format of a file, of the files of a glob or of those in a directory; empty if nothing
   * exists at that path.
   *
   * @throws TableException if there are files, but not all of one known format
   * @throws IOException if they cannot be listed
   */
  static Optional<TableFormat> at(String path, Configuration hadoop) throws IOException {
    Path place = new Path(path);
    FileSystem files = place.getFileSystem(hadoop);
    FileStatus[] found = files.globStatus(place);
    if (found == null || found.length == 0) {
      return Optional.empty();
    }
    List<String> names = Arrays.stream(found).map(each -> each.getPath().getName()).toList();
    if (Arrays.stream(found).anyMatch(FileStatus::isDirectory)) {
      Optional<TableFormat> ofName = ofNames(names); // as Spark's own t.parquet/
      if (ofName.isPresent()) {
        return ofName;
      }
      names = namesBelow(files, found);
    }
    Optional<TableFormat> format = ofNames(names);
    if (format.isEmpty()) {
      throw new TableException(
          "%s: the names of files must end in .csv, .tsv, .parquet, .json, .jsonl or .orc, all alike, optionally followed by .gz or the like; found %s"
              .formatted(path, names.isEmpty() ? "none" : Names.listed(names)));
    }
    return format;
  }

  /** Hidden files and markers are ignored, as by Spark; partitions are entered. */
  private static List<String> namesBelow(FileSystem files, FileStatus[] directories)
      throws IOException {
    FileStatus[] at = directories;
    while (true) {
      Path[] paths =
          Arrays.stream(at)
              .filter(FileStatus::isDirectory)
              .map(FileStatus::getPath)
              .toArray(Path[]::new);
      at = files.listStatus(paths, path -> !path.getName().matches("[._].*"));
      List<String> names =
          Arrays.stream(at)
              .filter(FileStatus::isFile)
              .map(each -> each.getPath().getName())
              .toList();
      if (!names.isEmpty() || at.length == 0) {
        return names;
      }
    }
  }

  private static Optional<TableFormat> ofNames(List<String> names) {
    List<Optional<TableFormat>> formats =
        names.stream().map(TableFormat::ofName).distinct().toList();
    return formats.size() == 1 ? formats.get(0) : Optional.empty();
  }

  private static Optional<TableFormat> ofName(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    String plain =
        COMPRESSED.stream()
            .filter(lower::endsWith)
            .map(ending -> lower.substring(0, lower.length() - ending.length()))
            .findFirst()
            .orElse(lower);
    return Arrays.stream(values())
        .filter(format -> format.endings.stream().anyMatch(plain::endsWith))
        .findFirst();
  }

  /** Opens the files; types of text formats are detected. */
  Dataset<Row> load(DataFrameReader reader, String path) {
    return switch (this) {
      case CSV -> delimited(reader, ",").csv(path);
      case TSV -> delimited(reader, "\t").csv(path);
      case PARQUET -> reader.parquet(path);
      case JSON -> reader.json(path);
      case ORC -> reader.orc(path);
    };
  }

  /**
   * The names in the header of one of the files, as they are written; empty where the format has no
   * header or there is no line.
   */
  List<String> header(DataFrameReader reader, String path) {
    if (!detectsTypes()) {
      return List.of();
    }
    return delimited(reader, this == CSV ? "," : "\t")
        .option("header", false)
        .option("inferSchema", false)
        .option("recursiveFileLookup", true) // without columns of directories named key=value
        .csv(path)
        .takeAsList(1)
        .stream()
        .flatMap(
            line ->
                IntStream.range(0, line.size())
                    .mapToObj(i -> line.isNullAt(i) ? "" : line.getString(i)))
        .toList();
  }

  /** Whether all cells are texts, and the types of columns are detected from these. */
  boolean detectsTypes() {
    return this == CSV || this == TSV;
  }

  private static DataFrameReader delimited(DataFrameReader reader, String separator) {
    return reader
        .option("header", true)
        .option("inferSchema", true)
        .option("enforceSchema", false)
        .option("escape", "\"")
        .option("mode", "FAILFAST")
        .option("sep", separator);
  }
}
