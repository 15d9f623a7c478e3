package dev.logistic.spark;

import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of blocks once all rows have been read.
 *
 * @param means what is subtracted from features, and
 * @param scales what they are divided by after that; both null where they are used as they are
 * @param classes how many there are
 * @param classWeights how much each class's rows count; null where all count alike
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Preparation(
    double @Nullable [] means,
    double @Nullable [] scales,
    int classes,
    @Nullable List<Double> classWeights)
    implements Serializable {}
