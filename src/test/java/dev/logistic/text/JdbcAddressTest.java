package dev.logistic.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JdbcAddressTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "jdbc:postgresql://h/db?user=me&password=s3cret&ssl=true"
            + "|jdbc:postgresql://h/db?user=me&password=***&ssl=true",
        "jdbc:mysql://me:s3cret@h:3306/db|jdbc:mysql://me:***@h:3306/db",
        "jdbc:mysql://me:s3c@ret@h:3306/db|jdbc:mysql://me:***@h:3306/db",
        "jdbc:oracle:thin:me/s3cret@h:1521/db|jdbc:oracle:thin:me/***@h:1521/db",
        "jdbc:sqlserver://h;databaseName=db;user=me;password=s3cret;encrypt=true"
            + "|jdbc:sqlserver://h;databaseName=db;user=me;password=***;encrypt=true",
        "jdbc:sqlserver://h;password={s3;c}}ret};x=1|jdbc:sqlserver://h;password=***;x=1",
        "jdbc:h2:mem:x;USER=me;PASSWORD=s3cret|jdbc:h2:mem:x;USER=me;PASSWORD=***",
        "jdbc:x://h?trustStorePassword=s3cret&keyPassphrase=s3cret"
            + "|jdbc:x://h?trustStorePassword=***&keyPassphrase=***",
        "jdbc:snowflake://h?private_key_pwd=s3cret&token=s3cret"
            + "|jdbc:snowflake://h?private_key_pwd=***&token=***",
        "jdbc:x://h?password=s3%26c'\"$1\\ret|jdbc:x://h?password=***",
        "jdbc:x://h?password = s3cret|jdbc:x://h?password = ***",
        "jdbc:h2:mem:x;PASSWORD=s3,c)r et;USER=me|jdbc:h2:mem:x;PASSWORD=***;USER=me",
        "jdbc:mysql://me:s3/cret@h/db|jdbc:mysql://me:***@h/db",
        "jdbc:oracle:thin:me/s3@cret@h|jdbc:oracle:thin:me/***@h",
        "jdbc:x://h?pass=s3cret&key=s3cret|jdbc:x://h?pass=***&key=***",
        "jdbc:x://h?password=|jdbc:x://h?password=***"
      })
  void everyDriversPasswordIsHidden(String address, String shown) {
    assertThat(JdbcAddress.withoutPassword(address)).isEqualTo(shown);
  }

  @Test
  void anAddressInsideAMessageLosesItsPasswordToo() {
    assertThat(
            JdbcAddress.withoutPassword(
                "no driver for jdbc:postgresql://me:s3cret@h/db?password=s3cret, sorry\nat X"))
        .isEqualTo("no driver for jdbc:postgresql://me:***@h/db?password=***\nat X");
    assertThat(JdbcAddress.withoutPassword("cannot open /x.db?password=s3cret"))
        .isEqualTo("cannot open /x.db?password=***");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "people.csv",
        "s3://me:colon@x/y.csv",
        "jdbc:sqlite:people.db",
        "jdbc:postgresql://h:5432/db?user=me",
        "jdbc:duckdb:/data/a@b.db"
      })
  void whatHoldsNoPasswordStaysAsItIs(String source) {
    assertThat(JdbcAddress.withoutPassword(source)).isEqualTo(source);
  }

  @Test
  void addressesAreKnownByTheirBeginningInAnyCase() {
    assertThat(JdbcAddress.is("JDBC:h2:mem:x")).isTrue();
    assertThat(JdbcAddress.is("jdbc.csv")).isFalse();
  }

  /** Patterns that go back over what they matched need stack or time without end here. */
  @Test
  void longTextsAreSearchedToo() {
    assertThat(JdbcAddress.withoutPassword("jdbc:x:password={" + "a}}".repeat(100_000)))
        .isEqualTo("jdbc:x:password=***");
    String names = "jdbc:" + "passkey".repeat(100_000);
    assertThat(JdbcAddress.withoutPassword(names)).isEqualTo(names);
  }
}
