/**
 * A run as one HTML page that needs nothing but a browser.
 *
 * <p>Entry points: {@link dev.logistic.report.Report}, the contents, and {@link
 * dev.logistic.report.HtmlReport}, which writes them. The tables are plain HTML; the charts are
 * drawn by Chart.js from the WebJar {@code org.webjars.npm:chart.js}, which is copied into the
 * page. Holds no native arrays, so there is nothing to close.
 */
@NullMarked
package dev.logistic.report;

import org.jspecify.annotations.NullMarked;
