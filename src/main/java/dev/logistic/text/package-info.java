/**
 * Rules about texts that packages share which do not use each other: {@link
 * dev.logistic.text.NearNames} suggests names for a misspelled one, and {@link
 * dev.logistic.text.JdbcAddress} recognises addresses of databases and hides their passwords. For
 * use within this project; stateless.
 */
@NullMarked
package dev.logistic.text;

import org.jspecify.annotations.NullMarked;
