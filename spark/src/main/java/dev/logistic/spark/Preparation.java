package dev.logistic.spark;

import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How blocks are prepared once all rows have been read.
 *
 * @param means subtracted from the features; null if they are used unchanged
 * @param scales by which they are then divided; null likewise
 * @param classes number of classes
 * @param classWeights weights of the classes; null if unweighted
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Preparation(
    double @Nullable [] means,
    double @Nullable [] scales,
    int classes,
    @Nullable List<Double> classWeights)
    implements Serializable {}
