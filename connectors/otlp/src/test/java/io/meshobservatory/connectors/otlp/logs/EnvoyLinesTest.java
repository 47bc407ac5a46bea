/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.otlp.logs;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshobservatory.core.call.Call;
import io.meshobservatory.core.call.Vantage;
import io.meshobservatory.core.fact.Fact;
import io.meshobservatory.core.fact.FactKind;
import io.meshobservatory.core.graph.Node;
import io.meshobservatory.core.graph.NodeKind;
import io.meshobservatory.core.identity.Alias;
import io.meshobservatory.core.telemetry.Outcome;
import io.meshobservatory.core.telemetry.Workload;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("Envoy's text lines")
class EnvoyLinesTest {
    private static final String UNKNOWN = Node.UNKNOWN_NAME;
    private static final Node PAYMENTS = new Node(UNKNOWN, "shop", "payments", NodeKind.SERVICE);
    private static final Map<String, String> CART = Map.of(
            "k8s.cluster.name", "east",
            "k8s.namespace.name", "shop",
            "service.name", "cart",
            "service.version", "v7",
            "k8s.pod.name", "cart-v7-6d8f9c7b5-x2k9p");
    private static final String OUTBOUND =
            "[2026-03-04T05:06:07.123Z] \"POST /pay/4711?card=1 HTTP/1.1\" 200 - via_upstream - \"-\" 17 2048 35 34 \"-\""
                    + " \"okhttp/4.9\" \"b0a3\" \"payments:8080\" \"10.8.0.9:8080\""
                    + " outbound|8080||payments.shop.svc.cluster.local 10.8.0.5:41000 10.96.1.2:8080 10.8.0.5:50123 - default\n";

    @Nested
    @DisplayName("of a caller's sidecar")
    class Outbound {
        @Test
        @DisplayName("tell a whole call, by the address of a caller that nothing names")
        void wholeCall() {
            AccessEntry entry = Requests.entry(OUTBOUND);

            Call call = entry.call();
            assertThat(entry.vantage()).isEqualTo(Vantage.LOGS_SOURCE);
            assertThat(call.edge().source()).isEqualTo(Alias.ofAddress(UNKNOWN, "10.8.0.5"));
            assertThat(call.edge().destination()).isEqualTo(PAYMENTS);
            assertThat(call.edge().protocol()).isEqualTo("http");
            assertThat(call.outcome()).isEqualTo(Outcome.OK);
            assertThat(call.exchange().operation()).isEqualTo("POST /pay/{id}");
            assertThat(call.exchange().requestBytes()).isEqualTo(17);
            assertThat(call.exchange().responseBytes()).isEqualTo(2048);
            assertThat(call.clientNanos()).isEqualTo(35_000_000);
            assertThat(call.serverNanos()).isEqualTo(Call.UNKNOWN_NANOS);
            assertThat(call.endNanos()).isEqualTo(1_772_600_767_158_000_000L);
            assertThat(entry.facts()).isEmpty();
            assertThat(entry.aliases()).isEmpty();
        }

        @Test
        @DisplayName("tell of their emitter, and under which address others know it")
        void emitter() {
            AccessEntry entry = Requests.entry(CART, OUTBOUND);

            Node cart = new Node("east", "shop", "cart", NodeKind.SERVICE);
            assertThat(entry.call().edge().source()).isEqualTo(cart);
            assertThat(entry.call().edge().sourceVersion()).isEqualTo("v7");
            assertThat(entry.call().edge().destination())
                    .isEqualTo(new Node("east", "shop", "payments", NodeKind.SERVICE));
            assertThat(entry.call().edge().destinationVersion()).isEqualTo(UNKNOWN);
            long end = entry.timeMillis();
            assertThat(entry.aliases())
                    .containsExactlyInAnyOrder(
                            new Alias(Alias.ofAddress("east", "10.8.0.5"), new Workload(cart, "v7"), end),
                            new Alias(
                                    new Node("east", "shop", "cart-v7", NodeKind.UNKNOWN),
                                    new Workload(cart, "v7"),
                                    end));
        }

