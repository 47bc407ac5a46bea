/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.benchmarks.meter;

/**
 * What a stretch of work took. Immutable.
 *
 * @param seconds by the wall clock
 * @param cpuSeconds of all threads of the process, the collector's too
 * @param gcSeconds in which the collectors worked, as they count it themselves
 * @param allocatedBytes on the heap
 */
public record Usage(double seconds, double cpuSeconds, double gcSeconds, long allocatedBytes) {
    /** The share of the time in which garbage was collected, from 0 to 1. */
    public double gcShare() {
        return seconds == 0 ? 0 : gcSeconds / seconds;
    }
}
