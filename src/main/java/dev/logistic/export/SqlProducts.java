package dev.logistic.export;

import dev.logistic.schema.ProductTerm;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;

/** A term of a formula as SQL: one product of factors or several. */
final class SqlProducts implements SqlTerm {

  private final List<SqlProduct> products = new ArrayList<>();

  /**
   * Converts the products.
   *
   * @param inputs of the formula
   * @throws IllegalArgumentException if SQL cannot hold a factor
   */
  SqlProducts(ProductTerm term, List<SqlInput> inputs, SqlFeatures features) {
    int first = 0;
    for (List<ProductTerm.Factor> factors : term.products()) {
      SqlProduct product = new SqlProduct(factors, inputs, features, first);
      products.add(product);
      first += product.width();
    }
  }

  @Override
  public List<String> conditions(IntToDoubleFunction greatest) {
    return products.stream().flatMap(each -> each.conditions(greatest).stream()).toList();
  }

  @Override
  public Optional<String> contribution(IntToDoubleFunction weights) {
    List<String> addends =
        products.stream().flatMap(each -> each.contribution(weights).stream()).toList();
    String sum = String.join(" + ", addends);
    return addends.isEmpty()
        ? Optional.empty()
        : Optional.of(addends.size() == 1 ? sum : "(" + sum + ")");
  }
}
