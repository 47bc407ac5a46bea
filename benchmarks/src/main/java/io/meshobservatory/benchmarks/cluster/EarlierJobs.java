/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.benchmarks.cluster;

/**
 * What ended jobs leave on the heap. Flink's tasks have finalizers: the first collection of the whole heap only finds out that a
 * task is not used any more, and all that its operators held goes with the second. A benchmark would otherwise measure a job
 * beside the state of two or three before it. Stateless.
 */
public final class EarlierJobs {
    private EarlierJobs() {}

    /** Collects it; takes seconds where the heap is large, so it has no place within what is measured. */
    public static void collect() {
        System.gc();
        System.runFinalization();
        System.gc();
    }
}
