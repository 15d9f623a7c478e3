package dev.logistic.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.training.dataset.ArrayDataset;
import ai.djl.training.dataset.Batch;
import ai.djl.training.dataset.BatchSampler;
import ai.djl.training.dataset.Dataset;
import ai.djl.training.dataset.RandomAccessDataset;
import ai.djl.training.dataset.Sampler;
import ai.djl.training.dataset.SequenceSampler;
import ai.djl.translate.TranslateException;
import dev.logistic.data.LabelledData;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.stream.LongStream;

/** Rows to train on, from DJL's data sets. Stateless. */
public final class Datasets {

  private static final List<String> CLASSES = List.of("0", "1");
  private static final int BATCH_ROWS = 1_024;

  private Datasets() {}

  /**
   * As {@link #labelledData(Dataset, List, List, NDManager)}, with columns named x0, x1 and so on
   * and the classes 0 and 1.
   */
  public static LabelledData labelledData(Dataset dataset, NDManager manager)
      throws IOException, TranslateException {
    return labelledData(dataset, List.of(), CLASSES, manager);
  }

  /**
   * Prepares a data set and copies all its rows. Those of a {@link RandomAccessDataset} come once
   * each and in its own order, whatever its sampler; an {@link ArrayDataset} returns them in one
   * piece. Any other data set returns them in its own batches. Transforms are applied, and every
   * batch is closed. For a moment, the rows are in memory twice.
   *
   * @param dataset whose batches hold one array of features, of shape (rows, columns), float32 or
   *     float64, and one of labels, of shape (rows) or (rows, 1), any number type, each the place
   *     of the row's class, from 0
   * @param featureNames one for each column, or none for x0, x1 and so on
   * @param classes their names, two or more; of two, the negative and the positive one
   * @param manager on whose device the copies are made; they are valid until it is closed, and so
   *     is the result
   * @throws IllegalArgumentException if a shape, type or value is not so, saying which
   * @throws IOException if the data set cannot be read
   * @throws TranslateException if one of its transforms fails
   */
  public static LabelledData labelledData(
      Dataset dataset, List<String> featureNames, List<String> classes, NDManager manager)
      throws IOException, TranslateException {
    dataset.prepare();
    NDManager owner = manager.newSubManager();
    try (NDManager scratch = manager.newSubManager()) {
      BatchArrays all = new BatchArrays(scratch);
      for (Batch batch : batches(dataset, scratch)) {
        try (batch) {
          all.add(batch);
        }
      }
      NDArray features = all.features(isPart(dataset));
      NDArray labels = all.labels(isPart(dataset));
      features.attach(owner);
      labels.attach(owner);
      NDScope.unregister(features, labels); // a caller's scope does not end them
      return LabelledData.ofClasses(features, labels, featureNames, classes);
    } catch (IOException | TranslateException | RuntimeException e) {
      owner.close();
      throw e;
    }
  }

  private static Iterable<Batch> batches(Dataset dataset, NDManager manager)
      throws IOException, TranslateException {
    if (!(dataset instanceof RandomAccessDataset rows)) {
      return dataset.getData(manager);
    }
    if (isPart(rows)) {
      return rows.getData(manager, new InOrderAndOneAgain());
    }
    int most =
        rows instanceof ArrayDataset ? Math.toIntExact(Math.max(1, rows.size())) : BATCH_ROWS;
    return rows.getData(manager, new BatchSampler(new SequenceSampler(), most, false));
  }

  /**
   * A part of an array data set, as {@code randomSplit} makes it. For a range, it returns the rows
   * at those positions of the whole data set (ArrayDataset.java of DJL 0.35.1), so it must be
   * indexed by something other than a range.
   */
  private static boolean isPart(Dataset dataset) {
    return dataset instanceof ArrayDataset
        && dataset.getClass().getEnclosingClass() == ArrayDataset.class;
  }

  /** All rows in one batch, and then the first one again. */
  private static final class InOrderAndOneAgain implements Sampler {
    @Override
    public Iterator<List<Long>> sample(RandomAccessDataset dataset) {
      return List.of(
              LongStream.rangeClosed(0, dataset.size())
                  .mapToObj(row -> row % dataset.size())
                  .toList())
          .iterator();
    }

    @Override
    public int getBatchSize() {
      return -1; // DJL's value for a varying size
    }
  }
}
