# Writes src/test/resources/effects/formulas.json: average marginal effects of models with splines
# and interactions, by numerical differentiation of the predictions of R's glm: five-point
# differences by the column, and by the coefficients for the standard errors.
# Run with Debian's r-cran-jsonlite:
#     Rscript bench/effects_formula_figures.R
library(jsonlite)
library(splines)

target <- "src/test/resources/effects"
table <- read.csv(file.path(target, "mixed.csv"))

exact <- function(formula) {
  glm(formula, binomial, table, control = glm.control(epsilon = 1e-15, maxit = 100))
}

# The derivative of a function of a number, with an error of the fourth power of the step.
derivative <- function(f, step) {
  (f(-2 * step) - 8 * f(-step) + 8 * f(step) - f(2 * step)) / (12 * step)
}

# The effects of age, year, smoker and city, then the mean probability.
means <- function(fit, coefficients, rows) {
  probability <- function(changed) {
    x <- model.matrix(delete.response(terms(fit)), changed, xlev = fit$xlevels)
    plogis(drop(x %*% coefficients))
  }
  with_value <- function(name, value) { rows[[name]] <- value; rows }
  slope <- function(name, step) {
    mean(derivative(function(h) probability(with_value(name, rows[[name]] + h)), step))
  }
  change <- function(name, from, to) {
    mean(probability(with_value(name, to)) - probability(with_value(name, from)))
  }
  c(
    age = slope("age", 1e-3), year = slope("year", 1e-2), smoker = change("smoker", 0, 1),
    bern = change("city", "Basel", "Bern"), chur = change("city", "Basel", "Chur"),
    prediction = mean(probability(rows)))
}

figures <- function(formula, at = list()) {
  fit <- exact(formula)
  rows <- table
  for (name in names(at)) rows[[name]] <- at[[name]]
  b <- coef(fit)
  jacobian <- sapply(seq_along(b), function(i) {
    derivative(function(h) { b[i] <- b[i] + h; means(fit, b, rows) }, 1e-3 * sqrt(vcov(fit)[i, i]))
  })
  list(
    formula = sub(".*~ ", "", paste(deparse(formula), collapse = "")),
    estimate = unname(means(fit, b, rows)),
    standard_error = unname(sqrt(diag(jacobian %*% vcov(fit) %*% t(jacobian)))))
}

splines <- y ~ ns(age, df = 3) * city + log(year - 1980) + smoker
write_json(
  list(
    splines = figures(splines),
    splines_at = figures(splines, list(age = 45, city = "Chur")),
    polynomials = figures(
      y ~ poly(age, 3) + sqrt(year - 1980):city + I(age * smoker / 10) +
        exp((year - 2005) / 10) + smoker),
    bsplines = figures(
      y ~ bs(age, df = 5):smoker + I((year / 2000)^2) + city + abs(year - 2000.5) + smoker)),
  file.path(target, "formulas.json"), auto_unbox = TRUE, digits = NA, pretty = TRUE)
