package dev.logistic.table;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import dev.logistic.data.ColumnOrder;
import dev.logistic.data.FeatureLearning;
import dev.logistic.formula.FormulaTerm;
import dev.logistic.schema.FeatureSchema;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/** Learns the features of a formula anew from some of the rows that a table is learned from. */
final class FormulaLearning implements FeatureLearning {

  private final ReadCells cells;
  private final List<FormulaTerm> formula;
  private final DataType type;
  private final int[] ofTable;

  /**
   * @param cells kept
   * @param type of the features
   * @param heldOut rows of the cells that the table is not learned from
   */
  FormulaLearning(ReadCells cells, List<FormulaTerm> formula, DataType type, BitSet heldOut) {
    this.cells = cells;
    this.formula = formula;
    this.type = type;
    this.ofTable =
        IntStream.range(0, Math.toIntExact(cells.blocks().rows()))
            .filter(row -> !heldOut.get(row))
            .toArray();
  }

  @Override
  public Learned learn(long[] training, long[] others, NDManager owner) {
    BitSet rest = new BitSet();
    rest.set(0, Math.toIntExact(cells.blocks().rows()));
    Arrays.stream(training).forEach(row -> rest.clear(ofTable[(int) row]));
    try (NDManager scratch = owner.newSubManager(Device.cpu())) {
      ReadCells again = cells.again();
      List<String> warnings = new ArrayList<>(); // the training on all rows has its own
      SchemaFitting columns = again.columns(rest, warnings);
      FormulaReading terms = again.terms(formula, columns, rest, warnings);
      FeatureSchema schema = terms.schema();
      if (terms.isSparse(schema)) {
        ExpandedAssembly sparse = terms.sparse(schema);
        BitSet wanted = new BitSet();
        Arrays.stream(others).forEach(row -> wanted.set(ofTable[(int) row]));
        return new Learned(
            schema,
            new FeatureRows(null, sparse.assemble(owner, type, rest, false)),
            new FeatureRows(null, sparse.assemble(owner, type, wanted, true)));
      }
      boolean byColumn = cells.options().byColumn() && ColumnOrder.isFaster(schema.width());
      Assembly.Matrices features = terms.assembly(schema).assemble(scratch, type, rest, byColumn);
      NDArray all = Objects.requireNonNull(features.heldOut());
      NDArray some = all.get(scratch, new NDIndex("{}", scratch.create(places(others, rest))));
      return new Learned(
          schema,
          new FeatureRows(moved(features.training(), owner), null),
          new FeatureRows(moved(some, owner), null));
    } catch (TableException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  /** The places of rows among those that are not learned from. */
  private long[] places(long[] rows, BitSet rest) {
    long[] places = new long[rows.length];
    int from = 0;
    long before = 0;
    for (int i = 0; i < rows.length; i++) {
      int row = ofTable[(int) rows[i]];
      before += rest.get(from, row).cardinality();
      places[i] = before;
      from = row;
    }
    return places;
  }

  private static NDArray moved(NDArray features, NDManager owner) {
    NDArray moved = features.toDevice(owner.getDevice(), false);
    moved.attach(owner);
    return moved;
  }
}
