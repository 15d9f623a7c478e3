package dev.logistic.evaluate;

import dev.logistic.table.RowGroups;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The figures of one group of rows. For use within this project.
 *
 * @param value of the group's column; empty for the rows without one
 * @param figures of the rows
 */
public record GroupFigures(Optional<String> value, Figures figures) {

  /**
   * Evaluates each group. Groups whose rows all have a weight of 0 are left out, since such rows do
   * not count.
   *
   * @param classes the names of the classes, in their order
   * @param whole the figures of all rows, whose threshold, if they have one, is that of each group
   */
  public static List<GroupFigures> of(
      RowGroups groups, RowScores scores, List<String> classes, Figures whole) {
    Threshold threshold = Threshold.of(whole instanceof Evaluation two ? two.threshold() : 0.5);
    List<int[]> rows = groups.rows();
    List<GroupFigures> all = new ArrayList<>();
    for (int group = 0; group < rows.size(); group++) {
      if (Arrays.stream(rows.get(group)).anyMatch(row -> scores.weight(row) > 0)) {
        all.add(
            new GroupFigures(
                Optional.ofNullable(groups.value(group)),
                scores.only(rows.get(group)).evaluate(classes, threshold)));
      }
    }
    return all;
  }

  /** Returns {@code group}, which is null for rows without a value, and the fields of figures. */
  public Map<String, @Nullable Object> toMap() {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    map.put("group", value.orElse(null));
    map.putAll(figures.toMap());
    return map;
  }
}
