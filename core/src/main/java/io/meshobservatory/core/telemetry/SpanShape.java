/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.core.telemetry;

import io.meshobservatory.core.graph.Node;
import io.meshobservatory.core.telemetry.Span.Origin;
import org.jspecify.annotations.Nullable;

/**
 * Who a span is of and where it stands: what those spans have in common that one sidecar sends of its calls to one peer. Who
 * reads many spans gives one object for equal shapes, as far as it remembers them, so that who takes them can remember by it
 * what it made of a shape. Its parts do not change; the attachment does, so it is not thread-safe.
 */
public class SpanShape {
    /** Who recorded the span. */
    public final Origin origin;

    /** On which side of a hop it stands. */
    public final SpanKind kind;

    /** Who it is of. */
    public final Workload workload;

    /** The other side, null where the span does not name it. */
    public final @Nullable Node peer;

    /** As in {@link Span}. */
    public final String protocol;

    private @Nullable Object attachment;

    /** A shape without attachment. */
    public SpanShape(Origin origin, SpanKind kind, Workload workload, @Nullable Node peer, String protocol) {
        this.origin = origin;
        this.kind = kind;
        this.workload = workload;
        this.peer = peer;
        this.protocol = Span.limitedProtocol(protocol);
    }

    /** What was attached last, null if nothing was. There is one taker of spans, or each must know its own. */
    public @Nullable Object attachment() {
        return attachment;
    }

    /** Attaches what a taker of spans made of the shape. */
    public void attach(Object made) {
        attachment = made;
    }
}
