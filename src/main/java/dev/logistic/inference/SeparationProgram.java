package dev.logistic.inference;

import ai.djl.ndarray.types.DataType;
import dev.logistic.solver.AllRows;
import dev.logistic.solver.Centering;
import dev.logistic.solver.Cholesky;
import dev.logistic.solver.RowFacts;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * Decides whether a likelihood has a finite optimum, that is, whether no direction of the
 * parameters lowers no row's margin and raises some (Albert and Anderson 1984, On the existence of
 * maximum likelihood estimates in logistic regression models). A margin is how much higher the
 * logit of a row's own class is than that of another.
 *
 * <p>The directions that lower no margin are a cone. The sum of all margins, seen as a direction,
 * is projected onto the cone of a few rows: there is no such direction if and only if the
 * projection is 0, as the sum grows along every one of them. The rows that contradict the
 * projection most are added to the few, until none does. That some rows leave no direction proves
 * that all rows leave none, and a direction counts only when all rows have been checked. The
 * projection is the residual of a least squares problem with non-negative coefficients, so that it
 * decides the linear program of Konis (2007, Linear programming algorithms for detecting separated
 * data in binary logistic regression models) with the accuracy of an orthogonal factorization.
 * Dependent columns are left out, and the others made orthogonal before. Everything is in float64.
 */
final class SeparationProgram {

  /** Time is cubic in this number. */
  private static final int MOST_PARAMETERS = 500;

  private static final int MOST_PASSES = 200;
  private static final int FEWEST_CUTS = 64;

  /** A projection shorter than this, relative to the projected vector, counts as 0. */
  private static final double ZERO = 1e-12;

  private final AllRows rows;
  private final Frame frame;
  private final int classes;
  private final int[] independent;
  private final Cholesky factor;
  private final double[] target;
  private final Set<Cuts.Cut> known = new TreeSet<>(Cuts.Cut.ROWS);
  private final List<Constraint> constraints = new ArrayList<>();

  /**
   * A row that a direction must not contradict.
   *
   * @param cut the row
   * @param length of the column
   * @param column the coefficients of its margin in the orthogonal coordinates, of length 1
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Constraint(Cuts.Cut cut, double length, double[] column) {}

  private SeparationProgram(AllRows rows) {
    RowFacts facts = rows.facts();
    int columns = facts.schema().width();
    this.rows = rows;
    this.classes = facts.classes().size();
    this.frame = Frame.of(rows.aggregate(new RangesPass(columns, classes)), columns);
    FrameSums.Sums sums = rows.aggregate(new FrameSums(frame, classes));
    List<Integer> dependent = new Cholesky(sums.squares().matrix()).dependent();
    this.independent =
        IntStream.range(0, frame.size()).filter(place -> !dependent.contains(place)).toArray();
    double[][] squares = sums.squares().matrix();
    double[][] full = new double[independent.length][independent.length];
    for (int i = 0; i < full.length; i++) {
      for (int j = i; j < full.length; j++) {
        full[i][j] = squares[independent[i]][independent[j]];
      }
    }
    this.factor = new Cholesky(full);
    this.target = orthogonal(sums.margins());
  }

  /** Decides it, unless there are too many parameters. */
  static Separation.Decision decide(AllRows rows) {
    RowFacts facts = rows.facts();
    long parameters = (long) facts.schema().width() * Centering.classes(facts.outputs());
    return parameters <= MOST_PARAMETERS
        ? new SeparationProgram(rows).decision()
        : Separation.Decision.UNDECIDED;
  }

  private Separation.Decision decision() {
    Search quasi = new Search(false);
    Optional<Planes> direction = quasi.direction();
    if (direction.isEmpty()) {
      return quasi.provenNone ? Separation.Decision.OPTIMUM_EXISTS : Separation.Decision.UNDECIDED;
    }
    double[] planes = new Search(true).direction().or(() -> direction).orElseThrow().values();
    return Separation.Decision.noOptimum(frame.unframed(planes, rows.facts().outputs()));
  }

  /** Coefficients of the frame's coordinates as those of the orthogonal ones. */
  private double[] orthogonal(double[] ofFrame) {
    double[] orthogonal = new double[(classes - 1) * independent.length];
    for (int place = 0; place < classes - 1; place++) {
      double[] part = new double[independent.length];
      for (int i = 0; i < part.length; i++) {
        part[i] = ofFrame[place * frame.size() + independent[i]];
      }
      System.arraycopy(factor.forward(part, 0), 0, orthogonal, place * part.length, part.length);
    }
    return orthogonal;
  }

