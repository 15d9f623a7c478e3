# Writes src/test/resources/effects/mixed.csv and figures.json: what R's glm says of predictions.
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

figures <- list(
  r = R.version.string,
  predict = c(
    model,
    list(
      probability = unname(own_probability$fit), probability_error = unname(own_probability$se.fit))),
  predict_hc3 = predicted(fit, rows, vcovHC(fit, type = "HC3")))

writeLines(
  toJSON(figures, digits = I(17), auto_unbox = TRUE, pretty = TRUE),
  file.path(target, "figures.json"))