        @Test
        @DisplayName("name their caller by where the request came from, if no upstream was reached")
        void noUpstream() {
            AccessEntry entry = Requests.entry(
                    "[2026-03-04T05:06:07.1Z] \"GET /status/418 HTTP/1.1\" 503 UH no_healthy_upstream - \"-\" 0 19 1 -"
                            + " \"-\" \"curl/8\" \"id\" \"payments:80\" \"-\" outbound|80||payments.shop.svc.cluster.local"
                            + " - 10.96.1.2:80 10.8.0.5:50124 - default");

            assertThat(entry.call().edge().source()).isEqualTo(Alias.ofAddress(UNKNOWN, "10.8.0.5"));
            assertThat(entry.call().outcome()).isEqualTo(Outcome.FAILED_HTTP_5XX);
            assertThat(entry.call().exchange().responseFlags()).isEqualTo("UH");
        }

        @Test
        @DisplayName("do not take a gateway's client for the gateway")
        void gatewayWithoutUpstream() {
            AccessEntry entry = Requests.entry(
                    "[2026-03-04T05:06:07.1Z] \"GET / HTTP/2\" 503 UF,URX upstream_reset_before_response_started"
                            + "{connection_failure,delayed_connect_error:_111} - \"-\" 0 19 1 - \"203.0.113.7\" \"curl/8\""
                            + " \"id\" \"shop.example\" \"10.8.0.9:80\" outbound|80||payments.shop.svc.cluster.local;"
                            + " - 10.8.0.2:8443 203.0.113.7:50124 shop.example -");

            assertThat(entry.call().edge().source()).isEqualTo(new Node(UNKNOWN, UNKNOWN, UNKNOWN, NodeKind.UNKNOWN));
            assertThat(entry.call().edge().destination()).isEqualTo(PAYMENTS);
            assertThat(entry.call().exchange().responseFlags()).isEqualTo("UF,URX");
            assertThat(entry.facts()).isEmpty();
        }

        @Test
        @DisplayName("know gateways by their proxy")
        void gateway() {
            AccessEntry entry = Requests.entry(
                    Map.of(
                            "node_name", "router~10.8.0.2~edge-7c9d8f7b6-q8w2z.infra~infra.svc.cluster.local",
                            "cluster_name", "edge.infra"),
                    OUTBOUND);

            assertThat(entry.call().edge().source()).isEqualTo(new Node(UNKNOWN, "infra", "edge", NodeKind.GATEWAY));
        }

        @Test
        @DisplayName("tell the cause of a TLS failure")
        void tlsFailure() {
            AccessEntry entry = Requests.entry(
                    CART,
                    "[2026-03-04T05:06:07.1Z] \"GET / HTTP/1.1\" 503 UF upstream_reset_before_response_started"
                            + "{remote_connection_failure,TLS_error:|268435581:SSL_routines:OPENSSL_internal:CERTIFICATE"
                            + "_VERIFY_FAILED:TLS_error_end} - \"TLS_error:|268435581:SSL routines:OPENSSL_internal:"
                            + "CERTIFICATE_VERIFY_FAILED:TLS_error_end:TLS_error_end\" 0 190 1 - \"-\" \"curl/8\" \"id\""
                            + " \"payments\" \"10.8.0.9:80\" outbound|80||payments.shop.svc.cluster.local"
                            + " - 10.96.1.2:80 10.8.0.5:50124 - default");

            Node cart = new Node("east", "shop", "cart", NodeKind.SERVICE);
            assertThat(entry.facts())
                    .containsExactly(new Fact(
                            cart,
                            new Node("east", "shop", "payments", NodeKind.SERVICE),
                            FactKind.TLS_HANDSHAKE_FAILURES,
                            "CERTIFICATE_VERIFY_FAILED",
                            entry.timeMillis(),
                            1));
        }

