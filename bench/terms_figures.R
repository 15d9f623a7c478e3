# Writes src/test/resources/formula: what R says of formulas (labels.txt: a formula and the labels of
# its terms; coding.txt: a formula of texts and numbers, the rank of its design and, where R's design
# has full rank, the names of its columns) and of bases (bases.json). Run with r-cran-jsonlite:
#     Rscript bench/terms_figures.R
library(jsonlite)
library(splines)

out <- "src/test/resources/formula/"

# labels of terms; the columns are a, b, c, x, y and "my col"
columns <- data.frame(a = 1, b = 1, c = 1, x = 1, y = 1, `my col` = 1, check.names = FALSE)
formulas <- c(
  "a", "a + b", "b + a", "a:b", "b:a", "a:b + a", "a:b + b + a", "a*b", "a*b*c", "b*a - a",
  "a*b - a:b", "(a + b)^2", "(a + b + c)^2", "(a + b + c)^3", "(a + b + c)^2 - a:b", "(a + b)^5",
  "a:a", "a^2", "a + a", "a*a", "(a + b):c", "(a + b):(c + x)", "a:(b + c) + x", "(a + b)*c - b:c",
  ".", ". - a", ". - a - b", ". + a:b", "a + .", "x + . - b", ".^2", ".:x", ". + log(x)",
  ". - x + log(x)", "`my col`", "`my col`:a", "`a` + b", "a - b", "a + b - b + c", "a + (b - b)",
  "a + b:c:x + x:a", "a**2", "(a + b)**2", "a:b:a", "((a))", "(a + (b + (c)))^2",
  "log(x)", "log( x )+sqrt(y)", "log1p(x):a", "exp(x/10)", "abs(x-y)", "I(x^2)", "I(x ^ 2 + y)",
  "I(x*y)", "I( (x+y) / 2 )", "I(-x)", "I(-x^2)", "I(x^-1)", "I(2*x)", "I(x/1000)", "I(x*100000)",
  "I(x*123456)", "I(x*0.0001)", "I(x+1e-5)", "I(x*.5)", "I(x*1e300)", "I(x*0.1)", "I(x*1234567.891)",
  "I(x-y-a)", "I(x-(y-a))", "I(x^y^a)", "I(log(x)^2)", "I(`my col`^2)", "log(`my col`)",
  "log(x + 1):b", "factor(a)", "factor(a)*x", "factor(`my col`)", "poly(x,2)", "poly(x, degree=2)",
  "poly(x,3,raw=TRUE)", "ns(x,4)", "ns(x, df=4)", "ns(x,df = 4):a + a", "ns(x, knots=c(1,2.5))",
  "ns(x, knots = c(-1, 2))", "bs(x,df=5)", "bs(x, df=5, degree=2)", "bs(x, knots=3)", "scale(x)",
  "scale(log(x))", "ns(log(x),3)", "poly(I(x/y), 2L)", "a:log(x) + log(x)", "log(x)*log(y)",
  "log(x) + log( x)", "x:log(x)", "log(log(x))", "ns(x, 3)*b - ns(x, 3)", "bin(x, 4)",
  "bin(x, breaks = c(18,35,65))", "year(a) + month(a):weekday(a)", "hour(a)*b")
labels <- sapply(formulas, function(each)
  paste(attr(terms(as.formula(paste("~", each)), data = columns), "term.labels"), collapse = " | "))
writeLines(paste(formulas, labels, sep = "\t"), paste0(out, "labels.txt"))

# coding: f, g and h are texts of 2, 3 and 2 levels, x and z numbers
set.seed(1)
design <- expand.grid(f = c("f1", "f2"), g = c("g1", "g2", "g3"), h = c("h1", "h2"), copy = 1:6)
design$x <- rnorm(nrow(design))
design$z <- rnorm(nrow(design))
coded <- c(
  "f", "f + g", "f:g", "f*g", "f + f:g", "g + f:g", "f:x", "x + f:x", "f*x", "f:g:x", "f + f:x",
  "x + f:g:x", "f:x + g:x", "f:g + g:h", "f:g + f:g:h", "f*g*h", "(f + g + h)^2", "f + g:h",
  "f:g:h", "f + f:g:h", "f:g + g:h + f:h", "f*x + g*z", "f:x:z", "x*z + f:x:z", "f:g*x", "g + x:f:g",
  "f:g + x:f", "f*g*x", "h + f:g + f:g:x", "f*g - g", "f*g*h - f:g")
