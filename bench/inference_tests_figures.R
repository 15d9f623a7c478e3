# Writes src/test/resources/train/births.csv, a table like that of MASS::birthwt, and births.json:
# what R's glm and the package car say of it, and intervals by the profile likelihood that are solved
# by refits, as confint interpolates. Run with Debian's r-cran-car and r-cran-jsonlite:
#     Rscript bench/inference_tests_figures.R
library(car)
library(jsonlite)

set.seed(20)
n <- 189
births <- data.frame(
  age = sample(15:42, n, replace = TRUE),
  weight = round(rnorm(n, 59, 12), 1),
  origin = sample(c("east", "north", "south", "west"), n, replace = TRUE),
  smoker = sample(c("no", "yes"), n, replace = TRUE, prob = c(0.6, 0.4)),
  visits = rpois(n, 0.8))
logit <- with(births, 0.9 - 0.03 * age - 0.025 * weight + 0.7 * (smoker == "yes") +
  c(east = 0, north = 0.4, south = 0.9, west = 0.1)[origin])
births$low <- ifelse(runif(n) < plogis(logit), "yes", "no")
write.csv(births, "src/test/resources/train/births.csv", row.names = FALSE, quote = FALSE)

births$y <- as.numeric(births$low == "yes")
control <- glm.control(epsilon = 1e-15, maxit = 100)
fit <- function(formula) glm(formula, binomial, births, control = control)
full <- fit(y ~ age + weight + origin + smoker + visits)
without <- fit(y ~ age + weight + smoker)

ratios <- drop1(full, test = "LRT")[-1, ]
wald <- Anova(full, type = 3, test.statistic = "Wald")[-1, ]
nested <- anova(without, full, test = "LRT")[2, ]

# The ends of the interval of one coefficient: where twice the log-likelihood has fallen by the
# quantile, each value by a fit with the coefficient's part as an offset.
profile_ends <- function(model, level = 0.95) {
  x <- model.matrix(model)
  y <- model$y
  drop <- qchisq(level, 1)
  estimates <- coef(model)
  errors <- sqrt(diag(vcov(model)))
  t(sapply(seq_along(estimates), function(j) {
    excess <- function(value) {
      refit <- glm.fit(
        x[, -j], y, offset = value * x[, j], family = binomial(), control = control)
      refit$deviance - model$deviance - drop
    }
    end <- function(side) {
      far <- estimates[j] + side * c(0.5, 6) * errors[j]
      uniroot(excess, sort(far), tol = 1e-13)$root
    }
    c(end(-1), end(1))
  }))
}
ends <- profile_ends(full)

writeLines(
  toJSON(
    list(
      r = R.version.string,
      car = as.character(packageVersion("car")),
      terms = rownames(ratios),
      lr = list(df = ratios$Df, chi2 = ratios$LRT, p = ratios[["Pr(>Chi)"]]),
      wald = list(df = wald$Df, chi2 = wald$Chisq, p = wald[["Pr(>Chisq)"]]),
      nested = list(df = nested$Df, chi2 = nested$Deviance, p = nested[["Pr(>Chi)"]],
        log_likelihoods = c(logLik(without), logLik(full)), aics = c(AIC(without), AIC(full)),
        bics = c(BIC(without), BIC(full))),
      coefficients = names(coef(full)),
      estimates = unname(coef(full)),
      profile = list(low = ends[, 1], high = ends[, 2])),
    digits = I(17), auto_unbox = TRUE),
  "src/test/resources/train/births.json")
