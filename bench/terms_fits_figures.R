# Writes src/test/resources/train/terms.csv and terms.json: rows, and the coefficients of R's glm for formulas, whose
# indicators are renamed from cityBern to city=Bern. Run it in the repository root.
library(splines)
set.seed(1)
n <- 400
d <- data.frame(
  age = round(runif(n, 18, 80), 1), income = round(exp(rnorm(n, 3, 1)), 3),
  city = sample(c("Bern", "Basel", "Chur"), n, TRUE), sex = sample(c("f", "m"), n, TRUE), code = sample(1:4, n, TRUE))
eta <- -2 + 0.03 * d$age + 0.4 * log(d$income) - 0.5 * (d$city == "Bern") + 0.02 * d$age * (d$city == "Chur") -
  0.5 * (d$sex == "m") + 0.1 * d$code
d$y <- rbinom(n, 1, plogis(eta / 2))
write.csv(d, "src/test/resources/train/terms.csv", row.names = FALSE)
formulas <- c(
  "age*city+log(income)", "(age+income+sex)^2-age:income", "age:city", "sex+city:sex", "factor(code)*sex+I(age^2)",
  ".-code+log1p(income)", "age*income*city+sqrt(income)", "poly(age, 3)+ns(income, df=3)", "bs(age, df=5)+sex",
  "scale(age):city+exp(-income)", "ns(age, df=3)*sex", "poly(age, 2)*city")
renamed <- function(names) {
  names <- gsub("factor\\(code\\)([0-9])", "code=\\1", names)
  gsub("(city)(B|C)", "\\1=\\2", gsub("(sex)([fm])", "\\1=\\2", names))
}
lines <- sapply(formulas, function(f) {
  fit <- glm(as.formula(paste("y ~", f)), binomial, d, control = list(epsilon = 1e-15, maxit = 100))
  stopifnot(!anyNA(coef(fit)), fit$converged)
  sprintf('  "%s": {%s}', f, paste(sprintf('"%s": %.17g', renamed(names(coef(fit))), coef(fit)), collapse = ", "))
})
writeLines(c("{", paste(lines, collapse = ",\n"), "}"), "src/test/resources/train/terms.json")
