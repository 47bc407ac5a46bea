/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.benchmarks.meter;

/**
 * How much was done, and what it took. Immutable.
 *
 * @param spans how many spans went through
 * @param bytes how many bytes of OTLP they were
 * @param usage what it took
 */
public record Throughput(long spans, long bytes, Usage usage) {
    private static final double BYTES_PER_MEGABYTE = 1e6;

    public double spansPerSecond() {
        return spans / usage.seconds();
    }

    /** Megabytes (a million bytes) of OTLP in a second. */
    public double megabytesPerSecond() {
        return bytes / BYTES_PER_MEGABYTE / usage.seconds();
    }

    public double spansPerCpuSecond() {
        return spans / usage.cpuSeconds();
    }

    public double allocatedBytesPerSpan() {
        return (double) usage.allocatedBytes() / spans;
    }
}
