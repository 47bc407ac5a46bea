/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.core.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Templates of paths")
class PathTemplateTest {
    @ParameterizedTest
    @DisplayName("words stay: routes, versions, gRPC methods, file names, templates")
    @ValueSource(
            strings = {
                "/",
                "/productpage",
                "/api/v1/orders",
                "/api/v10/oauth2/token",
                "/v1beta1/apps",
                "/order-service/line_items",
                "/opentelemetry.proto.collector.trace.v1.TraceService/Export",
                "/static/main.js",
                "/facade/decade/beef",
                "/orders/{orderId}/items/{id}",
                "/users/:user/getAllCustomersByRegionName",
                "/s3/2fa/log4j",
                "/a/../b",
                "*"
            })
    void wordsStay(String path) {
        assertThat(PathTemplate.of(path)).isEqualTo(path);
    }

    @ParameterizedTest
    @DisplayName("a segment that looks like an id is one")
    @ValueSource(
            strings = {
                "0",
                "4711",
                "-12",
                "550e8400-e29b-41d4-a716-446655440000",
                "550E8400E29B41D4A716446655440000",
                "deadbeefdeadbeef",
                "abcdef1a",
                "507f1f77bcf86cd799439011",
                "01ARZ3NDEKTSV4RRFFQ69G5FAV",
                "eyJhbGciOiJIUzI1NiJ9",
                "dGhpcyBpcyBhIHRva2VuIQ2Y",
                "order-12345",
                "2024-01-31",
                "jane.doe@example.com",
                "jane%40example.com",
                "Z\u00fcrich",
                "<script>",
                "{12345}",
                "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
            })
    void idsAreReplaced(String id) {
        assertThat(PathTemplate.of("/objects/" + id + "/parts")).isEqualTo("/objects/{id}/parts");
        assertThat(PathTemplate.of("/objects/" + id)).isEqualTo("/objects/{id}");
    }

    @ParameterizedTest
    @DisplayName("scheme, host, query, fragment, parameters and superfluous slashes go")
    @CsvSource({
        "http://reviews:9080/reviews/0, /reviews/{id}",
        "https://user:secret@example.com/a?token=abc/def, /a",
        "http://example.com, /",
        "http://example.com?q=/a, /",
        "/search?q=a/b/c, /search",
        "/docs#part/2, /docs",
        "/cart;jsessionid=1234567/items;x, /cart/items",
        "//a///b//, /a/b",
        "?q=1, ''",
        "example.com:443, ''",
        "'', ''",
    })
    void onlyThePathCounts(String text, String template) {
        assertThat(PathTemplate.of(text)).isEqualTo(template);
    }

    @Test
    @DisplayName("depth and length are limited")
    void isBounded() {
        assertThat(PathTemplate.of("/a/b/c/d/e/f/g/h")).isEqualTo("/a/b/c/d/e/f/g/h");
        assertThat(PathTemplate.of("/a/b/c/d/e/f/g/h/i/j")).isEqualTo("/a/b/c/d/e/f/g/h/...");
        String word = "w".repeat(60);
        assertThat(PathTemplate.of("/" + word + "/" + word + "/" + word)).isEqualTo("/" + word + "/" + word + "/...");
    }

    @Test
    @DisplayName("whatever comes, the template is short, printable, and its own template")
    void holdsForAnyText() {
        for (int seed = 0; seed < 20_000; seed++) {
            Random random = new Random(seed);
            StringBuilder text = new StringBuilder(random.nextInt(4) == 0 ? "http://h" : "/");
            for (int i = random.nextInt(300); i > 0; i--) {
                text.append(
                        random.nextInt(3) == 0 ? '/' : (char) random.nextInt(random.nextInt(8) == 0 ? 0x300 : 0x7f));
            }
            String template = PathTemplate.of(text.toString());
            assertThat(template.length()).isLessThanOrEqualTo(PathTemplate.MAX_LENGTH + 4);
            assertThat(template).matches("[ -~]*");
            assertThat(PathTemplate.of(template)).as("seed %d", seed).isEqualTo(template);
        }
    }
}
