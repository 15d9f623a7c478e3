package dev.logistic.report;

import java.util.OptionalDouble;

/**
 * The weight of one feature. One that is not finite is shown as a dash.
 *
 * @param name of the feature
 * @param weight on the scale the model was trained on
 * @param rawWeight on the scale of the input column, if that differs
 */
public record Coefficient(String name, double weight, OptionalDouble rawWeight) {}
