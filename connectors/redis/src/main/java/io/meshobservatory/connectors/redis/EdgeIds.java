/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.redis;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.meshobservatory.core.graph.Edge;
import io.meshobservatory.core.graph.Node;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The id of an edge: the first 16 bytes of the SHA-256 of a JSON array, as 32 lower-case hexadecimal digits. The array, in
 * UTF-8 without white space, is
 * {@code [source cluster, namespace, name, kind, version, destination cluster, namespace, name, kind, version, protocol]}. JSON
 * rather than a separator, so that no two edges make the same text. Stateless and thread-safe.
 */
public final class EdgeIds {
    private static final JsonFactory JSON = new JsonFactory();
    private static final int ID_BYTES = 16;

    private EdgeIds() {}

    public static String of(Edge edge) {
        ByteArrayOutputStream array = new ByteArrayOutputStream(256);
        try (JsonGenerator json = JSON.createGenerator(array)) {
            json.writeStartArray();
            write(json, edge.source(), edge.sourceVersion());
            write(json, edge.destination(), edge.destinationVersion());
            json.writeString(edge.protocol());
            json.writeEndArray();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return HexFormat.of().formatHex(sha256().digest(array.toByteArray()), 0, ID_BYTES);
    }

    private static void write(JsonGenerator json, Node node, String version) throws IOException {
        json.writeString(node.cluster());
        json.writeString(node.namespace());
        json.writeString(node.name());
        json.writeString(node.kind().name());
        json.writeString(version);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }
}