  /** A direction in orthogonal coordinates as planes in those of the frame. */
  private Planes planes(double[] direction) {
    double[] planes = new double[(classes - 1) * frame.size()];
    for (int place = 0; place < classes - 1; place++) {
      int start = place * independent.length;
      double[] part =
          factor.backward(Arrays.copyOfRange(direction, start, start + independent.length));
      for (int i = 0; i < part.length; i++) {
        planes[place * frame.size() + independent[i]] = part[i];
      }
    }
    double unit = rows.type() == DataType.FLOAT32 ? 0x1p-24 : 0x1p-53;
    return new Planes(frame, planes, unit, 0);
  }

  private void add(Cuts.Cut cut) {
    double[] ofFrame = new double[(classes - 1) * frame.size()];
    for (int i = 0; i < frame.size(); i++) {
      if (cut.own() > 0) {
        ofFrame[(cut.own() - 1) * frame.size() + i] = cut.row()[i];
      }
      if (cut.other() > 0) {
        ofFrame[(cut.other() - 1) * frame.size() + i] = -cut.row()[i];
      }
    }
    double[] column = orthogonal(ofFrame);
    double length = length(column);
    Arrays.setAll(column, i -> column[i] / length);
    constraints.add(new Constraint(cut, length, column));
  }

  private static double length(double[] vector) {
    return Math.sqrt(dot(vector, vector));
  }

  private static double dot(double[] one, double[] other) {
    double sum = 0;
    for (int i = 0; i < one.length; i++) {
      sum += one[i] * other[i];
    }
    return sum;
  }

  /**
   * A search for a direction: one that lowers no margin, or one that raises all. The latter is the
   * shortest that raises each by 1 at least (Lawson and Hanson 1974, problem LDP).
   */
  private final class Search {

    private final boolean all;
    private final double[] sought;
    private final NonNegativeLeastSquares problem;
    private final Set<Integer> useless = new HashSet<>();
    private boolean provenNone;

    Search(boolean all) {
      this.all = all;
      this.sought = new double[target.length + (all ? 1 : 0)];
      if (all) {
        sought[target.length] = 1;
      } else {
        double length = length(target);
        Arrays.setAll(sought, i -> length > 0 ? -target[i] / length : 0);
      }
      this.problem = new NonNegativeLeastSquares(sought);
    }

    Optional<Planes> direction() {
      int most = Math.max(FEWEST_CUTS, 2 * target.length);
      for (int pass = 0; pass < MOST_PASSES; pass++) {
        double[] residual = settle();
        if (!(length(residual) > ZERO)) {
          provenNone = true;
          return Optional.empty();
        }
        Planes planes = tolerant(residual);
        Cuts.Found found = rows.aggregate(new Cuts(planes, all, most));
        if (found.cuts().length == 0) {
          return found.agrees() ? Optional.of(planes) : Optional.empty();
        }
        List<Cuts.Cut> more = Arrays.stream(found.cuts()).filter(known::add).toList();
        if (more.isEmpty()) {
          return Optional.empty(); // rounding hides how to satisfy the known rows
        }
        more.forEach(SeparationProgram.this::add);
      }
      return Optional.empty();
    }

    /** Solves the problem on the known rows, and returns its residual. */
    private double[] settle() {
      useless.clear();
      while (true) {
        double[] residual = problem.residual();
        if (!(length(residual) > ZERO)) {
          return residual;
        }
        int worst = worst(residual);
        if (worst < 0) {
          return residual;
        }
        if (!problem.enter(worst, column(worst))) {
          useless.add(worst);
        }
      }
    }

    private double[] column(int number) {
      double[] column = constraints.get(number).column();
      if (!all) {
        return column;
      }
      double[] longer = Arrays.copyOf(column, sought.length);
      longer[column.length] = 1;
      return longer;
    }

    /** The row whose margin the residual violates most, relative to its length, or -1. */
    private int worst(double[] residual) {
      Planes planes = tolerant(residual);
      Set<Integer> used = Set.copyOf(problem.used());
      double required = all ? residual[target.length] : 0;
      int worst = -1;
      double least = -ZERO * length(residual);
      for (int i = 0; i < constraints.size(); i++) {
        Constraint each = constraints.get(i);
        double excess = -required;
        for (int j = 0; j < each.column.length; j++) {
          excess -= each.column[j] * residual[j];
        }
        if (excess < least && !useless.contains(i) && !used.contains(i)) {
          Cuts.Cut cut = each.cut;
          double error = planes.error(cut.row(), cut.own(), cut.other()) / each.length;
          if (all || excess < -error) {
            worst = i;
            least = excess;
          }
        }
      }
      return worst;
    }

    /** The direction that a residual is, with the errors of the rows that determine it. */
    private Planes tolerant(double[] residual) {
      double[] direction = new double[target.length];
      Arrays.setAll(direction, i -> -residual[i]);
      Planes planes = planes(direction);
      double floor = planes.computed();
      for (int number : problem.used()) {
        Cuts.Cut cut = constraints.get(number).cut;
        floor = Math.max(floor, planes.error(cut.row(), cut.own(), cut.other()));
      }
      return planes.withFloor(floor);
    }
  }
}