        @ParameterizedTest
        @DisplayName("name hosts outside the mesh as they were asked for")
        @CsvSource({
            "GET / HTTP/1.1, api.example.com:443, PassthroughCluster, 203.0.113.9:443, -, api.example.com, EXTERNAL",
            "- - -, -, PassthroughCluster, 203.0.113.9:443, api.example.com, api.example.com, EXTERNAL",
            "- - -, -, PassthroughCluster;, 203.0.113.9:443, -, 203.0.113.9, EXTERNAL",
            "- - -, -, PassthroughCluster, 10.8.3.3:5432, -, 10.8.3.3, UNKNOWN",
            "- - -, -, BlackHoleCluster, -, evil.example, evil.example, EXTERNAL"
        })
        void unrouted(
                String request, String authority, String cluster, String host, String sni, String name, NodeKind kind) {
            AccessEntry entry =
                    Requests.entry("[2026-03-04T05:06:07.1Z] \"" + request + "\" 0 - - - \"-\" 1 2 3 - \"-\""
                            + " \"-\" \"-\" \"" + authority + "\" \"" + host + "\" " + cluster
                            + " 10.8.0.5:41000 10.8.9.9:443 10.8.0.5:50123 " + sni + " -");

            assertThat(entry.vantage()).isEqualTo(Vantage.LOGS_SOURCE);
            assertThat(entry.call().edge().destination().name()).isEqualTo(name);
            assertThat(entry.call().edge().destination().kind()).isEqualTo(kind);
        }

        @Test
        @DisplayName("name hosts that the mesh knows without the mark of some releases")
        void semicolon() {
            AccessEntry entry = Requests.entry(OUTBOUND.replace("payments.shop.svc.cluster.local", "api.example.com;"));

            assertThat(entry.call().edge().destination()).isEqualTo(Node.external("api.example.com"));
        }

        @Test
        @DisplayName("know what the mesh did not let out by its route")
        void blocked() {
            AccessEntry entry = Requests.entry(
                    "[2026-03-04T05:06:07.1Z] \"GET / HTTP/1.1\" 502 - direct_response - \"-\""
                            + " 0 0 0 - \"-\" \"curl\" \"id\" \"api.example.com\" \"-\" - - 203.0.113.9:80 10.8.0.5:50123 - block_all");

            assertThat(entry.call().edge().destination()).isEqualTo(Node.external("api.example.com"));
            assertThat(entry.call().edge().source()).isEqualTo(Alias.ofAddress(UNKNOWN, "10.8.0.5"));
        }
    }

    @Nested
    @DisplayName("of a callee's sidecar")
    class Inbound {
        private static final String DENIED_BY_RULE =
                "[2026-03-04T05:06:07.309Z] \"GET /status/200 HTTP/1.1\" 403 - rbac_access_denied_matched_policy"
                        + "[ns[shop]-policy[no-status]-rule[0]] - \"-\" 0 19 4 - \"-\" \"curl/8\" \"id\" \"payments:8080\""
                        + " \"-\" inbound|8080|| - 10.8.0.14:8080 10.8.0.12:52784"
                        + " outbound_.8080_._.payments.shop.svc.cluster.local default\n";

        @Test
        @DisplayName("tell which rule denied, and are named by the service that was asked for")
        void denied() {
            AccessEntry entry = Requests.entry(DENIED_BY_RULE);

            Call call = entry.call();
            assertThat(entry.vantage()).isEqualTo(Vantage.LOGS_DESTINATION);
            assertThat(call.edge().source()).isEqualTo(Alias.ofAddress(UNKNOWN, "10.8.0.12"));
            assertThat(call.edge().destination()).isEqualTo(PAYMENTS);
            assertThat(call.outcome()).isEqualTo(Outcome.REJECTED_HTTP_4XX);
            assertThat(call.exchange().denial()).isEqualTo("rbac ns[shop]-policy[no-status]-rule[0]");
            assertThat(call.exchange().responseFlags()).isEmpty();
            assertThat(call.serverNanos()).isEqualTo(4_000_000);
            assertThat(call.clientNanos()).isEqualTo(Call.UNKNOWN_NANOS);
            assertThat(entry.aliases())
                    .containsExactly(new Alias(
                            Alias.ofAddress(UNKNOWN, "10.8.0.14"),
                            new Workload(PAYMENTS, UNKNOWN),
                            entry.timeMillis()));
        }

