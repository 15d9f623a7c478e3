package dev.logistic.spark;

import java.io.Serializable;

/**
 * Obsolete blocks, of a partition whose tasks now run in another executor.
 *
 * @param location of the executor that has them, as Spark's scheduler writes it
 */
record StaleBlocks(int partition, String location) implements Serializable {}
