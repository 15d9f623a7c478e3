package dev.logistic.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Creates keys and lists them in the order of their declaration. */
final class KeyList {

  private final List<Key<?>> keys = new ArrayList<>();

  <T> Key<T> key(String name, Values<T> type, T value, Facet... facets) {
    return key(name, type, value, value, facets);
  }

  /** A key with another default where the rows come from a table. */
  <T> Key<T> key(String name, Values<T> type, T value, T forTables, Facet... facets) {
    return listed(new Key<>(name, type, value, forTables, List.of(facets), Optional.empty()));
  }

  /** A key that is refused at any value but its default unless another has one of these. */
  <T, S> Key<T> key(String name, Values<T> type, T value, Key<S> other, List<S> needed) {
    Requirement<S> requirement = new Requirement<>(other, needed);
    return listed(new Key<>(name, type, value, value, List.of(), Optional.of(requirement)));
  }

  List<Key<?>> all() {
    return List.copyOf(keys);
  }

  private <T> Key<T> listed(Key<T> key) {
    keys.add(key);
    return key;
  }
}
