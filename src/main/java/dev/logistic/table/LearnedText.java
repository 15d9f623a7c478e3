package dev.logistic.table;

import dev.logistic.schema.Term;
import dev.logistic.schema.TextTerm;

/**
 * A term of tokens, and the texts that it was learned from with others. Several threads may encode.
 *
 * @param features of each token; -1 for none
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record LearnedText(TextTerm term, DocumentCells documents, int[] features) {

  /**
   * Passes the features of a text to a sink, as the term would.
   *
   * @param from the place of the first feature
   * @param scratch overwritten
   */
  void encode(int row, int from, Term.Sink sink, IntList scratch) {
    if (documents.isMissing(row)) {
      term.encodeMissing(from, sink);
      return;
    }
    documents.tokens(row, scratch);
    int[] found = scratch.array();
    int count = 0;
    for (int i = 0; i < scratch.size(); i++) {
      int feature = features[found[i]];
      if (feature >= 0) {
        found[count++] = feature;
      }
    }
    term.encodeFound(found, count, from, sink);
  }
}
