/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.otlp.decode;

import io.meshobservatory.core.graph.Node;
import io.meshobservatory.core.telemetry.Span.Origin;
import io.meshobservatory.core.telemetry.SpanKind;
import org.jspecify.annotations.Nullable;

/**
 * The identities of both ends of a connection, where a span carries them. Proxies do not write them by themselves; they
 * come as custom tags: the principals, the SANs of the peer's and the own certificate, or the header in which a proxy
 * forwards them.
 */
final class Identities {
    /** Those that it looks at. */
    static final AttributeSet ATTRIBUTES = AttributeSet.of(
            AttributeKey.SOURCE_PRINCIPAL,
            AttributeKey.DESTINATION_PRINCIPAL,
            AttributeKey.DOWNSTREAM_PEER_URI_SAN,
            AttributeKey.DOWNSTREAM_LOCAL_URI_SAN,
            AttributeKey.UPSTREAM_PEER_URI_SAN,
            AttributeKey.UPSTREAM_LOCAL_URI_SAN,
            AttributeKey.X_FORWARDED_CLIENT_CERT,
            AttributeKey.HTTP_REQUEST_HEADER_XFCC);

    private Identities() {}

    /** The caller's identity, empty where not told. */
    static String source(Attributes span, SpanKind side) {
        String told = principal(span.string(AttributeKey.SOURCE_PRINCIPAL));
        if (told != null) {
            return told;
        }
        if (side == SpanKind.CLIENT) {
            return orEmpty(firstSan(span.string(AttributeKey.UPSTREAM_LOCAL_URI_SAN)));
        }
        if (side != SpanKind.SERVER) {
            return "";
        }
        String san = firstSan(span.string(AttributeKey.DOWNSTREAM_PEER_URI_SAN));
        return orEmpty(san != null ? san : forwarded(span, "URI"));
    }

    /** The callee's identity, empty where not told. What a waypoint tells of the own side is its own identity. */
    static String destination(Attributes span, SpanKind side, Origin origin) {
        String told = principal(span.string(AttributeKey.DESTINATION_PRINCIPAL));
        if (told != null) {
            return told;
        }
        if (side == SpanKind.CLIENT) {
            return orEmpty(firstSan(span.string(AttributeKey.UPSTREAM_PEER_URI_SAN)));
        }
        if (side != SpanKind.SERVER || origin == Origin.WAYPOINT) {
            return "";
        }
        String san = firstSan(span.string(AttributeKey.DOWNSTREAM_LOCAL_URI_SAN));
        return orEmpty(san != null ? san : forwarded(span, "By"));
    }

    private static @Nullable String forwarded(Attributes span, String key) {
        String header = span.string(AttributeKey.X_FORWARDED_CLIENT_CERT, AttributeKey.HTTP_REQUEST_HEADER_XFCC);
        return header == null ? null : principal(ForwardedCertificate.last(header, key));
    }

    /** Several SANs are joined by commas. */
    private static @Nullable String firstSan(@Nullable String sans) {
        if (sans == null) {
            return null;
        }
        int comma = sans.indexOf(',');
        return principal(comma < 0 ? sans : sans.substring(0, comma));
    }

    private static @Nullable String principal(@Nullable String value) {
        return value == null || value.isEmpty() || value.equals("-") || value.equals(Node.UNKNOWN_NAME) ? null : value;
    }

    private static String orEmpty(@Nullable String value) {
        return value == null ? "" : value;
    }
}
