package dev.logistic.solver;

/**
 * The objective, a sum over the rows, at some parameters of Newton's method.
 *
 * @param centering the coordinates of the parameters
 * @param gradient of the objective
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record NewtonPoint(Centering centering, double[] parameters, double value, double[] gradient) {}
