package dev.logistic.report;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Lists and tables that can be read without any script. */
final class HtmlTables {

  private HtmlTables() {}

  /** A list of pairs of names and texts. */
  static Html facts(Map<String, String> facts) {
    List<Html> pairs = new ArrayList<>();
    facts.forEach(
        (name, text) ->
            pairs.add(
                Html.join(List.of(Html.text(name).in("dt"), Html.text(text).in("dd"))).in("div")));
    return facts.isEmpty() ? Html.NONE : Html.join(pairs).in("dl class=\"facts\"");
  }

  /**
   * A row whose first cell is its header. HTML needs no end tags here, and there may be many rows.
   */
  static Html row(List<String> cells) {
    List<String> escaped = cells.stream().map(cell -> Html.text(cell).markup()).toList();
    return new Html("<tr><th>" + String.join("<td>", escaped));
  }

  /** A table with a line of column names. */
  static Html table(List<String> head, List<Html> rows) {
    List<Html> names = head.stream().map(name -> Html.text(name).in("th scope=\"col\"")).toList();
    return new Html(
        Html.concat(names).in("tr").in("thead").markup() + Html.join(rows).in("tbody").markup());
  }

  /** A table that opens on request, and scrolls where it is long. */
  static Html folded(String summary, String attributes, Html table) throws IOException {
    return Template.of("folded.html")
        .fill(
            Map.of(
                "attributes", new Html(attributes), "summary", Html.text(summary), "table", table));
  }

  /** A part of the page with its heading. */
  static Html section(String id, String heading, List<Html> content) throws IOException {
    return Template.of("section.html")
        .fill(
            Map.of(
                "id", Html.text(id),
                "heading", Html.text(heading),
                "content", Html.join(content)));
  }
}
