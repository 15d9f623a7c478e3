/**
 * Tables from files and databases. {@link dev.logistic.table.TableSource} locates rows; {@link
 * dev.logistic.table.TrainingTable} turns them into labelled data and learns the {@link
 * dev.logistic.schema.FeatureSchema}; {@link dev.logistic.table.TableRows} reads rows by a known
 * schema. {@link dev.logistic.table.ColumnRoles} and {@link dev.logistic.table.TermFitting} choose
 * the columns and learn their terms, also for tables read by other code. Files are read by DuckDB,
 * which only this package starts. Rows are counted from 1, without the header.
 */
@NullMarked
package dev.logistic.table;

import org.jspecify.annotations.NullMarked;