        @Test
        @DisplayName("of a deployment tell its service too")
        void deployment() {
            AccessEntry entry = Requests.entry(
                    Map.of("k8s.namespace.name", "shop", "k8s.deployment.name", "payments-v2"), DENIED_BY_RULE);

            assertThat(entry.call().edge().destination()).isEqualTo(PAYMENTS);
            assertThat(entry.aliases())
                    .extracting(Alias::name)
                    .contains(new Node(UNKNOWN, "shop", "payments-v2", NodeKind.UNKNOWN));
        }

        @ParameterizedTest
        @DisplayName("tell who refused")
        @CsvSource(
                delimiter = ';',
                value = {
                    "403;-;rbac_access_denied_matched_policy[none];-;rbac none",
                    "403;UAEX;ext_authz_denied;-;ext_authz",
                    "403;UAEX;via_upstream;-;ext_authz",
                    "401;-;jwt_authn_access_denied{Jwt_is_missing};-;jwt",
                    "429;RL;request_rate_limited;-;rate_limit",
                    "429;-;local_rate_limited;-;rate_limit",
                    "0;-;-;rbac_access_denied_matched_policy[ns[a]-policy[b]-rule[1]];rbac ns[a]-policy[b]-rule[1]",
                    "403;-;via_upstream;-;http_403",
                    "401;-;via_upstream;-;http_401",
                    "404;NR;route_not_found;-;''"
                })
        void denials(String code, String flags, String details, String termination, String denial) {
            AccessEntry entry = Requests.entry("[2026-03-04T05:06:07.1Z] \"- - -\" " + code + " " + flags + " "
                    + details
                    + " " + termination + " \"-\" 0 0 0 - \"-\" \"-\" \"-\" \"-\" \"-\" inbound|80|| - 10.8.0.14:80"
                    + " 10.8.0.12:52784 - -");

            assertThat(entry.call().exchange().denial()).isEqualTo(denial);
        }

        @Test
        @DisplayName("of a connection without requests tell a connection")
        void connection() {
            AccessEntry entry =
                    Requests.entry("[2026-03-04T05:06:07.1Z] \"- - -\" 0 - - - \"-\" 1234 56789 60000 - \"-\""
                            + " \"-\" \"-\" \"-\" \"127.0.0.1:5432\" inbound|5432|| 127.0.0.1:4000 10.8.0.14:5432 10.8.0.12:52784"
                            + " outbound_.5432_._.db.shop.svc.cluster.local -");

            Call call = entry.call();
            assertThat(call.isConnection()).isTrue();
            assertThat(call.serverNanos()).isEqualTo(Call.UNKNOWN_NANOS);
            assertThat(call.outcome()).isEqualTo(Outcome.UNSET);
            assertThat(call.exchange().requestBytes()).isEqualTo(1234);
            assertThat(call.exchange().responseBytes()).isEqualTo(56_789);
            assertThat(call.endNanos()).isEqualTo(1_772_600_827_100_000_000L);
        }

        @Test
        @DisplayName("over IPv6 name addresses without brackets and ports")
        void ipv6() {
            AccessEntry entry = Requests.entry(
                    "[2026-03-04T05:06:07.1Z] \"GET / HTTP/1.1\" 200 - via_upstream - \"-\" 0 0"
                            + " 0 - \"-\" \"-\" \"-\" \"-\" \"[::1]:80\" inbound|80|| [::1]:4000 [fd00::14]:80 [fd00::12]:52784 - default");

            assertThat(entry.call().edge().source().name()).isEqualTo("fd00::12");
            assertThat(entry.call().edge().destination().name()).isEqualTo("fd00::14");
        }

        @Test
        @DisplayName("without a caller's address have a caller whom nothing names")
        void noCaller() {
            AccessEntry entry =
                    Requests.entry("[2026-03-04T05:06:07.1Z] \"GET / HTTP/1.1\" 0 DC downstream_remote_disconnect"
                            + " - \"-\" 0 0 746 - \"-\" \"-\" \"-\" \"-\" \"-\" inbound|80|| - - - - default");

            assertThat(entry.call().edge().source().name()).isEqualTo(UNKNOWN);
            assertThat(entry.call().edge().destination().name()).isEqualTo(UNKNOWN);
            assertThat(entry.call().outcome()).isEqualTo(Outcome.FAILED_NO_RESPONSE);
            assertThat(entry.call().exchange().responseFlags()).isEqualTo("DC");
        }
    }

