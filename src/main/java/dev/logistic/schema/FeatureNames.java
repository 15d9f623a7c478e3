package dev.logistic.schema;

import java.io.Serializable;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.RandomAccess;

/** The names of the features of some terms, each composed when it is asked for. Immutable. */
final class FeatureNames extends AbstractList<String> implements RandomAccess, Serializable {

  private static final long serialVersionUID = 1L;

  @SuppressWarnings("serial") // an immutable list, which is serializable as its terms are
  private final List<Term> terms;

  private final int[] ends; // the number of features up to and with each term

  FeatureNames(List<Term> terms) {
    this.terms = List.copyOf(terms);
    this.ends = new int[terms.size()];
    int width = 0;
    for (int i = 0; i < ends.length; i++) {
      width = Math.addExact(width, terms.get(i).width());
      ends[i] = width;
    }
  }

  @Override
  public String get(int feature) {
    Objects.checkIndex(feature, size());
    int found = Arrays.binarySearch(ends, feature);
    int term = found < 0 ? -found - 1 : found + 1;
    return terms.get(term).featureName(feature - (term == 0 ? 0 : ends[term - 1]));
  }

  @Override
  public int size() {
    return ends.length == 0 ? 0 : ends[ends.length - 1];
  }
}
