/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.api.testing;

import io.meshobservatory.api.live.LiveGraph;
import io.meshobservatory.core.alert.Alert;
import io.meshobservatory.core.graph.Edge;
import io.meshobservatory.core.window.EdgeRow;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** A live graph in memory that can be taken away and brought back. */
public final class FakeLiveGraph implements LiveGraph {
    private final Map<Edge, EdgeRow> latest = new ConcurrentHashMap<>();
    private final List<Consumer<EdgeRow>> subscribers = new CopyOnWriteArrayList<>();
    private final List<Consumer<Alert>> alertSubscribers = new CopyOnWriteArrayList<>();
    private volatile boolean away;

    public void write(EdgeRow row) {
        latest.put(row.edge(), row);
        subscribers.forEach(subscriber -> subscriber.accept(row));
    }

    public void write(Alert alert) {
        alertSubscribers.forEach(subscriber -> subscriber.accept(alert));
    }

    public void goAway() {
        away = true;
    }

    public void comeBack() {
        away = false;
    }

    public int subscriptions() {
        return subscribers.size();
    }

    public int alertSubscriptions() {
        return alertSubscribers.size();
    }

    @Override
    public List<EdgeRow> latest() {
        requirePresent();
        return List.copyOf(latest.values());
    }

    @Override
    public AutoCloseable subscribe(Consumer<EdgeRow> changes) {
        requirePresent();
        subscribers.add(changes);
        return () -> subscribers.remove(changes);
    }

    @Override
    public AutoCloseable subscribeAlerts(Consumer<Alert> changes) {
        requirePresent();
        alertSubscribers.add(changes);
        return () -> alertSubscribers.remove(changes);
    }

    @Override
    public boolean isReachable() {
        return !away;
    }

    @Override
    public void close() {
        subscribers.clear();
        alertSubscribers.clear();
    }

    private void requirePresent() {
        if (away) {
            throw new IllegalStateException("the live graph is away");
        }
    }
}
