package dev.logistic.schema;

import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads Java records as rows. Thread-safe. For use within this project. */
public final class Records {

  private Records() {}

  /**
   * Returns the components of a record by name, in order: the cells of the columns with those
   * names, for {@link RowEncoder}.
   *
   * @throws IllegalArgumentException if an accessor cannot be called from here or throws
   */
  public static Map<String, @Nullable Object> cells(Record row) {
    if (row == null) {
      throw new IllegalArgumentException("expected a record, found null");
    }
    Map<String, @Nullable Object> cells = new LinkedHashMap<>();
    for (RecordComponent component : row.getClass().getRecordComponents()) {
      cells.put(component.getName(), cell(row, component.getAccessor()));
    }
    return cells;
  }

  private static @Nullable Object cell(Record row, Method accessor) {
    try {
      accessor.setAccessible(true); // the record may be private
      return accessor.invoke(row);
    } catch (InvocationTargetException e) {
      throw new IllegalArgumentException(
          "%s of %s failed: %s"
              .formatted(accessor.getName(), row.getClass().getName(), e.getCause()),
          e.getCause());
    } catch (IllegalAccessException | InaccessibleObjectException e) {
      throw new IllegalArgumentException(
          "expected a record that can be read, found %s of a package that its module does not open: open it, or pass a Map"
              .formatted(row.getClass().getName()),
          e);
    }
  }
}
