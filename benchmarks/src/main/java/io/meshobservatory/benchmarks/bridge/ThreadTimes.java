/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.benchmarks.bridge;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Processor time of the threads that live now, by thread. The difference of two of these says who worked; a thread that ended
 * in between is missing. The JVM's own threads, which collect garbage and compile, are not among them. Immutable.
 */
final class ThreadTimes {
    private static final double NANOS_PER_SECOND = 1e9;

    private final Map<Long, Long> nanosById = new HashMap<>();
    private final Map<Long, String> names = new HashMap<>();

    private ThreadTimes() {}

    static ThreadTimes now() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        ThreadTimes times = new ThreadTimes();
        for (long id : threads.getAllThreadIds()) {
            ThreadInfo info = threads.getThreadInfo(id);
            long nanos = threads.getThreadCpuTime(id);
            if (info != null && nanos >= 0) {
                times.nanosById.put(id, nanos);
                times.names.put(id, info.getThreadName());
            }
        }
        return times;
    }

    /** Seconds of the processor since {@code earlier}, of the threads with such a name. */
    double secondsSince(ThreadTimes earlier, Predicate<String> name) {
        long nanos = 0;
        for (Map.Entry<Long, Long> thread : nanosById.entrySet()) {
            if (name.test(names.getOrDefault(thread.getKey(), ""))) {
                nanos += thread.getValue() - earlier.nanosById.getOrDefault(thread.getKey(), 0L);
            }
        }
        return nanos / NANOS_PER_SECOND;
    }
}
