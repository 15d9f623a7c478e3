# Prints what pROC says of the area under the ROC curve, for dev.logistic.evaluate.AreaIntervalTest.
#
#     Rscript bench/roc_interval_figures.R
suppressMessages(library(pROC))
show <- function(name, p, y) {
  cat(name, sprintf("%.15g", ci.auc(roc(y, p, direction = "<", levels = c(0, 1), quiet = TRUE), method = "delong")), "\n")
}
i <- 0:199
show("distinct", ((i * 73) %% 200) / 200, as.integer((i * 7) %% 10 + ((i * 73) %% 200) / 20 > 9))
show("ties", ((i * 73) %% 11) / 11, as.integer((i * 7) %% 10 + ((i * 73) %% 11) > 9))
show("separated", c(0.1, 0.2, 0.3, 0.7, 0.8, 0.9), c(0, 0, 0, 1, 1, 1))
i <- 0:999999
show("million", ((i * 73) %% 11) / 11, as.integer((i * 7) %% 10 + ((i * 73) %% 11) > 9))
