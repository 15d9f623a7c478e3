package dev.logistic.table;

/** Receives the cells of the input columns while rows are read. For use within this project. */
public interface CellObserver {

  /** Ignores them. */
  CellObserver NONE =
      new CellObserver() {
        @Override
        public void number(int input, double value) {}

        @Override
        public void text(int input, String text, boolean unseen) {}

        @Override
        public void missing(int input) {}
      };

  /**
   * Receives a number.
   *
   * @param input the place of the term among {@code FeatureSchema.inputs()}
   */
  void number(int input, double value);

  /**
   * Receives a text.
   *
   * @param unseen whether no row of the training had it
   */
  void text(int input, String text, boolean unseen);

  /** Receives a missing cell. */
  void missing(int input);
}
