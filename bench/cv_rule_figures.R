# Stores the penalties that cv.glmnet of R's glmnet chooses (lambda.min and lambda.1se) on breast_cancer, for the tests
# of dev.logistic.selection.
#
#     Rscript bench/cv_rule_figures.R
#
# Writes src/test/resources/train/cv_rule.json. The folds are those in src/test/resources/train/cross_validation.json. The
# ridge objective is the same as ours: mean log loss + lambda/2 ||w||^2, on features that were standardised once.
library(glmnet)
library(jsonlite)
table <- read.csv("examples/data/breast_cancer.csv")
y <- as.integer(table$diagnosis == "malignant")
x <- as.matrix(table[, setdiff(names(table), "diagnosis")])
x <- scale(x, scale = apply(x, 2, function(v) sqrt(mean((v - mean(v))^2))))
paths <- fromJSON("src/test/resources/train/cross_validation.json", simplifyDataFrame = FALSE)$paths
grid <- 10^seq(-0.5, -3.25, by = -0.25)
chosen <- function(path) {
  fit <- cv.glmnet(x, y, family = "binomial", alpha = 0, lambda = grid, standardize = FALSE, thresh = 1e-14,
                   maxit = 1e7, type.measure = "deviance", foldid = path$fold_of_row + 1)
  print(cbind(fit$lambda, fit$cvm / 2, fit$cvsd / 2))
  list(folds = path$folds, grid = grid, log_losses = fit$cvm / 2, best = fit$lambda.min, one_standard_error = fit$lambda.1se)
}
write(toJSON(lapply(paths, chosen), auto_unbox = TRUE, digits = NA), "src/test/resources/train/cv_rule.json")
