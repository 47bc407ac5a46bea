/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.models.profile;

import io.meshobservatory.core.graph.Node;
import io.meshobservatory.models.baseline.DecayingSum;
import io.meshobservatory.models.baseline.Level;
import io.meshobservatory.models.feature.FeatureSchema;
import io.meshobservatory.models.feature.FeatureVector;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * The features of a node against its own baselines. Amounts are judged as logarithms, shares as their square roots (which
 * makes their noise about even), amounts in proportion to the load where that is known. Not thread-safe.
 */
final class NodeFeatures {
    private static final double HOUR = 60;
    private static final double PRIOR_SCALE = 0.5;
    private static final int PRIOR_COUNT = 30;
    private static final int LEAST_COUNT = 30;
    private static final double LEAST_LOG_SCALE = 0.2;
    private static final double LEAST_SHARE_SCALE = 0.05;
    private static final int EXTERNAL_BYTES = 6;

    private final Level[] levels = new Level[FeatureSchema.size()];
    private final double[] observed = new double[FeatureSchema.size()];
    private final double[] transformed = new double[FeatureSchema.size()];
    private final double[] expected = new double[FeatureSchema.size()];
    private final double[] values = new double[FeatureSchema.size()];
    private DecayingSum external = new DecayingSum();
    private DecayingSum read = new DecayingSum();
    private DecayingSum called = new DecayingSum();
    private DecayingSum newDestinations = new DecayingSum();
    private DecayingSum turnedAway = new DecayingSum();
    private int column;

    NodeFeatures() {
        Arrays.setAll(levels, i -> new Level());
    }

    /** The upper end of what the node sends to hosts outside in a minute in which it sends anything; 0 while not known. */
    double usualExternalBytes() {
        Level level = levels[EXTERNAL_BYTES];
        if (level.count() < LEAST_COUNT) {
            return 0;
        }
        return Math.max(0, StrictMath.expm1(level.location() + 2 * scale(EXTERNAL_BYTES, LEAST_LOG_SCALE)));
    }

    /** Measures a minute. */
    void measure(int minute, NodeTotals totals, MinuteLoad load) {
        external.add(minute, totals.externalSent, HOUR);
        read.add(minute, totals.readBytes, HOUR);
        called.add(minute, totals.callsIn, HOUR);
        newDestinations.add(minute, totals.newDestinations, HOUR);
        turnedAway.add(minute, totals.refused + (double) totals.denied, HOUR);
        double perLoad = load.isKnown() ? load.logCalls() : 0;
        double out = totals.callsOut;
        double external1h = external.at(minute, HOUR);
        double read1h = read.at(minute, HOUR);
        double hourLoad = load.isKnown() ? StrictMath.log1p(called.at(minute, HOUR)) : 0;
        column = 0;
        amount(totals.callsIn, load.rhythm());
        // nothing in proportion to the load would follow the load
        amount(out > 0 ? out : Double.NaN, perLoad);
        amount(perCall(totals.requestBytesOut, out, totals.bytesToldOut), 0);
        amount(perCall(totals.responseBytesOut, out, totals.bytesToldOut), 0);
        amount(perCall(totals.requestBytesIn, totals.callsIn, totals.bytesToldIn), 0);
        amount(perCall(totals.responseBytesIn, totals.callsIn, totals.bytesToldIn), 0);
        boolean outside = totals.externalCalls > 0 && totals.externalSent > 0;
        amount(outside ? totals.externalSent : Double.NaN, 0);
        plain(outside ? StrictMath.log((1.0 + totals.externalSent) / (1.0 + totals.externalGot)) : Double.NaN);
        share(totals.externalCalls, out);
        amount(totals.destinations, 0);
        share(totals.rareCalls, out);
        amount(totals.operations.isEmpty() ? Double.NaN : totals.operations.size(), 0);
        plain(totals.operationsEntropy());
        share(totals.errors, out);
        share(totals.refused, out);
        share(totals.denied, out);
        share(totals.retries, out);
        amount(totals.latencyServed(), 0);
        amount(totals.latencyGot(), 0);
        share(totals.plain, totals.secured);
        amount(external1h < 1 ? Double.NaN : external1h, 0);
        amount(read1h < 1 ? Double.NaN : read1h, hourLoad);
        amount(newDestinations.at(minute, HOUR), 0);
        amount(turnedAway.at(minute, HOUR), 0);
    }

    /** The vector of the minute that was measured last. */
    FeatureVector vector(Node node, NodeMinute at, long calls, boolean held) {
        return new FeatureVector(
                FeatureSchema.VERSION,
                node,
                at.startMillis(),
                values.clone(),
                observed.clone(),
                expected.clone(),
                calls,
                held);
    }

    /** Takes in the minute that was measured last. */
    void learn(ProfileSettings settings) {
        for (int i = 0; i < levels.length; i++) {
            levels[i].learn(transformed[i], settings.memoryMinutes(), PRIOR_SCALE);
        }
    }

    void write(DataOutput out) throws IOException {
        out.writeByte(levels.length);
        for (Level level : levels) {
            level.write(out);
        }
        external.write(out);
        read.write(out);
        called.write(out);
        newDestinations.write(out);
        turnedAway.write(out);
    }

    static NodeFeatures read(DataInput in) throws IOException {
        NodeFeatures features = new NodeFeatures();
        int width = in.readUnsignedByte();
        if (width != FeatureSchema.size()) {
            throw new IOException("node profile of " + width + " features (expected: " + FeatureSchema.size() + ")");
        }
        for (int i = 0; i < width; i++) {
            features.levels[i] = Level.read(in);
        }
        features.external = DecayingSum.read(in);
        features.read = DecayingSum.read(in);
        features.called = DecayingSum.read(in);
        features.newDestinations = DecayingSum.read(in);
        features.turnedAway = DecayingSum.read(in);
        return features;
    }

    private static double perCall(long bytes, double calls, boolean told) {
        return told && calls > 0 ? bytes / calls : Double.NaN;
    }

    /** An amount, on a logarithmic scale, less an offset that is expected. */
    private void amount(double amount, double offset) {
        double value = StrictMath.log1p(amount) - offset;
        double location = levels[column].location() + offset;
        put(amount, value, Math.max(0, StrictMath.expm1(location)), LEAST_LOG_SCALE);
    }

    private void share(double part, double whole) {
        double share = whole > 0 ? Math.min(1, part / whole) : Double.NaN;
        double root = levels[column].location();
        put(share, Math.sqrt(share), root * root, LEAST_SHARE_SCALE);
    }

    private void plain(double value) {
        put(value, value, levels[column].location(), LEAST_LOG_SCALE);
    }

    private void put(double amount, double value, double usual, double leastScale) {
        Level level = levels[column];
        boolean known = level.count() >= LEAST_COUNT && Double.isFinite(value);
        double scales = known ? (value - level.location()) / scale(column, leastScale) : Double.NaN;
        observed[column] = amount;
        transformed[column] = value;
        expected[column] = known ? usual : Double.NaN;
        values[column] = Math.max(-FeatureSchema.LIMIT, Math.min(FeatureSchema.LIMIT, scales));
        column++;
    }

    private double scale(int of, double least) {
        return Math.max(least, levels[of].scale(PRIOR_SCALE, PRIOR_COUNT));
    }
}
