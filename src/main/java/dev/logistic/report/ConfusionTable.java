package dev.logistic.report;

import java.util.ArrayList;
import java.util.List;

/** A row for each actual class, with the counts of the predicted ones. */
final class ConfusionTable {

  private ConfusionTable() {}

  /**
   * The head and the body of the table.
   *
   * @param counts by actual class, then by predicted class
   * @param classes short enough for a cell
   */
  static Html html(List<List<Number>> counts, List<String> classes) {
    List<Html> head = new ArrayList<>(List.of(new Html("<td></td>")));
    List<Html> rows = new ArrayList<>();
    for (int actual = 0; actual < classes.size(); actual++) {
      head.add(Html.text("predicted " + classes.get(actual)).in("th scope=\"col\""));
      List<Html> row = new ArrayList<>();
      row.add(Html.text("actually " + classes.get(actual)).in("th scope=\"row\""));
      for (int predicted = 0; predicted < classes.size(); predicted++) {
        row.add(cell(counts.get(actual), predicted, predicted == actual));
      }
      rows.add(Html.concat(row).in("tr"));
    }
    return Html.join(List.of(Html.concat(head).in("tr").in("thead"), Html.join(rows).in("tbody")));
  }

  /** A count and its share of the actual class, tinted by that share. */
  private static Html cell(List<Number> counts, int predicted, boolean right) {
    double rows = counts.stream().mapToDouble(Number::doubleValue).sum();
    double share = rows == 0 ? 0 : counts.get(predicted).doubleValue() / rows;
    String kind = right ? "right" : "wrong";
    return Html.concat(
            List.of(
                Html.text(NumberText.count(counts.get(predicted))),
                Html.text(NumberText.percent(rows == 0 ? Double.NaN : share)).in("small")))
        .in(
            "td class=\""
                + kind
                + "\" style=\"--share: "
                + NumberText.rounded(share, 100).toPlainString()
                + "\"");
  }
}