    @Nested
    @DisplayName("of older releases")
    class Older {
        private static final String REST =
                "\"-\" 5 6 7 6 \"-\" \"curl\" \"id\" \"payments\" \"10.8.0.9:80\" outbound|80||payments.shop.svc.cluster.local"
                        + " 10.8.0.5:41000 10.96.1.2:80 10.8.0.5:50123 -";
        private static final String HEAD = "[2020-03-04T05:06:07.100Z] \"GET /a HTTP/1.1\" 200 - ";

        @ParameterizedTest
        @DisplayName("tell the same, as far as they have the fields")
        @CsvSource(
                delimiter = ';',
                value = {"via_upstream - ; default", "\"-\" ; default", "\"-\" ; ''"})
        void sameCall(String details, String route) {
            String line = HEAD + details.strip() + " " + REST + (route.isEmpty() ? "" : " " + route);

            Call call = Requests.entry(line).call();

            assertThat(call.edge().source().name()).isEqualTo("10.8.0.5");
            assertThat(call.edge().destination()).isEqualTo(PAYMENTS);
            assertThat(call.exchange().requestBytes()).isEqualTo(5);
            assertThat(call.exchange().responseBytes()).isEqualTo(6);
            assertThat(call.clientNanos()).isEqualTo(7_000_000);
        }

        @Test
        @DisplayName("name the callee in its own cluster")
        void inboundWithHost() {
            AccessEntry entry =
                    Requests.entry("[2020-03-04T05:06:07.100Z] \"GET /a HTTP/1.1\" 200 - \"-\" \"-\" 5 6 7 6 \"-\""
                            + " \"curl\" \"id\" \"payments\" \"127.0.0.1:80\" inbound|80|http|payments.shop.svc.cluster.local"
                            + " 127.0.0.1:4000 10.8.0.14:80 10.8.0.12:52784 - default");

            assertThat(entry.vantage()).isEqualTo(Vantage.LOGS_DESTINATION);
            assertThat(entry.call().edge().destination()).isEqualTo(PAYMENTS);
        }
    }

    @Nested
    @DisplayName("that do not fit")
    class NotFitting {
        @ParameterizedTest
        @DisplayName("are kept with the reason")
        @CsvSource(
                delimiter = '|',
                value = {
                    "UNKNOWN_FORMAT| [2026-03-04T05:06:07Z] \"GET / HTTP/1.1\" 200 - via_upstream",
                    "UNKNOWN_FORMAT| [2026-03-04T05:06:07Z] \"GET /\" 200 - 0 1 2 3 \"-\" \"-\" \"-\" \"-\" \"-\"",
                    "UNKNOWN_FORMAT| [2026-03-04T05:06:07Z] \"GET / HTTP/1.1\" 200  0 1 2 3 \"-\" \"-\" \"-\" \"-\" \"-\"",
                    "AMBIGUOUS_QUOTES| [2026-03-04T05:06:07Z] \"GET / HTTP/1.1\" 200 - 0 1 2 3 \"-\" \"a\"b\" \"-\" \"-\" \"-\"",
                    "AMBIGUOUS_QUOTES| [2026-03-04T05:06:07Z] \"GET / HTTP/1.1\" 200 - 0 1 2 3 \"-\" \"-",
                    "UNKNOWN_SIDE| [2026-03-04T05:06:07Z] \"GET / HTTP/1.1\" 200 - 0 1 2 3 \"-\" \"-\" \"-\" \"-\" \"-\""
                })
        void reasons(UnparsedReason reason, String line) {
            UnparsedLine unparsed = Requests.unparsed(line);

            assertThat(unparsed.reason()).isEqualTo(reason);
            assertThat(unparsed.text()).isEqualTo(line);
        }

