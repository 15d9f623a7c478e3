package dev.logistic.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Numbers have the bits that {@link Double#parseDouble} gives them. */
class DecimalReaderTest {

  private static final int BEFORE = 3;

  private final DecimalReader reader = new DecimalReader();
  private final Random random = new Random(5);

  private double read(String text) {
    byte[] bytes = ("7.7" + text + " 99999999").getBytes(StandardCharsets.UTF_8);
    return reader.read(Arrays.copyOf(bytes, bytes.length + 16), BEFORE);
  }

  private void requireExact(String text) {
    double read = read(text);
    assertThat(Double.doubleToRawLongBits(read))
        .as("%s was read as %s", text, read)
        .isEqualTo(Double.doubleToRawLongBits(Double.parseDouble(text)));
    assertThat(reader.end()).as(text).isEqualTo(BEFORE + text.length());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0",
        "-0",
        "+0.0",
        "1",
        "7.",
        ".5",
        "-.25",
        "00012.5",
        "1e5",
        "1E+05",
        "-1.5e-05",
        "0e999",
        "12345678",
        "123456789",
        "0.12345678",
        "0.123456789",
        "1234567.8",
        "12345678.9",
        "12345678.12345678",
        "1234567890123456",
        "12345678901234567",
        "123456789012345678",
        "1234567890123456789",
        "0.1234567890123456",
        "0.12345678901234567",
        "9007199254740992",
        "9007199254740993",
        "900719925474099.3",
        "1e22",
        "1e23",
        "1e-22",
        "1e-23",
        "123e22",
        "0.0000000000000000000001",
        "0.00000000000000000000012345",
        "4.9e-324",
        "2.4e-324",
        "1.7976931348623157e308",
        "2.2250738585072011e-308",
        "1e0001",
        "10000000000000000000000000",
        "0.3000000000000000166533453693773481063544750213623046875",
      })
  void numbersAreRoundedAsJavaRoundsThem(String text) {
    requireExact(text);
  }

  @Test
  void anyNumberIsRoundedAsJavaRoundsIt() {
    for (int i = 0; i < 200_000; i++) {
      requireExact(anyNumber());
    }
  }

  private String anyNumber() {
    StringBuilder text = new StringBuilder();
    text.append(
        switch (random.nextInt(6)) {
          case 0 -> "-";
          case 1 -> "+";
          default -> "";
        });
    int whole = random.nextInt(random.nextInt(20) + 1);
    digits(text, whole);
    int decimals = random.nextInt(random.nextInt(24) + 1);
    if (whole == 0 || decimals > 0) {
      text.append('.');
      digits(text, whole == 0 ? decimals + 1 : decimals);
    }
    if (random.nextInt(4) == 0) {
      text.append(random.nextBoolean() ? 'e' : 'E').append(random.nextInt(60) - 30);
    }
    return text.toString();
  }

  private void digits(StringBuilder text, int count) {
    for (int i = 0; i < count; i++) {
      text.append((char) ('0' + random.nextInt(10)));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", "-", "+", ".", "-.", "e5", ".e5", "x", "nan", "inf", "1e", "1e+", "--1", "1e12345",
        "0x1p3"
      })
  void whatIsNoNumberIsRefused(String text) {
    double read = read(text);
    boolean whole = reader.end() == BEFORE + text.length();
    assertThat(Double.isNaN(read) || !whole).as("%s was read as %s", text, read).isTrue();
  }

  @Test
  void aNumberEndsWhereNoDigitFollows() {
    assertThat(read("12:5")).isEqualTo(12);
    assertThat(reader.end()).isEqualTo(BEFORE + 2);
    assertThat(read("1.5.5")).isEqualTo(1.5);
    assertThat(read("1,5")).isEqualTo(1);
  }
}
