package dev.logistic.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class LargePagesTest {

  private static final Path MAPPINGS = Path.of("/proc/self/smaps");
  private static final Path SETTING = Path.of("/sys/kernel/mm/transparent_hugepage/enabled");

  @Test
  @EnabledOnOs(OS.LINUX)
  void aLargeArrayLiesInLargePagesFromItsFirstValueToItsLast() throws IOException {
    assumeTrue(Files.exists(SETTING), "this kernel has no large pages");
    try (NDManager manager = PyTorch.engine().newBaseManager(Device.cpu());
        NDArray array = LargePages.create(manager, new Shape(1_000_000, 28), DataType.FLOAT32)) {
      long address = Pointer.nativeValue(Native.getDirectBufferPointer(array.toByteBuffer(true)));

      assertThat(address % (1 << 21)).isZero();
      assertThat(flags(address)).contains("hg");
      assertThat(flags(address + 112_000_000 - 1)).contains("hg");
    }
  }

  @Test
  void anArrayOfAnySizeCanBeWrittenToAndRead() {
    try (NDManager manager = PyTorch.engine().newBaseManager(Device.cpu())) {
      for (int rows : new int[] {0, 1, 1_000, 1_000_000}) {
        NDArray array = LargePages.create(manager, new Shape(rows, 3), DataType.FLOAT32);
        FloatBuffer values = array.toByteBuffer(true).asFloatBuffer();
        for (int i = 0; i < values.capacity(); i++) {
          values.put(i, i);
        }

        assertThat(array.getShape()).isEqualTo(new Shape(rows, 3));
        assertThat(values.capacity()).isEqualTo(3 * rows);
        assertThat(array.toFloatArray()).hasSize(3 * rows);
        if (rows > 0) {
          assertThat(array.getFloat(rows - 1, 2)).isEqualTo(3f * rows - 1);
        }
      }
    }
  }

  /** The kernel's record of the mapping that contains an address. */
  private static List<String> flags(long address) throws IOException {
    boolean found = false;
    for (String line : Files.readAllLines(MAPPINGS)) {
      if (line.matches("[0-9a-f]+-[0-9a-f]+ .*")) {
        String[] bounds = line.split("[- ]", 3);
        found =
            Long.parseUnsignedLong(bounds[0], 16) <= address
                && address < Long.parseUnsignedLong(bounds[1], 16);
      } else if (found && line.startsWith("VmFlags:")) {
        return List.of(line.substring(8).strip().split(" "));
      }
    }
    throw new AssertionError("no mapping holds address " + Long.toHexString(address));
  }
}
