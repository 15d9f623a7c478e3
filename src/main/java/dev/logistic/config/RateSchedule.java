package dev.logistic.config;

/** Values of {@link Settings#SCHEDULE}. */
public enum RateSchedule {
  /** The learning rate in every epoch. */
  FIXED,
  /** Multiplied by a factor after every so many epochs. */
  STEP,
  /** Half a cosine that would reach 0 after the last epoch. */
  COSINE,
  /** In equal steps up to the learning rate, then constant. */
  WARM_UP
}
