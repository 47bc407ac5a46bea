/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.redis;

import static java.util.Objects.requireNonNull;

import io.meshobservatory.core.window.EdgeRow;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;

/**
 * Shows rows of 10 s windows in Redis, and publishes each. Rows of other windows are counted and passed over, so that the
 * sink may be given the same stream as the tables.
 *
 * <h2>Guarantees</h2>
 *
 * <ul>
 *   <li>Redis never stops the job and never holds it up for long: a slow Redis costs one wait
 *       ({@link LiveEdgeOptions#maxWait}) until it answers again, and one for each checkpoint; a Redis that is away costs
 *       nothing.
 *   <li>At most once: a row that cannot be written is counted by its reason and given up. The next row of the edge, 10 s
 *       later, makes up for it. The tables have every row.
 *   <li>An older window never replaces a newer one. A late change of an older window is published but not shown.
 *   <li>A row with no calls removes the edge if it shows that window, and is published.
 *   <li>An edge that is written no more disappears after {@link LiveEdgeOptions#expiry}, in real time, whatever the time of
 *       its window.
 *   <li>After a restart of Redis or of the job the view is whole again within one window and an expiry.
 * </ul>
 *
 * <h2>What the application must do</h2>
 *
 * <ul>
 *   <li>Key the stream by edge before the sink, so that rows of one edge arrive in their order.
 * </ul>
 */
public final class LiveEdgeSink implements Sink<EdgeRow> {
    private static final long serialVersionUID = 1L;

    private final RedisConfig redis;
    private final LiveEdgeOptions options;

    /** With {@link LiveEdgeOptions#DEFAULT}. */
    public LiveEdgeSink(RedisConfig redis) {
        this(redis, LiveEdgeOptions.DEFAULT);
    }

    public LiveEdgeSink(RedisConfig redis, LiveEdgeOptions options) {
        this.redis = requireNonNull(redis, "redis");
        this.options = requireNonNull(options, "options");
    }

    @Override
    public SinkWriter<EdgeRow> createWriter(WriterInitContext context) {
        return new LiveEdgeWriter(redis, options, new WriteMetrics(context.metricGroup(), "rows"));
    }
}
