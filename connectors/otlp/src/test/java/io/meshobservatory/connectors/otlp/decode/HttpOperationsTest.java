/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.otlp.decode;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.meshobservatory.core.telemetry.PathTemplate;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is remembered of paths must not show: an operation is always the method and the template of its own path. */
class HttpOperationsTest {
    private static final String[] METHODS = {"GET", "POST", "OPTIONS", "_OTHER"};
    private static final String[] PIECES = {
        "/",
        "//",
        "/api",
        "/v1",
        "/orders",
        "/orders/",
        "/4711",
        "/12",
        "/1",
        "/{id}",
        "/deadbeef01",
        "/a1b2",
        "?x=/4711",
        "#",
        ";v=1",
        "http://",
        "https://shop.prod:8080",
        "http://10.0.0.1",
        "*",
        "/\u00fc",
        "/x@y",
        "/.well-known",
        "host:443"
    };

    private final HttpOperations operations = new HttpOperations();

    @ParameterizedTest
    @CsvSource({
        "/orders/4711, GET /orders/{id}",
        "/orders/, GET /orders",
        "/orders/{id}, GET /orders/{id}",
        "/orders/4711/items, GET /orders/{id}/items",
        "/orders/4711/items/4712, GET /orders/{id}/items/{id}",
        "/4711?next=/4712, GET /{id}",
        "/?next=/4712, GET /",
        "http://shop/4711, GET /{id}",
        "http://4711, GET /",
        "4711, GET",
        "'', GET"
    })
    @DisplayName("an id at the end is cut off, also when the rest is remembered")
    void ids(String path, String operation) {
        byte[] bytes = ("##" + path + "##").getBytes(UTF_8);
        for (int round = 0; round < 3; round++) {
            assertThat(operations.of("GET", bytes, 2, bytes.length - 2)).isEqualTo(operation);
            assertThat(operations.of("GET", "/orders/9999".getBytes(UTF_8), 0, 12))
                    .isEqualTo("GET /orders/{id}");
        }
    }

    @Test
    @DisplayName("paths of all kinds, many times over, in any order")
    void manyPaths() {
        Random random = new Random(1);
        int withTemplate = 0;
        for (int round = 0; round < 300_000; round++) {
            StringBuilder path = new StringBuilder();
            for (int i = random.nextInt(6); i > 0; i--) {
                path.append(PIECES[random.nextInt(PIECES.length)]);
            }
            String method = METHODS[random.nextInt(METHODS.length)];
            String template = PathTemplate.of(path.toString());
            byte[] bytes = path.toString().getBytes(UTF_8);

            assertThat(operations.of(method, bytes, 0, bytes.length))
                    .as(path.toString())
                    .isEqualTo(template.isEmpty() ? method : method + ' ' + template);
            withTemplate += template.length() > 1 ? 1 : 0;
        }
        assertThat(withTemplate).isGreaterThan(100_000);
    }
}
