/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.redis;

import static java.util.Objects.requireNonNull;

import io.meshobservatory.core.alert.Alert;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;

/**
 * Shows open alerts in Redis, and publishes each state of each.
 *
 * <h2>Guarantees</h2>
 *
 * <ul>
 *   <li>Redis never stops the job, as with {@link LiveEdgeSink}: a slow one costs one wait, one that is away costs nothing.
 *   <li>At most once: a state that cannot be written is counted by its reason and given up. The tables have every state.
 *   <li>A state of an earlier revision than the one that is shown is counted as late, and neither shown nor published.
 *   <li>An alert that is closed or suppressed is shown no more.
 *   <li>An alert that is written no more disappears {@link LiveAlertOptions#expiry} after its last state, in real time, when
 *       the next alert is written.
 * </ul>
 *
 * <h2>What the application must do</h2>
 *
 * <ul>
 *   <li>Key the stream by the alert's id before the sink, so that its states arrive in their order.
 * </ul>
 */
public final class LiveAlertSink implements Sink<Alert> {
    private static final long serialVersionUID = 1L;

    private final RedisConfig redis;
    private final LiveAlertOptions options;

    /** With {@link LiveAlertOptions#DEFAULT}. */
    public LiveAlertSink(RedisConfig redis) {
        this(redis, LiveAlertOptions.DEFAULT);
    }

    public LiveAlertSink(RedisConfig redis, LiveAlertOptions options) {
        this.redis = requireNonNull(redis, "redis");
        this.options = requireNonNull(options, "options");
    }

    @Override
    public SinkWriter<Alert> createWriter(WriterInitContext context) {
        return new LiveAlertWriter(redis, options, new WriteMetrics(context.metricGroup(), "alerts"));
    }
}
