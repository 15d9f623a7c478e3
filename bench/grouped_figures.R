# Writes src/test/resources/train/grouped.json: a table of events among trials with an offset, made
# here, and what R's glm and the package sandwich say of it. Run with Debian's r-cran-sandwich and
# r-cran-jsonlite:
#     Rscript bench/grouped_figures.R
library(sandwich)
library(jsonlite)

rows <- function(matrix) unname(split(unname(matrix), row(matrix)))

# The default tolerance stops three digits earlier.
exact <- function(formula, data) {
  glm(formula, binomial, data, control = glm.control(epsilon = 1e-15, maxit = 100))
}

figures <- function(fit, null) {
  list(
    estimate = unname(coef(fit)),
    model = rows(vcov(fit)),
    log_likelihood = as.numeric(logLik(fit)),
    null_log_likelihood = as.numeric(logLik(null)),
    null_deviance = fit$null.deviance,
    aic = AIC(fit),
    bic = BIC(fit))
}

robust <- function(fit) {
  list(
    hc0 = rows(vcovHC(fit, type = "HC0")),
    hc1 = rows(vcovHC(fit, type = "HC1")),
    hc2 = rows(vcovHC(fit, type = "HC2")),
    hc3 = rows(vcovHC(fit, type = "HC3")))
}

set.seed(23)
groups <- 40
table <- data.frame(
  a = round(rnorm(groups), 3), b = round(runif(groups, 0, 5), 2), o = round(rnorm(groups), 3),
  n = rpois(groups, 8)) # some rows without trials among them
table$n[c(7, 31)] <- 0
table$events <- rbinom(groups, table$n, plogis(-0.8 + 0.9 * table$a + 0.2 * table$b + table$o))

# one row for each trial
each <- table[rep(seq_len(groups), table$n), ]
each$row <- rep(seq_len(groups), table$n)
each$y <- unlist(lapply(seq_len(groups), function(i) {
  rep(c(1, 0), c(table$events[i], table$n[i] - table$events[i]))
}))

grouped <- exact(cbind(events, n - events) ~ a + b, table)
grouped_offset <- exact(cbind(events, n - events) ~ a + b + offset(o), table)
plain <- exact(y ~ a + b, each)
offset <- exact(y ~ a + b + offset(o), each)
new <- data.frame(a = c(0.3, -1.2), b = c(1, 4.5), o = c(0.7, -2))

all <- list(
  r = R.version.string,
  sandwich = as.character(packageVersion("sandwich")),
  table = as.list(table),
  # of the binomial distribution, whose coefficients the Bernoulli's likelihood lacks
  coefficients = sum(lchoose(table$n, table$events)),
  grouped = c(
    figures(grouped, exact(cbind(events, n - events) ~ 1, table)),
    # with the row as unit; sandwich miscounts rows without trials
    list(hc0 = rows(sandwich(exact(cbind(events, n - events) ~ a + b, table[table$n > 0, ]))))),
  trials = c(
    figures(plain, exact(y ~ 1, each)),
    robust(plain),
    list(cluster = rows(vcovCL(plain, cluster = each$row, type = "HC0", cadjust = TRUE)))),
  grouped_offset = figures(
    grouped_offset, exact(cbind(events, n - events) ~ 1 + offset(o), table)),
  offset = c(
    figures(offset, exact(y ~ 1 + offset(o), each)),
    robust(offset),
    list(cluster = rows(vcovCL(offset, cluster = each$row, type = "HC0", cadjust = TRUE)))),
  new = as.list(new),
  predicted = unname(predict(offset, new, type = "response")))

writeLines(
  toJSON(all, digits = I(17), auto_unbox = TRUE), "src/test/resources/train/grouped.json")
