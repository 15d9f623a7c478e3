/**
 * Tables from files and databases. {@link dev.logistic.data.table.TableSource} says where rows are;
 * {@link dev.logistic.data.table.TrainingTable} makes labelled data of them and learns the {@link
 * dev.logistic.schema.FeatureSchema}; {@link dev.logistic.data.table.TableRows} reads rows by a
 * schema that is known. {@link dev.logistic.data.table.ColumnRoles} and {@link
 * dev.logistic.data.table.TermFitting} choose the columns and learn their terms, also of tables
 * that others read. Files are read by DuckDB, which only this package starts. Rows are counted from
 * 1, without the header.
 */
@NullMarked
package dev.logistic.data.table;

import org.jspecify.annotations.NullMarked;
