package dev.logistic.spark;

import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.spark.SparkEnv;
import org.apache.spark.storage.BlockId;
import org.apache.spark.storage.BroadcastBlockId;
import org.jspecify.annotations.Nullable;

/**
 * The blocks that this process keeps, by fit and partition. They are read when a task first needs
 * them, and stay for later tasks until the fit releases them; tasks that are still using them
 * finish first. Thread-safe.
 */
final class ResidentBlocks {

  private static final int FITS_REMEMBERED = 1_000;
  private static final long MILLIS_BETWEEN_SWEEPS = 5_000;
  private static final Map<String, Fit> FITS = new HashMap<>();

  /** A late task, as after a failure on another machine, must not read the blocks again. */
  private static final Set<String> RELEASED =
      Collections.newSetFromMap(
          new LinkedHashMap<>() {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
              return size() > FITS_REMEMBERED;
            }
          });

  static {
    startSweeping();
  }

  private ResidentBlocks() {}

  /** Blocks of a fit, and how many tasks compute with them. */
  private static final class Fit {
    private final long broadcastId;
    private final Map<Integer, Slot> slots = new HashMap<>();
    private int users;
    private boolean released;

    private Fit(long broadcastId) {
      this.broadcastId = broadcastId;
    }

    private void closeIfUnused() {
      if (released && users == 0) {
        slots.values().forEach(Slot::close);
      }
    }
  }

  /** Where one partition's blocks are, read by one task while others wait. */
  private static final class Slot {
    private @Nullable PartitionBlocks blocks;
    private int users;

    private synchronized PartitionBlocks getOrRead(Supplier<PartitionBlocks> reader) {
      if (blocks != null && blocks.isBroken()) {
        close();
      }
      if (blocks == null) {
        blocks = reader.get();
      }
      return blocks;
    }

    private synchronized void close() {
      if (blocks != null) {
        blocks.close();
        blocks = null;
      }
    }
  }

  /** Blocks in use; they stay until this is closed. */
  static final class Lease implements AutoCloseable {
    private final Fit fit;
    private final Slot slot;

    private Lease(Fit fit, Slot slot) {
      this.fit = fit;
      this.slot = slot;
    }

    /**
     * Returns the blocks, read if necessary.
     *
     * @param reader reads them; if it throws, the next task tries again
     */
    PartitionBlocks blocks(Supplier<PartitionBlocks> reader) {
      return slot.getOrRead(reader);
    }

    @Override
    public void close() {
      synchronized (FITS) {
        slot.users--;
        fit.users--;
        fit.closeIfUnused();
      }
    }
  }

  /**
   * Acquires a partition's blocks.
   *
   * @param broadcastId of the variable that lives as long as the fit
   * @throws IllegalStateException if the fit has released them all
   */
  static Lease lease(String fitId, long broadcastId, int partition) {
    synchronized (FITS) {
      if (RELEASED.contains(fitId)) {
        throw new IllegalStateException("the fit " + fitId + " has ended");
      }
      Fit fit = FITS.computeIfAbsent(fitId, id -> new Fit(broadcastId));
      Slot slot = fit.slots.computeIfAbsent(partition, index -> new Slot());
      fit.users++;
      slot.users++;
      return new Lease(fit, slot);
    }
  }

  /** The fits that have blocks in this process. */
  static Set<String> fits() {
    synchronized (FITS) {
      return Set.copyOf(FITS.keySet());
    }
  }

  /** Frees a partition's blocks, unless a task computes with them. */
  static void dropCopy(String fitId, int partition) {
    synchronized (FITS) {
      Fit fit = FITS.get(fitId);
      Slot slot = fit == null ? null : fit.slots.get(partition);
      if (fit != null && slot != null && slot.users == 0) {
        fit.slots.remove(partition);
        slot.close();
      }
    }
  }

  /** Frees the blocks of a fit, those in use once they are released; tasks may read them again. */
  static void drop(String fitId) {
    synchronized (FITS) {
      Fit fit = FITS.remove(fitId);
      if (fit != null) {
        fit.released = true;
        fit.closeIfUnused();
      }
    }
  }

  /** Frees the blocks of a fit for good. */
  static void release(String fitId) {
    synchronized (FITS) {
      RELEASED.add(fitId);
      drop(fitId);
    }
  }

  /**
   * Called when Spark has removed a fit's handle from memory. If it was only to free memory, the
   * handle is now on disk, and the fit continues.
   */
  static void handleClosed(String fitId) {
    Fit fit;
    synchronized (FITS) {
      fit = FITS.get(fitId);
    }
    SparkEnv spark = SparkEnv.get();
    if (fit != null
        && (spark == null || !spark.blockManager().diskStore().contains(variable(fit)))) {
      drop(fitId);
    }
  }

  /**
   * Frees the blocks of fits whose broadcast variable is no longer in this process: they have ended
   * unnoticed, as the handle was on disk or a task was late.
   */
  static void sweep() {
    Map<String, Fit> all;
    synchronized (FITS) {
      all = Map.copyOf(FITS);
    }
    SparkEnv spark = SparkEnv.get();
    all.forEach(
        (id, fit) -> {
          if (spark == null || spark.blockManager().getStatus(variable(fit)).isEmpty()) {
            drop(id);
          }
        });
  }

  private static BlockId variable(Fit fit) {
    return new BroadcastBlockId(fit.broadcastId, "");
  }

  private static void startSweeping() {
    Thread sweeper =
        new Thread(
            () -> {
              try {
                while (true) {
                  Thread.sleep(MILLIS_BETWEEN_SWEEPS);
                  sweep();
                }
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            },
            "djl-logistic-blocks");
    sweeper.setDaemon(true);
    sweeper.start();
  }
}
