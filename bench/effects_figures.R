# Writes src/test/resources/effects/mixed.csv and figures.json: what R's glm says of predictions, and
# average marginal effects with derivatives by complex steps, which are exact to the last digits.
# Run with Debian's r-cran-jsonlite and r-cran-sandwich:
#     Rscript bench/effects_figures.R
library(jsonlite)
library(sandwich)

target <- "src/test/resources/effects"

set.seed(7)
n <- 240
table <- data.frame(
  age = round(runif(n, 20, 80)),
  year = sample(1990:2020, n, TRUE), # far from 0, compared with its deviation
  smoker = rbinom(n, 1, 0.4),
  city = sample(c("Basel", "Bern", "Chur"), n, TRUE),
  w = sample(0:3, n, TRUE))
logit <- with(
  table, -0.5 + 0.04 * (age - 50) + 0.03 * (year - 2005) + 0.7 * smoker - 0.9 * (city == "Chur"))
table$y <- rbinom(n, 1, plogis(logit))
write.csv(table, file.path(target, "mixed.csv"), row.names = FALSE, quote = FALSE)
table <- read.csv(file.path(target, "mixed.csv"))

# The default tolerance stops three digits earlier.
exact <- function(formula, data, ...) {
  glm(formula, binomial, data, control = glm.control(epsilon = 1e-15, maxit = 100), ...)
}

fit <- exact(y ~ age + year + smoker + city, table)

# the columns must be those of the fit, so that the robust covariance is used as R's own would be
predicted <- function(fit, rows, covariance) {
  x <- model.matrix(delete.response(terms(fit)), rows, xlev = fit$xlevels)
  logit <- drop(x %*% coef(fit))
  error <- sqrt(rowSums((x %*% covariance) * x))
  list(
    logit = unname(logit), logit_error = unname(error),
    low = unname(plogis(logit - qnorm(0.95) * error)),
    high = unname(plogis(logit + qnorm(0.95) * error)))
}

rows <- table[1:20, ]
own <- predict(fit, rows, se.fit = TRUE)
own_probability <- predict(fit, rows, type = "response", se.fit = TRUE)
model <- predicted(fit, rows, vcov(fit))
stopifnot(all.equal(model$logit_error, unname(own$se.fit), tolerance = 1e-12))

sigmoid <- function(z) 1 / (1 + exp(-z)) # of complex numbers too

# the effects of age, year, smoker and city, then the mean probability
means <- function(coefficients, rows, w) {
  mean_of <- function(changed, by = sigmoid) {
    x <- model.matrix(delete.response(terms(fit)), changed, xlev = fit$xlevels)
    sum(w * by(drop(x %*% coefficients))) / sum(w)
  }
  with_value <- function(name, value) { rows[[name]] <- value; rows }
  slope <- mean_of(rows, function(z) sigmoid(z) * sigmoid(-z))
  c(
    age = slope * coefficients[2],
    year = slope * coefficients[3],
    smoker = mean_of(with_value("smoker", 1)) - mean_of(with_value("smoker", 0)),
    bern = mean_of(with_value("city", "Bern")) - mean_of(with_value("city", "Basel")),
    chur = mean_of(with_value("city", "Chur")) - mean_of(with_value("city", "Basel")),
    prediction = mean_of(rows))
}

delta <- function(fit, rows, covariance = vcov(fit), w = rep(1, nrow(rows))) {
  step <- 1e-30
  coefficients <- coef(fit)
  gradient <- sapply(seq_along(coefficients), function(i) {
    moved <- as.complex(coefficients)
    moved[i] <- moved[i] + step * 1i
    Im(means(moved, rows, w)) / step
  })
  list(
    estimate = unname(means(coefficients, rows, w)),
    standard_error = unname(sqrt(rowSums((gradient %*% covariance) * gradient))))
}

at <- function(...) { rows <- table; for (name in names(list(...))) rows[[name]] <- list(...)[[name]]; rows }
counted <- exact(y ~ age + year + smoker + city, table[rep(seq_len(n), table$w), ])

figures <- list(
  effects = delta(fit, table),
  effects_hc1 = delta(fit, table, vcovHC(fit, type = "HC1")),
  effects_weighted = delta(counted, table, w = table$w),
  effects_at_40_bern = delta(fit, at(age = 40, city = "Bern")),
  effects_at_50_bern = delta(fit, at(age = 50, city = "Bern")),
  r = R.version.string,
  predict = c(
    model,
    list(
      probability = unname(own_probability$fit), probability_error = unname(own_probability$se.fit))),
  predict_hc3 = predicted(fit, rows, vcovHC(fit, type = "HC3")))

writeLines(
  toJSON(figures, digits = I(17), auto_unbox = TRUE, pretty = TRUE),
  file.path(target, "figures.json"))
