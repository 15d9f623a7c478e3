/**
 * R's formulas as far as features need them. {@link dev.logistic.formula.Formula#parse} reads a
 * text, and {@link dev.logistic.formula.Formula#terms} expands it for a table's columns into {@link
 * dev.logistic.formula.FormulaTerm}s, products of {@link dev.logistic.formula.Variable}s; {@link
 * dev.logistic.formula.FormulaCoding} decides which of their texts need all indicators. What a
 * variable learns from training rows is a {@link dev.logistic.schema.Basis}. Nothing has to be
 * closed.
 */
@NullMarked
package dev.logistic.formula;

import org.jspecify.annotations.NullMarked;
