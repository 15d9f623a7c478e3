/**
 * Models for other programs: {@link dev.logistic.export.ExportFormat} writes a model directory as
 * safetensors, NPZ, ONNX or an archive for DJL Serving, and returns it as a query of SQL. The
 * arrays {@code weights} (features, outputs) and {@code bias} (1, outputs) have the model's own
 * type; {@code raw_weights} and {@code raw_bias}, present if features are standardized, are those
 * on the scale of the input columns, in float64.
 */
@NullMarked
package dev.logistic.export;

import org.jspecify.annotations.NullMarked;
