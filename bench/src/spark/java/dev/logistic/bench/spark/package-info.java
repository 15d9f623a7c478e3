/** Our training on Spark against Spark MLlib's, in one session and on one cached data set. */
package dev.logistic.bench.spark;
