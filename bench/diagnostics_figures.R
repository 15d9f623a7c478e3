# Writes src/test/resources/diagnose/births.json: what R says of examples/data/births.csv, in all
# digits. Run with Debian's r-cran-car, r-cran-performance and r-cran-jsonlite:
#     Rscript bench/diagnostics_figures.R
library(car)
library(jsonlite)
library(performance)

births <- read.csv("examples/data/births.csv", stringsAsFactors = TRUE)
counts <- (seq_len(nrow(births)) - 1) %% 4 # of each row, 0 among them
exact <- glm.control(epsilon = 1e-15, maxit = 100)

rows <- function(matrix) unname(split(unname(matrix), row(matrix)))

figures <- function(fit) {
  list(
    pearson = unname(residuals(fit, "pearson")),
    deviance = unname(residuals(fit, "deviance")),
    leverage = unname(hatvalues(fit)),
    cooks_distance = unname(cooks.distance(fit)),
    dfbetas = rows(dfbetas(fit)),
    vif = rows(vif(fit)))
}

# R keeps the leverages of its last step but one: a second fit starts at the optimum
fitted_twice <- function(fit) update(fit, start = coef(fit))

fit <- fitted_twice(glm(low ~ ., binomial, births, control = exact))
repeated <- births[rep(seq_len(nrow(births)), counts), ]
weighted <- fitted_twice(
  glm(low ~ ., binomial, births, weights = counts, control = exact, subset = counts > 0))

tests <- function(fit, data) {
  hosmer <- performance_hosmer(fit)
  line <- glm(data$low ~ predict(fit, data), binomial, control = exact)
  list(
    hosmer_chi2 = hosmer$chisq, hosmer_df = hosmer$df, hosmer_p = hosmer$p.value,
    calibration = unname(coef(line)), calibration_errors = unname(sqrt(diag(vcov(line)))))
}

# a model of two columns on the first 150 rows, and its calibration on the other 98
first <- glm(low ~ age + visits, binomial, births[1:150, ], control = exact)

result <- list(
  r = R.version.string,
  car = as.character(packageVersion("car")),
  performance = as.character(packageVersion("performance")),
  births = c(figures(fit), tests(fit, births)),
  weighted = c(
    figures(weighted),
    tests(glm(low ~ ., binomial, repeated, control = exact), repeated)[1:3]),
  new_rows = tests(first, births[151:248, ])[4:5])

dir.create("src/test/resources/diagnose", showWarnings = FALSE)
writeLines(
  toJSON(result, digits = I(17), auto_unbox = TRUE), "src/test/resources/diagnose/births.json")