        @ParameterizedTest
        @DisplayName("by their values are kept, too")
        @CsvSource({
            "2026-03-04T05:06:07.123Z, 2026-02-30T05:06:07.123Z, BAD_TIME",
            "\" 200 , \" 20x , BAD_NUMBER",
            "\" 200 , \" 2000 , BAD_NUMBER",
            "17 2048 35, 17 2048 -35, BAD_NUMBER",
            "17 2048 35, 17 12345678901234567890 35, BAD_NUMBER",
            "200 - via, 200 U=F via, BAD_FLAGS",
            "200 - via, '200 UF,,UO via', BAD_FLAGS",
            "outbound|8080||payments, upstream|8080||payments, UNKNOWN_SIDE"
        })
        void values(String part, String wrong, UnparsedReason reason) {
            String line = OUTBOUND.replace(part.replace("\" 200 ", "\" 200 "), wrong);
            assertThat(line).isNotEqualTo(OUTBOUND);

            assertThat(Requests.unparsed(line).reason()).isEqualTo(reason);
        }

        @Test
        @DisplayName("quote where no known format quotes")
        void quotedElsewhere() {
            assertThat(Requests.unparsed(OUTBOUND.replace("via_upstream", "\"via_upstream\""))
                            .reason())
                    .isEqualTo(UnparsedReason.UNKNOWN_FORMAT);
        }

        @Test
        @DisplayName("cannot be made to tell something else by what a client sends")
        void injection() {
            String injected = OUTBOUND.replace(
                    "okhttp/4.9",
                    "x\" \"b0a3\" \"a\" \"10.8.0.9:8080\" outbound|1||forged.ns.svc.cluster.local - - - - -");

            assertThat(Requests.unparsed(injected).reason()).isEqualTo(UnparsedReason.AMBIGUOUS_QUOTES);
        }

        @Test
        @DisplayName("as damaged JSON, and such as no proxy writes, are kept")
        void otherForms() {
            assertThat(Requests.unparsed("{\"upstream_cluster\":\"outbound|80||a\",\"method\":")
                            .reason())
                    .isEqualTo(UnparsedReason.MALFORMED_JSON);
            assertThat(Requests.unparsed(OUTBOUND.replace("/pay", "/".repeat(300_000)))
                            .reason())
                    .isEqualTo(UnparsedReason.TOO_LONG);
        }

        @Test
        @DisplayName("are cut to four kilobytes of whole characters")
        void longLines() {
            UnparsedLine unparsed =
                    Requests.unparsed("[2026-03-04T05:06:07Z] \"GET /" + "\u20ac".repeat(5000) + " HTTP/1.1\" 200 -");

            assertThat(unparsed.text().getBytes(java.nio.charset.StandardCharsets.UTF_8).length)
                    .isBetween(4090, 4096);
            assertThat(unparsed.text()).endsWith("\u20ac");
        }

        @ParameterizedTest
        @DisplayName("are no access logs at all if they look otherwise")
        @org.junit.jupiter.params.provider.ValueSource(
                strings = {
                    "",
                    "hello",
                    "[2026-03-04 05:06:07] INFO started",
                    "[2026-03-04T05:06:07.123Z] INFO \"quoted\"",
                    "2026-03-04T05:06:07.123456Z\tinfo\tenvoy main\tstarting",
                    "2026-03-04T05:06:07.123456Z\tinfo\tproxy\tsrc.addr=10.0.0.1:1 changed",
                    "{\"level\":\"info\",\"method\":\"GET\",\"path\":\"/\",\"duration\":5}",
                    "{broken",
                    "[]"
                })
        void applicationLogs(String line) {
            DecodedLogs decoded = Requests.decode(Map.of(), Requests.line(line).build());

            assertThat(decoded.lines()).isEmpty();
            assertThat(decoded.passedOver()).isEqualTo(Map.of(PassedOver.APPLICATION_LOG, 1));
        }

        @Test
        @DisplayName("but pass through an east-west gateway are no calls of their own")
        void eastWest() {
            String line = OUTBOUND.replace("outbound|8080||payments", "outbound_.8080_._.payments");

            DecodedLogs decoded = Requests.decode(Map.of(), Requests.line(line).build());

            assertThat(decoded.lines()).isEmpty();
            assertThat(decoded.passedOver()).isEqualTo(Map.of(PassedOver.INNER_HOP, 1));
        }
    }
}
