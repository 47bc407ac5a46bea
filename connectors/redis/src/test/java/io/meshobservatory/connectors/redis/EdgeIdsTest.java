/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshobservatory.core.graph.Edge;
import io.meshobservatory.core.graph.Node;
import io.meshobservatory.core.graph.NodeKind;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class EdgeIdsTest {
    /** Others compute it without this class: the text is a contract. */
    @Test
    void isTheDigestOfTheDocumentedText() throws Exception {
        Edge edge = new Edge(
                new Node("east", "shop", "b\u00e4ckerei \"alt\"", NodeKind.SERVICE),
                "v1",
                Node.external("api.example.com"),
                "unknown",
                "http");
        String text = "[\"east\",\"shop\",\"b\u00e4ckerei \\\"alt\\\"\",\"SERVICE\",\"v1\","
                + "\"-\",\"-\",\"api.example.com\",\"EXTERNAL\",\"unknown\",\"http\"]";
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));

        assertThat(EdgeIds.of(edge)).hasSize(32).isEqualTo(HexFormat.of().formatHex(digest, 0, 16));
    }

    /** Parts that would read the same when put one after the other. */
    @Test
    void differentEdgesHaveDifferentIds() {
        Node ab = Rows.service("ab");
        Node a = Rows.service("a");

        assertThat(EdgeIds.of(new Edge(a, "b", ab, "c", "http")))
                .isNotEqualTo(EdgeIds.of(new Edge(a, "ba", Rows.service("b"), "c", "http")))
                .isNotEqualTo(EdgeIds.of(new Edge(ab, "c", a, "b", "http")))
                .isNotEqualTo(EdgeIds.of(new Edge(a, "b", ab, "c", "grpc")))
                .isEqualTo(EdgeIds.of(new Edge(a, "b", ab, "c", "http")));
    }
}
