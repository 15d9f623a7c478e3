package dev.logistic.inference;

/**
 * A column that alone separates the classes of all rows. For use within this project.
 *
 * @param separation states so, with the values of each class
 * @param exclusion the setting that leaves the column out
 */
public record SeparatingColumn(String separation, String exclusion) {}
