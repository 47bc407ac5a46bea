/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.core.window;

import com.datadoghq.sketch.ddsketch.DDSketch;
import com.datadoghq.sketch.ddsketch.encoding.ByteArrayInput;
import com.datadoghq.sketch.ddsketch.encoding.GrowingByteArrayOutput;
import com.datadoghq.sketch.ddsketch.mapping.IndexMapping;
import com.datadoghq.sketch.ddsketch.store.Bin;
import com.datadoghq.sketch.ddsketch.store.SparseStore;
import com.datadoghq.sketch.ddsketch.store.Store;
import com.datadoghq.sketch.ddsketch.store.UnboundedSizeDenseStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.function.Supplier;

/** The encoding of DataDog's sketches-java for a {@link LatencyHistogram}. Stateless. */
final class SketchEncoding {
    private static final IndexMapping MAPPING = LatencyHistogram.MAPPING;

    /** Sparse: the bytes may come from anywhere, and a dense store would fill the memory between two far buckets. */
    private static final Supplier<Store> STORE = SparseStore::new;

    /** Up to here, doubles tell whole numbers apart. */
    private static final double MAX_COUNT = 0x1p53;

    private SketchEncoding() {}

    /** See {@link LatencyHistogram#encode}. */
    static byte[] encode(LatencyHistogram histogram) {
        UnboundedSizeDenseStore store = new UnboundedSizeDenseStore();
        for (int i = 0; i < histogram.buckets(); i++) {
            store.add(histogram.bucketIndex(i), (double) Math.max(0, histogram.bucketCount(i)));
        }
        GrowingByteArrayOutput out = GrowingByteArrayOutput.withDefaultInitialCapacity();
        try {
            DDSketch.of(MAPPING, new UnboundedSizeDenseStore(), store, Math.max(0, histogram.zeroCount()))
                    .encode(out, false);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return out.trimmedCopy();
    }

    /** See {@link LatencyHistogram#decode}. */
    static LatencyHistogram decode(byte[] sketch) {
        DDSketch decoded;
        try {
            decoded = DDSketch.decode(ByteArrayInput.wrap(sketch), STORE);
        } catch (IOException | RuntimeException malformed) {
            throw new IllegalArgumentException(
                    "not a DDSketch of " + sketch.length + " bytes: " + malformed, malformed);
        }
        if (!MAPPING.equals(decoded.getIndexMapping())) {
            throw new IllegalArgumentException(
                    "DDSketch with other buckets: " + decoded.getIndexMapping() + " (expected: " + MAPPING + ")");
        }
        if (!decoded.getNegativeValueStore().isEmpty()) {
            throw new IllegalArgumentException("DDSketch with negative latencies (expected: none below 0)");
        }
        LatencyHistogram histogram = new LatencyHistogram();
        double inBuckets = 0;
        for (Iterator<Bin> bins = decoded.getPositiveValueStore().getAscendingIterator(); bins.hasNext(); ) {
            Bin bin = bins.next();
            requireCount(bin.getCount());
            histogram.addInBucket(bin.getIndex(), Math.round(bin.getCount()));
            inBuckets += bin.getCount();
        }
        requireCount(decoded.getCount() - inBuckets);
        histogram.add(0, Math.round(decoded.getCount() - inBuckets));
        return histogram;
    }

    private static void requireCount(double count) {
        if (!(count >= 0 && count <= MAX_COUNT)) {
            throw new IllegalArgumentException("DDSketch with a count of " + count + " (expected: from 0 to 2^53)");
        }
    }
}
