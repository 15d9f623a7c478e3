# Writes src/test/resources/train/choices.csv, a table with four classes, and choices.json: what R's
# nnet::multinom says of it. multinom stops at a relative change of 1e-8 unless told otherwise; its
# steps use the gradient alone, so that columns are of like scales here. Run with Debian's r-cran-nnet
# and r-cran-jsonlite:
#     Rscript bench/multinomial_figures.R
library(nnet)
library(jsonlite)

set.seed(23)
n <- 400
choices <- data.frame(
  income = round(rnorm(n), 2),
  distance = round(rexp(n), 2),
  region = sample(c("coast", "hills", "town"), n, replace = TRUE),
  household = sprintf("h%02d", sample(1:60, n, replace = TRUE)))
classes <- c("bike", "bus", "car", "train")
logits <- with(choices, cbind(
  0,
  0.3 + 0.2 * income + 0.3 * distance + c(coast = 0, hills = 0.2, town = 0.5)[region],
  -0.2 + 0.8 * income + 0.6 * distance + c(coast = 0, hills = 0.6, town = -0.4)[region],
  -0.6 + 0.3 * income + 0.7 * distance + c(coast = 0, hills = -0.5, town = 0.4)[region]))
shares <- exp(logits) / rowSums(exp(logits))
choices$choice <- apply(shares, 1, function(p) sample(classes, 1, prob = p))
write.csv(choices, "src/test/resources/train/choices.csv", row.names = FALSE, quote = FALSE)

fit <- function(formula) {
  multinom(formula, choices, Hess = TRUE, trace = FALSE, maxit = 10000, reltol = 1e-15, abstol = 0)
}
full <- fit(choice ~ income + distance + region)
nested <- fit(choice ~ income)
null <- fit(choice ~ 1)
by_class <- function(matrix) as.vector(t(matrix))

covariance <- vcov(full) # class by class, the intercept first
coefficients <- by_class(coef(full))
terms <- list(income = 2, distance = 3, region = 4:5)
wald <- sapply(terms, function(own) {
  places <- as.vector(outer(own, 5 * 0:2, "+"))
  drop(coefficients[places] %*% solve(covariance[places, places], coefficients[places]))
})
ratio <- sapply(names(terms), function(term) {
  without <- fit(as.formula(paste("choice ~", paste(setdiff(names(terms), term), collapse = "+"))))
  2 * (logLik(full) - logLik(without))[1]
})
df <- sapply(terms, function(own) 3 * length(own))
likelihood <- function(model) {
  k <- model$edf
  list(log_likelihood = logLik(model)[1], parameters = k, aic = AIC(model),
    bic = -2 * logLik(model)[1] + k * log(n))
}
test <- anova(nested, full)

writeLines(
  toJSON(
    list(
      r = R.version.string,
      nnet = as.character(packageVersion("nnet")),
      classes = rownames(coef(full)),
      names = colnames(coef(full)),
      estimate = coefficients,
      standard_error = by_class(summary(full)$standard.errors),
      covariance = unname(covariance),
      full = likelihood(full),
      nested = likelihood(nested),
      null = likelihood(null),
      terms = names(terms),
      df = unname(df),
      wald = unname(wald),
      lr = unname(ratio),
      test = list(df = test[2, "   Df"], chi2 = test[2, "LR stat."], p = test[2, "Pr(Chi)"])),
    digits = I(17), auto_unbox = TRUE),
  "src/test/resources/train/choices.json")
