/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.otlp.decode;

import io.meshobservatory.core.graph.Node;
import io.meshobservatory.core.telemetry.Span.Origin;
import io.meshobservatory.core.telemetry.SpanKind;
import io.meshobservatory.core.telemetry.SpanShape;
import io.meshobservatory.core.telemetry.Workload;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A shape, with what it is known again by: all that it was found from. In one object, as they are many, and far apart. Not thread-safe. */
final class KnownShape extends SpanShape {
    /** Their texts are part of the key. What a shape is found from must not depend on the texts of others. */
    static final AttributeSet NAMES = AttributeSet.of(
            AttributeKey.COMPONENT,
            AttributeKey.DIRECTION,
            AttributeKey.NODE_ID,
            AttributeKey.ISTIO_CANONICAL_SERVICE,
            AttributeKey.ISTIO_CANONICAL_REVISION,
            AttributeKey.ISTIO_NAMESPACE,
            AttributeKey.ISTIO_CLUSTER_ID,
            AttributeKey.UPSTREAM_CLUSTER,
            AttributeKey.UPSTREAM_CLUSTER_NAME,
            AttributeKey.UPSTREAM_ADDRESS,
            AttributeKey.RPC_SYSTEM_NAME,
            AttributeKey.RPC_SYSTEM,
            AttributeKey.DB_SYSTEM_NAME,
            AttributeKey.DB_SYSTEM,
            AttributeKey.DB_NAMESPACE,
            AttributeKey.DB_NAME,
            AttributeKey.MESSAGING_SYSTEM,
            AttributeKey.MESSAGING_DESTINATION_NAME,
            AttributeKey.MESSAGING_DESTINATION,
            AttributeKey.MESSAGING_DESTINATION_TEMPLATE,
            AttributeKey.MESSAGING_DESTINATION_TEMPORARY,
            AttributeKey.MESSAGING_DESTINATION_ANONYMOUS,
            AttributeKey.MESSAGING_OPERATION_TYPE,
            AttributeKey.MESSAGING_OPERATION_NAME,
            AttributeKey.MESSAGING_OPERATION,
            AttributeKey.HTTP_REQUEST_HEADER_CONTENT_TYPE,
            AttributeKey.SERVICE_PEER_NAME,
            AttributeKey.PEER_SERVICE,
            AttributeKey.SERVICE_PEER_NAMESPACE,
            AttributeKey.SERVER_ADDRESS,
            AttributeKey.NET_PEER_NAME,
            AttributeKey.NETWORK_PEER_ADDRESS,
            AttributeKey.NET_SOCK_PEER_ADDR,
            AttributeKey.NET_PEER_IP,
            AttributeKey.CLIENT_ADDRESS,
            AttributeKey.HTTP_CLIENT_IP,
            AttributeKey.NETWORK_LOCAL_ADDRESS,
            AttributeKey.NET_SOCK_HOST_ADDR,
            AttributeKey.NET_HOST_IP,
            AttributeKey.PEER_ADDRESS);

    private static final byte[] NO_TEXTS = {};

    /** At which the workload is known to others, null where not told. */
    private final @Nullable String address;

    private @Nullable ResourceId resource;
    private long hash;
    private long rawKind;
    private long told0;
    private long told1;
    private long told2;
    /** The names one behind the other, each behind its length. */
    private byte[] texts = NO_TEXTS;

    /** What there is to tell of the workload, as an edition of the book has it. */
    private AliasBook.@Nullable Subject subject;

    private int edition;

    KnownShape(
            Origin origin,
            SpanKind kind,
            Workload workload,
            @Nullable Node peer,
            String protocol,
            @Nullable String address) {
        super(origin, kind, workload, peer, protocol);
        this.address = address;
    }

    /** A span was seen: tells the names of its workload. */
    void tell(AliasBook aliases, long timeMillis) {
        AliasBook.Subject known = subject;
        if (known == null || edition != aliases.edition()) {
            known = aliases.subject(workload, address);
            subject = known;
            edition = aliases.edition();
        }
        aliases.see(known, timeMillis);
    }

    /** It was found from a span of a resource. */
    void isOf(RawSpan span, long itsHash, ResourceId itsResource) {
        Attributes attributes = span.attributes;
        resource = itsResource;
        hash = itsHash;
        rawKind = kind(span);
        told0 = attributes.told(0);
        told1 = attributes.told(1);
        told2 = attributes.told(2);
        byte[] written = new byte[256];
        int length = 0;
        for (int word = 0; word < AttributeSet.WORDS; word++) {
            for (long rest = attributes.told(word) & NAMES.word(word); rest != 0; rest &= rest - 1) {
                int key = (word << 6) + Long.numberOfTrailingZeros(rest);
                int from = attributes.start(key);
                int size = attributes.end(key) - from;
                if (written.length - length < 1 + size) {
                    written = Arrays.copyOf(written, 2 * written.length + size);
                }
                written[length++] = (byte) size;
                System.arraycopy(attributes.bytes(), from, written, length, size);
                length += size;
            }
        }
        texts = Arrays.copyOf(written, length);
    }

    /** Whether it would be found from a span, too, all of whose names are there as bytes. */
    boolean is(RawSpan span, long itsHash, ResourceId itsResource) {
        Attributes attributes = span.attributes;
        if (hash != itsHash
                || resource != itsResource
                || rawKind != kind(span)
                || told0 != attributes.told(0)
                || told1 != attributes.told(1)
                || told2 != attributes.told(2)) {
            return false;
        }
        byte[] known = texts;
        int at = 0;
        for (int word = 0; word < AttributeSet.WORDS; word++) {
            for (long rest = attributes.told(word) & NAMES.word(word); rest != 0; rest &= rest - 1) {
                int key = (word << 6) + Long.numberOfTrailingZeros(rest);
                int from = attributes.start(key);
                int size = attributes.end(key) - from;
                if ((known[at] & 0xff) != size || !Words.same(attributes.bytes(), from, known, at + 1, size)) {
                    return false;
                }
                at += 1 + size;
            }
        }
        return true;
    }

    /** What a span says of itself beside its attributes. */
    static long kind(RawSpan span) {
        return (long) span.kind << 2 | span.scope.ordinal();
    }
}
