# Stores the penalties that cv.glmnet of R's glmnet chooses (lambda.min and lambda.1se) on breast_cancer, for the tests
# of dev.logistic.selection.
#
#     Rscript bench/cv_rule_figures.R
#
# Writes src/test/resources/train/cv_rule.json, and cv_lasso.json for the lasso. The folds are those in src/test/resources/train/cross_validation.json. The
# ridge objective is the same as ours: mean log loss + lambda/2 ||w||^2, on features that were standardised once.
library(glmnet)
library(jsonlite)
table <- read.csv("examples/data/breast_cancer.csv")
y <- as.integer(table$diagnosis == "malignant")
x <- as.matrix(table[, setdiff(names(table), "diagnosis")])
x <- scale(x, scale = apply(x, 2, function(v) sqrt(mean((v - mean(v))^2))))
paths <- fromJSON("src/test/resources/train/cross_validation.json", simplifyDataFrame = FALSE)$paths
chosen <- function(path, alpha, grid) {
  fit <- cv.glmnet(x, y, family = "binomial", alpha = alpha, lambda = grid, standardize = FALSE, thresh = 1e-14,
                   maxit = 1e7, type.measure = "deviance", foldid = path$fold_of_row + 1, keep = TRUE)
  fold <- path$fold_of_row + 1
  link <- fit$fit.preval[, seq_along(fit$lambda)]
  if (min(link) >= 0) link <- qlogis(link)
  losses <- rowsum(log1p(exp(link)) - y * link, fold) / as.vector(table(fold))  # glmnet's own mean weighs folds by their sizes
  print(cbind(fit$lambda, fit$cvm / 2, fit$cvsd / 2))
  list(folds = path$folds, grid = grid, log_losses = fit$cvm / 2, fold_means = colMeans(losses), best = fit$lambda.min, one_standard_error = fit$lambda.1se)
}
store <- function(figures, file) {
  write(toJSON(figures, auto_unbox = TRUE, digits = NA), file.path("src/test/resources/train", file))
}
store(lapply(paths, chosen, 0, 10^seq(-0.5, -3.25, by = -0.25)), "cv_rule.json")
first <- glmnet(x, y, family = "binomial", standardize = FALSE)$lambda[1]
lasso <- lapply(paths, chosen, 1, 10^seq(-0.75, -3, by = -0.25))
store(list(largest = first, paths = lasso), "cv_lasso.json")
