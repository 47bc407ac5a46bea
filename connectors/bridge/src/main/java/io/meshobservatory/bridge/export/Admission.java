/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.bridge.export;

import io.meshobservatory.bridge.result.BridgeResult;
import java.time.Duration;

/** Lets requests in while there are places, and none any more once the bridge is being shut down. Thread-safe. */
public final class Admission {
    private final int maxActive;
    private int active;
    private boolean draining;

    public Admission(int maxActive) {
        this.maxActive = maxActive;
    }

    synchronized void enter() throws ExportException {
        if (draining) {
            throw new ExportException(BridgeResult.DRAINING, "the bridge is being shut down");
        }
        if (active >= maxActive) {
            throw new ExportException(
                    BridgeResult.TOO_MANY_REQUESTS,
                    "as many requests as are permitted (" + maxActive + ") are under way");
        }
        active++;
    }

    synchronized void leave() {
        active--;
        notifyAll();
    }

    /** The requests under way. */
    public synchronized int active() {
        return active;
    }

    /** Whether new requests are refused for good. */
    public synchronized boolean isDraining() {
        return draining;
    }

    /** Refuses new requests from now on. */
    public synchronized void drain() {
        draining = true;
    }

    /**
     * Waits until no request is under way.
     *
     * @return the requests that are still under way after {@code grace}; 0 is a clean end
     */
    public synchronized int awaitIdle(Duration grace) throws InterruptedException {
        long deadline = System.nanoTime() + grace.toNanos();
        while (active > 0) {
            long remainingMillis =
                    Duration.ofNanos(deadline - System.nanoTime()).toMillis();
            if (remainingMillis <= 0) {
                break;
            }
            wait(remainingMillis);
        }
        return active;
    }
}
