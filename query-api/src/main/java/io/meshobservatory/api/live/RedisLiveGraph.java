/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.api.live;

import io.meshobservatory.connectors.redis.LiveAlerts;
import io.meshobservatory.connectors.redis.LiveEdges;
import io.meshobservatory.connectors.redis.RedisConfig;
import io.meshobservatory.core.alert.Alert;
import io.meshobservatory.core.window.EdgeRow;
import java.util.List;
import java.util.function.Consumer;

/** The live graph in Redis. Made with or without Redis there. */
public final class RedisLiveGraph implements LiveGraph {
    private final LiveEdges edges;
    private final LiveAlerts alerts;

    /**
     * Makes a live graph.
     *
     * @param url where Redis is
     * @throws IllegalArgumentException if it is no URL of Redis
     */
    public RedisLiveGraph(String url) {
        RedisConfig redis = new RedisConfig(url);
        edges = new LiveEdges(redis);
        alerts = new LiveAlerts(redis);
    }

    @Override
    public List<EdgeRow> latest() {
        return edges.latest();
    }

    @Override
    public AutoCloseable subscribe(Consumer<EdgeRow> changes) {
        return edges.subscribe(changes);
    }

    @Override
    public AutoCloseable subscribeAlerts(Consumer<Alert> changes) {
        return alerts.subscribe(changes);
    }

    @Override
    public boolean isReachable() {
        return edges.isReachable();
    }

    @Override
    public long unreadableCount() {
        return edges.unreadableCount() + alerts.unreadableCount();
    }

    @Override
    public void close() {
        edges.close();
        alerts.close();
    }
}