lines <- sapply(coded, function(each) {
  matrix <- model.matrix(as.formula(paste("~", each)), design)
  rank <- qr(matrix)$rank
  names <- if (rank == ncol(matrix)) paste(colnames(matrix), collapse = " ") else ""
  paste(each, rank, names, sep = "\t")
})
writeLines(lines, paste0(out, "coding.txt"))

# bases
x <- round(c(rexp(37, 0.1), 1, 1, 1, 50), 2)
at <- c(min(x), max(x), quantile(x, c(0.1, 0.25, 0.5, 0.75, 0.9)), 1, 20.125)
beyond <- c(-30, min(x) - 1, max(x) + 1, 200)
times <- rep(1:3, length.out = length(x))
rows <- function(matrix) unname(unclass(matrix)[, , drop = FALSE])
case <- function(call, basis, training = x) {
  # ns and bs of several calls; prediction as safe prediction in R
  list(call = call, names = if (ncol(basis) == 1) list("") else as.list(colnames(basis)),
    values = rows(suppressWarnings(predict(basis, c(at, beyond)))))
}
raw <- function(degree) outer(c(at, beyond), 1:degree, "^")
cuts <- function(breaks, points) {
  ends <- c(-Inf, breaks, Inf)
  cut <- cut(points, ends)
  list(labels = levels(cut), intervals = as.integer(cut) - 1L)
}
quantiles <- function(k, values) {
  inner <- unique(quantile(values, (1:(k - 1)) / k, type = 7, names = FALSE))
  inner[inner < max(values)]
}
bins <- function(call, breaks) c(list(call = call, breaks = I(breaks)), cuts(breaks, c(at, beyond)))
repeated <- rep(x, times)
figures <- list(
  x = x, times = times, at = unname(c(at, beyond)),
  bases = list(
    case("poly(x, 1)", poly(x, 1)), case("poly(x, 2)", poly(x, 2)), case("poly(x, 5)", poly(x, 5)),
    case("ns(x, 1)", ns(x, 1)), case("ns(x, 2)", ns(x, 2)), case("ns(x, df = 4)", ns(x, df = 4)),
    case("ns(x, df = 7)", ns(x, df = 7)), case("ns(x, knots = c(5, 12.5))", ns(x, knots = c(5, 12.5))),
    case("ns(x, knots = 10)", ns(x, knots = 10)),
    case("bs(x, 3)", bs(x, 3)), case("bs(x, df = 6)", bs(x, df = 6)),
    case("bs(x, df = 1, degree = 1)", bs(x, df = 1, degree = 1)),
    case("bs(x, df = 4, degree = 2)", bs(x, df = 4, degree = 2)),
    case("bs(x, knots = c(5, 12.5))", bs(x, knots = c(5, 12.5))),
    case("bs(x, knots = 8, degree = 4)", bs(x, knots = 8, degree = 4)),
    list(call = "poly(x, 3, raw = TRUE)", names = as.list(1:3), values = raw(3)),
    list(call = "scale(x)", names = list(""),
      values = matrix((c(at, beyond) - mean(x)) / sd(x)))),
  weighted = list(
    case("poly(x, 3)", poly(repeated, 3)), case("ns(x, df = 5)", ns(repeated, df = 5)),
    case("bs(x, df = 5)", bs(repeated, df = 5)),
    list(call = "scale(x)", names = list(""),
      values = matrix((c(at, beyond) - mean(repeated)) / sd(repeated)))),
  bins = list(
    bins("bin(x, 2)", quantiles(2, x)), bins("bin(x, 4)", quantiles(4, x)),
    bins("bin(x, 20)", quantiles(20, x)),
    bins("bin(x, breaks = c(18, 35, 65))", c(18, 35, 65)), bins("bin(x, breaks = 1)", 1),
    bins("bin(x, breaks = c(1.00001, 1.00002, 20))", c(1.00001, 1.00002, 20)),
    bins("bin(x, breaks = c(-12345, 0.00001, 123456))", c(-12345, 0.00001, 123456))))
write_json(figures, paste0(out, "bases.json"), digits = NA, auto_unbox = TRUE)
