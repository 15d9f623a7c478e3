package dev.logistic.spark;

import java.io.Serializable;

/**
 * Blocks that are in the way: of a partition whose tasks now run in another executor.
 *
 * @param location of the executor that has them, as Spark's scheduler writes it
 */
record Copy(int partition, String location) implements Serializable {}
