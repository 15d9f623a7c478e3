package dev.logistic.table;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SecretsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "jdbc:x://h?password=s3cret&a=b | cannot open h?password=s3cret&a=b"
            + "| cannot open h?password=***&a=b",
        "jdbc:x://me:s3/cret@h/db | no access for me with s3/cret | no access for me with ***",
        "jdbc:x:h;PASSWORD=a,b c | wrong: a,b c | wrong: ***",
        "jdbc:x:h;password= | wrong user | wrong user",
        "jdbc:x:h | no driver for jdbc:x:h | no driver for the address"
      })
  void aDriversMessageLosesTheAddressAndItsPasswords(String address, String message, String shown) {
    assertThat(Secrets.hidden(message, address)).isEqualTo(shown);
  }
}
