# Writes src/test/resources/train/inference.json: what R's glm and the packages sandwich and
# survey say of tables that the tests have. Run with Debian's r-cran-sandwich, r-cran-survey and
# r-cran-jsonlite:
#     Rscript bench/inference_figures.R
library(sandwich)
library(survey)
library(jsonlite)

rows <- function(matrix) unname(split(unname(matrix), row(matrix)))

matrices <- function(fit, clusters) {
  list(
    estimate = unname(coef(fit)),
    model = rows(vcov(fit)),
    hc0 = rows(vcovHC(fit, type = "HC0")),
    hc1 = rows(vcovHC(fit, type = "HC1")),
    hc2 = rows(vcovHC(fit, type = "HC2")),
    hc3 = rows(vcovHC(fit, type = "HC3")),
    # the factor G / (G - 1) alone
    cluster = rows(vcovCL(fit, cluster = clusters, type = "HC0", cadjust = TRUE)))
}

# The default tolerance stops three digits earlier.
exact <- function(formula, data, ...) {
  glm(formula, binomial, data, control = glm.control(epsilon = 1e-15, maxit = 100), ...)
}

tables <- fromJSON("src/test/resources/train/statistics.json")
alike <- data.frame(y = tables$alike$y, tables$alike$x)
n <- nrow(alike)
counts <- (seq_len(n) - 1) %% 4 # of each row, 0 among them

cancer <- read.csv("examples/data/breast_cancer.csv")
cancer$y <- as.numeric(cancer$diagnosis == "benign")

# a survey in which row i, from 0, stands for (1 + i %% 7) / 2 rows
alike$w <- (1 + (seq_len(n) - 1) %% 7) / 2
sampled <- svyglm(
  y ~ X1 + X2 + X3, svydesign(~1, weights = ~w, data = alike), family = quasibinomial,
  control = glm.control(epsilon = 1e-15, maxit = 100))
alike$w <- NULL

figures <- list(
  r = R.version.string,
  sandwich = as.character(packageVersion("sandwich")),
  alike = matrices(exact(y ~ ., alike), (seq_len(n) - 1) %% 17),
  repeated = matrices(exact(y ~ ., alike[rep(seq_len(n), counts), ]), rep(seq_len(n), counts)),
  survey = list(estimate = unname(coef(sampled)), hc0 = rows(vcov(sampled))),
  breast_cancer = matrices(
    exact(y ~ mean_radius + mean_texture + mean_smoothness, cancer), seq_len(nrow(cancer))))

writeLines(
  toJSON(figures, digits = I(17), auto_unbox = TRUE), "src/test/resources/train/inference.json")
