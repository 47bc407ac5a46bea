/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.core.window;

import com.datadoghq.sketch.ddsketch.DDSketch;
import com.datadoghq.sketch.ddsketch.encoding.BinEncodingMode;
import com.datadoghq.sketch.ddsketch.encoding.ByteArrayInput;
import com.datadoghq.sketch.ddsketch.encoding.Flag;
import com.datadoghq.sketch.ddsketch.encoding.GrowingByteArrayOutput;
import com.datadoghq.sketch.ddsketch.encoding.Output;
import com.datadoghq.sketch.ddsketch.encoding.VarEncodingHelper;
import com.datadoghq.sketch.ddsketch.mapping.IndexMapping;
import com.datadoghq.sketch.ddsketch.store.Bin;
import com.datadoghq.sketch.ddsketch.store.SparseStore;
import com.datadoghq.sketch.ddsketch.store.Store;
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

    /** For the mapping and the lengths. */
    private static final int FIRST_BYTES = 32;

    private SketchEncoding() {}

    /**
     * See {@link LatencyHistogram#encode}. Written out, as the library's own sketch would have to be filled first: each edge
     * has two in each of its rows.
     */
    static byte[] encode(LatencyHistogram histogram) {
        GrowingByteArrayOutput out = GrowingByteArrayOutput.withInitialCapacity(FIRST_BYTES + 2 * histogram.buckets());
        try {
            MAPPING.encode(out);
            if (histogram.zeroCount() > 0) {
                Flag.ZERO_COUNT.encode(out);
                VarEncodingHelper.encodeVarDouble(out, (double) histogram.zeroCount());
            }
            encodeBuckets(histogram, out);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return out.trimmedCopy();
    }

    private static void encodeBuckets(LatencyHistogram histogram, Output out) throws IOException {
        int filled = 0;
        int first = 0;
        int last = 0;
        for (int i = 0; i < histogram.buckets(); i++) {
            if (histogram.bucketCount(i) > 0) {
                first = filled == 0 ? histogram.bucketIndex(i) : first;
                last = histogram.bucketIndex(i);
                filled++;
            }
        }
        if (filled == 0) {
            return;
        }
        long range = (long) last - first + 1;
        // a count takes a byte or more, and the distance to the bucket before another one
        if (range <= 2L * filled) {
            encodeRange(histogram, first, range, out);
        } else {
            encodeEach(histogram, filled, out);
        }
    }

    private static void encodeRange(LatencyHistogram histogram, int first, long range, Output out) throws IOException {
        BinEncodingMode.CONTIGUOUS_COUNTS.toFlag(Flag.Type.POSITIVE_STORE).encode(out);
        VarEncodingHelper.encodeUnsignedVarLong(out, range);
        VarEncodingHelper.encodeSignedVarLong(out, first);
        VarEncodingHelper.encodeSignedVarLong(out, 1);
        int next = first;
        for (int i = 0; i < histogram.buckets(); i++) {
            if (histogram.bucketCount(i) > 0) {
                for (; next < histogram.bucketIndex(i); next++) {
                    VarEncodingHelper.encodeVarDouble(out, 0);
                }
                VarEncodingHelper.encodeVarDouble(out, (double) histogram.bucketCount(i));
                next++;
            }
        }
    }

    private static void encodeEach(LatencyHistogram histogram, int filled, Output out) throws IOException {
        BinEncodingMode.INDEX_DELTAS_AND_COUNTS.toFlag(Flag.Type.POSITIVE_STORE).encode(out);
        VarEncodingHelper.encodeUnsignedVarLong(out, filled);
        long before = 0;
        for (int i = 0; i < histogram.buckets(); i++) {
            if (histogram.bucketCount(i) > 0) {
                VarEncodingHelper.encodeSignedVarLong(out, histogram.bucketIndex(i) - before);
                VarEncodingHelper.encodeVarDouble(out, (double) histogram.bucketCount(i));
                before = histogram.bucketIndex(i);
            }
        }
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
