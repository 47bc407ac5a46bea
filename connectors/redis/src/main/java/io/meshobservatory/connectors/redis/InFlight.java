/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.redis;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Places for what was sent and is not answered yet. A Redis that is slow costs the job one wait; after it nothing waits until
 * Redis answers again. Places are taken by the task's thread only, and given back by any.
 */
final class InFlight {
    private final int size;
    private final long maxWaitMillis;
    private final Semaphore free;

    /** Set after a wait for a place was in vain, until one is free at once. */
    private boolean stalled;

    InFlight(int size, Duration maxWait) {
        this.size = size;
        this.maxWaitMillis = maxWait.toMillis();
        this.free = new Semaphore(size);
    }

    /** Whether there was a place. */
    boolean take() throws InterruptedException {
        if (free.tryAcquire()) {
            stalled = false;
            return true;
        }
        if (stalled) {
            return false;
        }
        boolean taken = free.tryAcquire(maxWaitMillis, TimeUnit.MILLISECONDS);
        stalled = !taken;
        return taken;
    }

    void giveBack() {
        free.release();
    }

    /** Waits until all is answered, but not longer than this. */
    void awaitAll(Duration wait) throws InterruptedException {
        if (free.tryAcquire(size, wait.toMillis(), TimeUnit.MILLISECONDS)) {
            free.release(size);
        }
    }
}
