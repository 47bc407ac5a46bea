/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.alertmanager;

import static java.util.Objects.requireNonNull;

import io.meshobservatory.core.alert.Alert;
import java.util.Collection;
import java.util.List;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.StatefulSinkWriter;
import org.apache.flink.api.connector.sink2.SupportsWriterState;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/**
 * Keeps the open alerts known to Alertmanager, by {@code POST /api/v2/alerts} to each of its instances.
 *
 * <h2>Guarantees</h2>
 *
 * <ul>
 *   <li>Alertmanager never stops the job and never holds it up: requests are sent beside it, at most one at a time for each
 *       instance, and failures are counted by their reason. The end of a bounded input waits for answers for at most
 *       {@link AlertmanagerOptions#requestTimeout} for each instance.
 *   <li>An open alert is told within a second or so and again every {@link AlertmanagerOptions#resendEvery}, with its latest
 *       state. What an instance did not take (it is away, too slow, or answers 5xx) is told again with growing waits.
 *   <li>An alert that is closed or suppressed is told as ended until each instance has taken that, for
 *       {@link AlertmanagerOptions#giveUpAfter} at most; if it could not be told, Alertmanager lets the alert expire. Suppressed
 *       alerts that were never open are not told at all.
 *   <li>What is open or not told yet is part of checkpoints, so that it goes on after a restart. An alert may be told twice;
 *       to Alertmanager that is one.
 *   <li>One whose labels change, as with a graver severity, ends under the old ones and goes on under the new.
 * </ul>
 *
 * <h2>What the application must do</h2>
 *
 * <ul>
 *   <li>Run it with parallelism 1: alerts are few, and the states of one must find what was told of it after a rescaling.
 *   <li>Leave it out where recordings are replayed: Alertmanager lives in real time.
 * </ul>
 */
public final class AlertmanagerSink implements Sink<Alert>, SupportsWriterState<Alert, Told> {
    private static final long serialVersionUID = 1L;

    private final AlertmanagerConfig config;
    private final AlertmanagerOptions options;

    /** With {@link AlertmanagerOptions#DEFAULT}. */
    public AlertmanagerSink(AlertmanagerConfig config) {
        this(config, AlertmanagerOptions.DEFAULT);
    }

    public AlertmanagerSink(AlertmanagerConfig config, AlertmanagerOptions options) {
        this.config = requireNonNull(config, "config");
        this.options = requireNonNull(options, "options");
    }

    @Override
    public StatefulSinkWriter<Alert, Told> createWriter(WriterInitContext context) {
        return restoreWriter(context, List.of());
    }

    @Override
    public StatefulSinkWriter<Alert, Told> restoreWriter(WriterInitContext context, Collection<Told> recovered) {
        return new AlertmanagerWriter(
                config, options, context.getProcessingTimeService(), context.metricGroup(), recovered);
    }

    @Override
    public SimpleVersionedSerializer<Told> getWriterStateSerializer() {
        return new ToldSerializer();
    }
}
