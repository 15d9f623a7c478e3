package dev.logistic.export;

import java.io.IOException;
import java.time.LocalDateTime;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Writes entries of zip files without the time of writing. */
final class ZipFiles {

  /** The earliest that a zip file can hold. */
  static final LocalDateTime TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

  private ZipFiles() {}

  static void add(ZipOutputStream zip, String name, byte[] content) throws IOException {
    ZipEntry entry = new ZipEntry(name);
    entry.setTimeLocal(TIME);
    zip.putNextEntry(entry);
    zip.write(content);
    zip.closeEntry();
  }
}
