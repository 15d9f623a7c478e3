/**
 * Other solvers of the same problem, one a process, at the command of {@code bench/solvers.py}: see
 * {@link dev.logistic.bench.solvers.Contest}.
 */
package dev.logistic.bench.solvers;
