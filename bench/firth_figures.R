# Writes src/test/resources/train/separated.csv, a table with quasi-complete separation and counts of
# rows, and firth.json: estimates with Jeffreys' prior by the package brglm2 for it and for births.csv,
# and penalised likelihood-ratio tests and profile intervals as logistf defines them, with the full
# design's prior in the restricted fits. These are solved here by Newton's method with numeric second
# derivatives. Run with Debian's r-cran-brglm2 and r-cran-jsonlite:
#     Rscript bench/firth_figures.R
library(brglm2)
library(jsonlite)

set.seed(23)
n <- 36
dose <- round(runif(n, 1, 9), 1)
treated <- rep(c("no", "yes"), c(26, 10))
ill <- ifelse(treated == "yes" | runif(n) < plogis(-3 + 0.5 * dose), "yes", "no")
separated <- data.frame(dose, treated, times = sample(1:3, n, replace = TRUE), ill)
write.csv(separated, "src/test/resources/train/separated.csv", row.names = FALSE, quote = FALSE)

# The penalised log-likelihood and its derivatives at b.
at <- function(b, x, y, w) {
  p <- plogis(drop(x %*% b))
  v <- w * p * (1 - p)
  information <- crossprod(x, v * x)
  inverse <- solve(information)
  h <- v * rowSums((x %*% inverse) * x)
  list(
    value = sum(w * (y * plogis(drop(x %*% b), log.p = TRUE) +
      (1 - y) * plogis(-drop(x %*% b), log.p = TRUE))) +
      as.numeric(determinant(information)$modulus) / 2,
    score = drop(crossprod(x, w * (y - p) + h * (0.5 - p))),
    inverse = inverse)
}

# The largest value with some coefficients held.
largest <- function(b, free, x, y, w) {
  for (i in 1:2000) {
    here <- at(b, x, y, w)
    if (length(free) == 0) return(here$value)
    information <- solve(here$inverse)[free, free, drop = FALSE]
    step <- solve(information, here$score[free])
    if (max(abs(step) * sqrt(diag(information))) < 1e-12) return(here$value)
    scale <- 1
    repeat {
      moved <- b
      moved[free] <- b[free] + scale * step
      if (at(moved, x, y, w)$value >= here$value - 1e-13 * abs(here$value) || scale < 1e-9) break
      scale <- scale / 2
    }
    b <- moved
  }
  stop("no convergence")
}

figures <- function(formula, data, w, terms) {
  data$w <- w
  fit <- glm(formula, binomial, data, weights = w, method = "brglm_fit", type = "AS_mean",
    control = brglmControl(epsilon = 1e-14, maxit = 1000))
  x <- model.matrix(fit)
  y <- fit$y
  b <- coef(fit)
  columns <- seq_along(b)
  full <- at(b, x, y, w)
  chi2 <- sapply(terms, function(held) {
    start <- b
    start[held] <- 0
    2 * (full$value - largest(start, setdiff(columns, held), x, y, w))
  })
  start <- 0 * b
  null <- largest(start, 1, x, y, w)
  errors <- sqrt(diag(full$inverse))
  ends <- t(sapply(columns, function(j) {
    excess <- function(value) {
      start <- b
      start[j] <- value
      2 * (full$value - largest(start, columns[-j], x, y, w)) - qchisq(0.95, 1)
    }
    end <- function(side) {
      far <- 1
      while (excess(b[j] + side * far * errors[j]) < 0) far <- 2 * far
      uniroot(excess, sort(b[j] + side * c(0.1, far) * errors[j]), tol = 1e-13)$root
    }
    c(end(-1), end(1))
  }))
  list(
    coefficients = names(b), estimates = unname(b),
    errors = unname(sqrt(diag(vcov(fit)))), log_likelihood = as.numeric(logLik(fit)),
    penalised = full$value, null_penalised = null, chi2 = unname(chi2),
    low = ends[, 1], high = ends[, 2],
    leverage = unname(hatvalues(fit)), cooks_distance = unname(cooks.distance(fit)))
}

births <- read.csv("src/test/resources/train/births.csv")
births$y <- as.numeric(births$low == "yes")
separated$y <- as.numeric(separated$ill == "yes")
one <- rep(1, n)
of_births <- list(2, 3, 4:6, 7, 8)
writeLines(
  toJSON(
    list(
      r = R.version.string,
      brglm2 = as.character(packageVersion("brglm2")),
      births = figures(y ~ age + weight + origin + smoker + visits, births, rep(1, nrow(births)),
        of_births),
      separated = figures(y ~ dose + treated, separated, one, list(2, 3)),
      repeated = figures(y ~ dose + treated, separated, separated$times, list(2, 3))),
    digits = I(17), auto_unbox = TRUE, pretty = TRUE),
  "src/test/resources/train/firth.json")
