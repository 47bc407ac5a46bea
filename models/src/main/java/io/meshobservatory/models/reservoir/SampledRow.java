/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.models.reservoir;

/** A row in the sample: least priority first, then by identity; equal if both are. */
@SuppressWarnings("ArrayRecordComponent") // equality leaves it out
record SampledRow(double priority, long identity, double[] values) implements Comparable<SampledRow> {
    @Override
    public int compareTo(SampledRow other) {
        int byPriority = Double.compare(priority, other.priority);
        return byPriority != 0 ? byPriority : Long.compare(identity, other.identity);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SampledRow that && compareTo(that) == 0;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(identity);
    }
}
