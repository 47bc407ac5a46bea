/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.benchmarks.meter;

import com.sun.management.GarbageCollectionNotificationInfo;
import com.sun.management.GarbageCollectorMXBean;
import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import javax.management.Notification;
import javax.management.NotificationEmitter;
import javax.management.NotificationListener;
import javax.management.openmbean.CompositeData;

/**
 * Measures what this process takes from the moment it is started until it is stopped. Allocation is told by how much the heap
 * grew between one collection and the next, so it is exact to the size of what was not yet collected at both ends. Another
 * thread may stop it than started it, if the one hands it to the other safely.
 */
public final class Meter implements AutoCloseable {
    private static final double NANOS_PER_SECOND = 1e9;

    private final OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private final List<GarbageCollectorMXBean> collectors =
            ManagementFactory.getPlatformMXBeans(GarbageCollectorMXBean.class);
    private final LongAdder allocated = new LongAdder();
    private final NotificationListener listener = this::collected;
    private final long startNanos = System.nanoTime();
    private final long startCpuNanos = system.getProcessCpuTime();
    private final long startGcMillis = gcMillis();
    private long heapAfterLast = usedHeap();

    /** Starts to measure. */
    public Meter() {
        for (GarbageCollectorMXBean collector : collectors) {
            ((NotificationEmitter) collector).addNotificationListener(listener, null, null);
        }
    }

    /** What was taken so far. */
    public synchronized Usage usage() {
        double seconds = (System.nanoTime() - startNanos) / NANOS_PER_SECOND;
        double cpuSeconds = (system.getProcessCpuTime() - startCpuNanos) / NANOS_PER_SECOND;
        double gcSeconds = (gcMillis() - startGcMillis) / 1e3;
        return new Usage(seconds, cpuSeconds, gcSeconds, allocated.sum() + Math.max(0, usedHeap() - heapAfterLast));
    }

    /** The collectors of this process, by their JVM names. */
    public static String collectorNames() {
        return String.join(
                ", ",
                ManagementFactory.getPlatformMXBeans(GarbageCollectorMXBean.class).stream()
                        .map(GarbageCollectorMXBean::getName)
                        .toList());
    }

    @Override
    public void close() {
        for (GarbageCollectorMXBean collector : collectors) {
            try {
                ((NotificationEmitter) collector).removeNotificationListener(listener);
            } catch (javax.management.ListenerNotFoundException gone) {
                throw new IllegalStateException(gone);
            }
        }
    }

    private synchronized void collected(Notification notification, Object handback) {
        if (!notification.getType().equals(GarbageCollectionNotificationInfo.GARBAGE_COLLECTION_NOTIFICATION)) {
            return;
        }
        var gc = GarbageCollectionNotificationInfo.from((CompositeData) notification.getUserData())
                .getGcInfo();
        allocated.add(Math.max(0, heap(gc.getMemoryUsageBeforeGc()) - heapAfterLast));
        heapAfterLast = heap(gc.getMemoryUsageAfterGc());
    }

    private static long heap(Map<String, MemoryUsage> pools) {
        long used = 0;
        for (var pool : ManagementFactory.getMemoryPoolMXBeans()) {
            MemoryUsage usage = pools.get(pool.getName());
            if (usage != null && pool.getType() == java.lang.management.MemoryType.HEAP) {
                used += usage.getUsed();
            }
        }
        return used;
    }

    private static long usedHeap() {
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private long gcMillis() {
        long millis = 0;
        for (GarbageCollectorMXBean collector : collectors) {
            millis += Math.max(0, collector.getCollectionTime());
        }
        return millis;
    }
}
