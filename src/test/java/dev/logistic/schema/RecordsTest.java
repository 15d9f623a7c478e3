package dev.logistic.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RecordsTest {

  private enum City {
    BASEL,
    BERN {
      @Override
      public String toString() {
        return "the capital";
      }
    }
  }

  private record Customer(double age, @Nullable City city, boolean member) {}

  record Broken(double age) {

    @Override
    public double age() {
      throw new IllegalStateException("unknown");
    }
  }

  private static final RowEncoder ENCODER =
      new RowEncoder(
          new FeatureSchema(
              List.of(
                  new LevelsTerm("city", List.of("BASEL", "BERN"), 0.0),
                  new FlagTerm("member", null),
                  new NumberTerm("age")),
              Optional.empty()));

  @Test
  void theCellsAreTheComponentsByName() {
    assertThat(Records.cells(new Customer(41, null, true)))
        .containsExactly(entry("age", 41.0), entry("city", null), entry("member", true));
  }

  @Test
  void aRecordIsEncodedByTheNamesOfItsColumnsAndAnEnumByItsOwnName() {
    assertThat(ENCODER.encode(Records.cells(new Customer(41, City.BERN, true))))
        .containsExactly(1, 1, 41);
    assertThat(ENCODER.encode(Records.cells(new Customer(30.5, null, false))))
        .containsExactly(0, 0, 30.5);
  }

  @Test
  void anEnumIsNoNumber() {
    record Wrong(City age, City city, boolean member) {}

    assertThatThrownBy(() -> ENCODER.encode(Records.cells(new Wrong(City.BERN, City.BERN, true))))
        .hasMessage("column \"age\" must be a finite number, was \"BERN\"");
  }

  @Test
  void anAccessorThatFailsIsNamed() {
    assertThatThrownBy(() -> Records.cells(new Broken(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("age of", "Broken", "unknown");
  }
}
