# Prints what pROC says of two ROC curves of the same rows, for
# dev.logistic.evaluate.ScoreComparisonTest: both areas, z, p and the interval of the difference.
#
#     Rscript bench/roc_comparison_figures.R
suppressMessages(library(pROC))
show <- function(name, p, q, y) {
  one <- roc(y, p, direction = "<", levels = c(0, 1), quiet = TRUE)
  other <- roc(y, q, direction = "<", levels = c(0, 1), quiet = TRUE)
  t <- roc.test(one, other, method = "delong", paired = TRUE)
  cat(name, sprintf("%.15g", c(one$auc, other$auc, t$statistic, t$p.value, t$conf.int)), "\n")
}
i <- 0:199
p <- ((i * 73) %% 200) / 200
y <- as.integer((i * 7) %% 10 + p * 10 > 9)
show("distinct", p, ((i * 37 + 11) %% 200) / 400 + p / 2, y)
show("ties", ((i * 73) %% 11) / 11, ((i * 73) %% 11 + (i * 5) %% 7) / 17, as.integer((i * 7) %% 10 + ((i * 73) %% 11) > 9))
show("same", p, p / 2, y)
i <- 0:999999
show("million", ((i * 73) %% 11) / 11, ((i * 73) %% 11 + (i * 5) %% 7) / 17, as.integer((i * 7) %% 10 + ((i * 73) %% 11) > 9))
