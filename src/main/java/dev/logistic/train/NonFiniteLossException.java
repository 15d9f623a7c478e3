package dev.logistic.train;

/** The loss became infinite or NaN, after which further steps are meaningless. */
public final class NonFiniteLossException extends ArithmeticException {

  private static final long serialVersionUID = 1L;

  /**
   * @param rate the scheduled learning rate
   */
  NonFiniteLossException(double loss, int epoch, long step, double learningRate, double rate) {
    super(
        "the loss became "
            + loss
            + " at epoch "
            + epoch
            + ", step "
            + step
            + " (both counted from 0), with train.learning-rate="
            + learningRate
            + (rate == learningRate ? "" : ", by train.schedule " + rate)
            + "; it must stay finite: try a smaller learning rate, or train.loss=logits where it is not");
  }
}
