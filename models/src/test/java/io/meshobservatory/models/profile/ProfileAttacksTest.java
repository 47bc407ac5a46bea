/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.models.profile;

import static io.meshobservatory.models.profile.EdgeMinuteBuilder.service;
import static io.meshobservatory.models.profile.SmallMesh.CART;
import static io.meshobservatory.models.profile.SmallMesh.CATALOG;
import static io.meshobservatory.models.profile.SmallMesh.CLIENTS;
import static io.meshobservatory.models.profile.SmallMesh.DAY;
import static io.meshobservatory.models.profile.SmallMesh.FRONTEND;
import static io.meshobservatory.models.profile.SmallMesh.GATEWAY;
import static io.meshobservatory.models.profile.SmallMesh.HOUR;
import static io.meshobservatory.models.profile.SmallMesh.MAILER;
import static io.meshobservatory.models.profile.SmallMesh.ORDERS;
import static io.meshobservatory.models.profile.SmallMesh.ORDERS_DB;
import static io.meshobservatory.models.profile.SmallMesh.PAYMENTS;
import static io.meshobservatory.models.profile.SmallMesh.REPORTS;
import static io.meshobservatory.models.profile.SmallMesh.SAAS;
import static io.meshobservatory.models.profile.SmallMesh.USERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.meshobservatory.core.fact.FactKind;
import io.meshobservatory.core.fact.FactRow;
import io.meshobservatory.core.graph.Node;
import io.meshobservatory.models.signal.Signal;
import io.meshobservatory.models.signal.SignalKind;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A profile notices, of an attack on a mesh of a dozen services after a day and ten hours,")
class ProfileAttacksTest {
    private static final int FROM = DAY + 10 * HOUR;
    private static final Node EVIL = Node.external("drop.evil.example");

    private static SmallMesh attack(long seed, int minutes, SmallMesh.Script script) {
        SmallMesh mesh = SmallMesh.run(seed, FROM + minutes, (minute, changed) -> {
            if (minute >= FROM) {
                script.change(minute - FROM, changed);
            }
        });
        assertThat(mesh.signals(0)).as("before the attack").allMatch(signal -> signal.startMillis() >= start(0));
        return mesh;
    }

    private static long start(int minute) {
        return SmallMesh.START + (FROM + minute) * 60_000L;
    }

    private static void assertFound(SmallMesh mesh, SignalKind kind, Node source, Node destination, int withinMinutes) {
        List<Signal> found = mesh.signals(FROM, kind).stream()
                .filter(signal -> signal.source().equals(source)
                        && (signal.destination() == null || destination.equals(signal.destination())))
                .toList();
        assertThat(found).as("%s from %s", kind, source.name()).isNotEmpty();
        assertThat(found.get(0).startMillis()).isLessThan(start(withinMinutes));
        assertThat(found.get(0).strength()).isBetween(0.9, 1.0);
        assertThat(found.get(0).measures()).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    @DisplayName("the reading and the upload of a bulk theft, in its first minute")
    void bulkTheft(long seed) {
        SmallMesh mesh = attack(seed, 5, (minute, now) -> {
            now.edge(REPORTS, ORDERS_DB, "postgresql").add(20, "", 300, 1_000_000);
            now.edge(REPORTS, EVIL, "http").add(5, "", 4_000_000, 200);
        });
        assertFound(mesh, SignalKind.UNUSUAL_READ, REPORTS, ORDERS_DB, 1);
        assertFound(mesh, SignalKind.UPLOAD, REPORTS, EVIL, 1);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    @DisplayName("an upload to a host that the workload uses anyway")
    void allowedHost(long seed) {
        SmallMesh mesh =
                attack(seed, 5, (minute, now) -> now.edge(MAILER, SAAS, "http").add(10, "", 1_000_000, 200));
        assertFound(mesh, SignalKind.UPLOAD, MAILER, SAAS, 1);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    @DisplayName("a theft of which nobody tells sizes: what is read was never asked for, and the host never called")
    void theftWithoutSizes(long seed) {
        SmallMesh mesh = SmallMesh.run(seed, FROM + 5, (minute, now) -> {
            now.edge(ORDERS, ORDERS_DB, "postgresql").add(1, "SELECT orders", 0, 0).bytesTold = false;
            if (minute >= FROM) {
                now.edge(ORDERS, ORDERS_DB, "postgresql").add(10, "SELECT customers", 0, 0);
                now.edge(ORDERS, EVIL, "http").add(2, "PUT /upload/{id}", 0, 0).bytesTold = false;
                now.edge(REPORTS, EVIL, "http").add(2, "PUT /upload/{id}", 10, 10);
            }
        });
        assertFound(mesh, SignalKind.UNUSUAL_READ, ORDERS, ORDERS_DB, 1);
        assertFound(mesh, SignalKind.NEW_HOST, ORDERS, EVIL, 1);
        assertThat(mesh.signals(FROM, SignalKind.NEW_HOST))
                .as("told once, and not where sizes are told")
                .hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    @DisplayName("a call over a known edge for what was never asked for, if it succeeds")
    void newOperation(long seed) {
        SmallMesh mesh = attack(seed, 5, (minute, now) -> {
            now.edge(FRONTEND, CATALOG, "http").add(3, "POST /exec", 200, 200);
            now.edge(FRONTEND, CART, "http").add(3, "POST /exec", 200, 200).refused(3);
        });
        assertFound(mesh, SignalKind.NEW_OPERATION, FRONTEND, CATALOG, 1);
        assertThat(mesh.signals(FROM))
                .as("told once, and not of what is refused")
                .hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    @DisplayName("a second probe of what was probed before, and of paths of one service that was never called")
    void probesAgain(long seed) {
        SmallMesh mesh = attack(seed, 90, (minute, now) -> {
            if (minute == 0 || minute == 60) {
                for (Node node : List.of(PAYMENTS, USERS, MAILER)) {
                    now.edge(CART, node, "http").add(3, "GET /x", 200, 200).refused(3);
                }
            }
            if (minute == 80) {
                now.edge(CATALOG, USERS, "http")
                        .add(2, "GET /admin", 200, 200)
                        .add(2, "GET /env", 200, 200)
                        .add(2, "GET /users", 200, 200)
                        .refused(5);
            }
        });
        assertThat(mesh.signals(FROM + 59, SignalKind.PROBE))
                .extracting(Signal::source)
                .contains(CART, CATALOG);
        assertThat(mesh.signals(FROM + 15, SignalKind.PROBE))
                .as("not while nothing is tried")
                .allMatch(signal -> signal.startMillis() == start(60) || signal.startMillis() == start(80));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    @DisplayName("a slow drip to a new host, and to a known one, within hours")
    void drip(long seed) {
        SmallMesh mesh = attack(seed, 300, (minute, now) -> {
            now.edge(REPORTS, EVIL, "http").add(2, "", 100_000, 200);
            now.edge(MAILER, SAAS, "http").add(20, "", 15_000, 200);
        });
        assertFound(mesh, SignalKind.SLOW_UPLOAD, REPORTS, EVIL, 60);
        assertFound(mesh, SignalKind.SLOW_UPLOAD, MAILER, SAAS, 300);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    @DisplayName("a beacon with a jitter of two fifths, within an hour and a half")
    void beacon(long seed) {
        SmallMesh mesh = attack(seed, 200, (minute, now) -> {
            if (minute % 5 == (minute / 5 * 7919 + seed) % 3) {
                now.edge(CART, EVIL, "http").add(1, "", 300, 200);
            }
        });
        assertFound(mesh, SignalKind.REGULAR_CALLS, CART, EVIL, 90);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    @DisplayName("a beacon of a service that is called for two hours and calls nobody else")
    void beaconOfALeaf(long seed) {
        Node idle = service("admin-console");
        SmallMesh mesh = SmallMesh.run(seed, FROM + 200, (minute, now) -> {
            if (minute >= FROM - 120) {
                now.edge(SmallMesh.PROMETHEUS, idle, "http").add(4, "GET /metrics", 300, 40_000);
            }
            if (minute >= FROM) {
                now.edge(idle, EVIL, "http").add(2, "", 300, 200);
            }
        });
        assertFound(mesh, SignalKind.REGULAR_CALLS, idle, EVIL, 40);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    @DisplayName("each new hop of a lateral movement")
    void lateralMovement(long seed) {
        SmallMesh mesh = attack(seed, 8, (minute, now) -> {
            if (minute == 0) {
                now.edge(CART, PAYMENTS, "http").add(3, "GET /admin", 200, 200);
            }
            if (minute == 4) {
                now.edge(PAYMENTS, USERS, "http").add(2, "GET /users", 200, 5000);
            }
        });
        assertFound(mesh, SignalKind.NEW_EDGE, CART, PAYMENTS, 1);
        assertFound(mesh, SignalKind.NEW_EDGE, PAYMENTS, USERS, 5);
        assertThat(mesh.signals(FROM, SignalKind.NEW_EDGE)).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    @DisplayName("a hop to a workload that nobody ever called, and a hop among many denials")
    void hiddenHops(long seed) {
        SmallMesh mesh = attack(seed, 3, (minute, now) -> {
            now.edge(CART, SmallMesh.BACKUP, "http").add(3, "POST /exec", 200, 200);
            for (Node node : List.of(
                    PAYMENTS, USERS, MAILER, REPORTS, SmallMesh.AUDIT, CATALOG, FRONTEND, SmallMesh.PROMETHEUS)) {
                now.edge(ORDERS, node, "http").add(20, "GET /x", 200, 200).denied(20, "rbac none");
            }
            now.edge(ORDERS, CART, "http").add(20, "GET /x", 200, 200).denied(5, "rbac none");
        });
        assertFound(mesh, SignalKind.NEW_EDGE, CART, SmallMesh.BACKUP, 1);
        assertFound(mesh, SignalKind.NEW_EDGE, ORDERS, CART, 1);
        assertThat(mesh.signals(FROM, SignalKind.DENIED)).isNotEmpty();
        assertFound(mesh, SignalKind.PROBE, ORDERS, USERS, 1);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    @DisplayName("a probe of services, a probe of paths, and the denials of both")
    void probes(long seed) {
        SmallMesh mesh = attack(seed, 3, (minute, now) -> {
            for (Node node : List.of(PAYMENTS, USERS, MAILER, REPORTS)) {
                now.edge(CART, node, "http").add(3, "GET /x", 200, 200).denied(3, "rbac none");
            }
            for (int i = 0; i < 4; i++) {
                now.edge(FRONTEND, USERS, "http")
                        .add(2, "GET /admin" + i, 200, 200)
                        .denied(2, "rbac none");
            }
        });
        assertFound(mesh, SignalKind.PROBE, CART, PAYMENTS, 1);
        assertFound(mesh, SignalKind.PROBE, FRONTEND, USERS, 1);
        assertFound(mesh, SignalKind.DENIED, CART, PAYMENTS, 1);
        assertFound(mesh, SignalKind.DENIED, FRONTEND, USERS, 1);
        assertThat(mesh.signals(FROM, SignalKind.NEW_EDGE))
                .as("nothing came of it")
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    @DisplayName("refused logins on a busy edge, and the login after them")
    void logins(long seed) {
        SmallMesh mesh = attack(seed, 8, (minute, now) -> {
            if (minute < 5) {
                now.edge(FRONTEND, USERS, "http")
                        .add(60, "POST /login", 200, 200)
                        .refused(60);
            }
        });
        assertFound(mesh, SignalKind.REFUSED_LOGINS, FRONTEND, USERS, 1);
        assertFound(mesh, SignalKind.LOGIN_AFTER_REFUSALS, FRONTEND, USERS, 6);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    @DisplayName("three refused logins a minute, within the quarter of an hour")
    void carefulLogins(long seed) {
        SmallMesh mesh = attack(
                seed,
                30,
                (minute, now) -> now.edge(FRONTEND, USERS, "http")
                        .add(3, "POST /login", 200, 200)
                        .refused(3));
        assertFound(mesh, SignalKind.REFUSED_LOGINS, FRONTEND, USERS, 15);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    @DisplayName("a principal from another workload, and plain text on a mutual edge")
    void identities(long seed) {
        SmallMesh mesh = attack(seed, 3, (minute, now) -> {
            now.edge(CART, PAYMENTS, "http").add(3, "POST /charge", 200, 200).principal(SmallMesh.principal(ORDERS));
            now.edge(FRONTEND, USERS, "http").plain(5);
        });
        assertFound(mesh, SignalKind.NEW_PRINCIPAL_PLACE, CART, PAYMENTS, 1);
        assertFound(mesh, SignalKind.PLAIN_TEXT, FRONTEND, USERS, 1);
        assertThat(mesh.signals(FROM, SignalKind.NEW_PRINCIPAL_PLACE))
                .as("as long as the place is new")
                .hasSize(3);
        assertThat(mesh.signals(FROM, SignalKind.PLAIN_TEXT)).hasSize(3);
    }

    @Test
    @DisplayName("plain text beside what the caller's proxy tells of handshakes and certificates")
    void plainTextWithFacts() {
        long certificate = SmallMesh.START / 1_000 + (FROM + 3 * 60) * 60;
        SmallMesh mesh = attack(1, 3, (minute, now) -> {
            now.facts.put(
                    FRONTEND,
                    List.of(
                            new FactRow(0, FRONTEND, USERS, FactKind.TLS_HANDSHAKE_FAILURES, "fail_verify_san", 7),
                            new FactRow(0, FRONTEND, null, FactKind.CERTIFICATE_EXPIRY, "workload", certificate),
                            new FactRow(0, FRONTEND, null, FactKind.CERTIFICATE_EXPIRY, "root", 9e9)));
            now.edge(FRONTEND, USERS, "http").plain(5);
        });

        Signal first = mesh.signals(FROM, SignalKind.PLAIN_TEXT).get(0);
        assertThat(first.measures()).anySatisfy(measure -> {
            assertThat(measure.feature()).isEqualTo("tls_handshake_failures_1h");
            assertThat(measure.observed()).isEqualTo(7, within(1e-6));
        });
        assertThat(first.measures()).anySatisfy(measure -> {
            assertThat(measure.feature()).isEqualTo("certificate_hours_left");
            assertThat(measure.observed()).isEqualTo(3, within(0.01));
        });
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    @DisplayName("floods: through the front door of one path, from a workload over a known and over a new edge")
    void floods(long seed) {
        SmallMesh mesh = attack(seed, 3, (minute, now) -> {
            now.edge(CLIENTS, GATEWAY, "http").add(6000, "GET /", 200, 200);
            now.edge(GATEWAY, FRONTEND, "http").add(6000, "GET /", 200, 200);
            now.edge(ORDERS, PAYMENTS, "http").add(600, "POST /charge", 200, 200);
            now.edge(CART, CATALOG, "http").add(3000, "GET /products", 200, 200);
        });
        assertFound(mesh, SignalKind.FLOOD, CLIENTS, GATEWAY, 1);
        assertFound(mesh, SignalKind.FLOOD, ORDERS, PAYMENTS, 1);
        assertFound(mesh, SignalKind.FLOOD, CART, CATALOG, 1);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    @DisplayName("slow requests of one caller, and an expensive path")
    void slowAndExpensive(long seed) {
        SmallMesh mesh = attack(seed, 3, (minute, now) -> {
            now.edge(FRONTEND, USERS, "http").add(40, "POST /login", 20, 200).latency(9, 8_000, 20_000);
            now.edge(FRONTEND, CATALOG, "http")
                    .add(100, "GET /search", 200, 200)
                    .latency(30, 400, 900);
        });
        assertFound(mesh, SignalKind.SLOW_REQUESTS, FRONTEND, USERS, 1);
        assertFound(mesh, SignalKind.EXPENSIVE_PATH, FRONTEND, CATALOG, 1);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    @DisplayName("three times the usual of all, if it sheds load that it never did; many calls of one path alone")
    void carefulFloods(long seed) {
        SmallMesh mesh = attack(seed, 10, (minute, now) -> {
            now.edge(CLIENTS, GATEWAY, "http")
                    .add(300, "GET /", 500, 9000)
                    .add(200, "GET /product/{id}", 500, 9000)
                    .add(150, "POST /cart", 500, 9000)
                    .add(100, "POST /checkout", 500, 9000)
                    .overflowed(8);
            now.edge(GATEWAY, FRONTEND, "http").add(260, "GET /export", 500, 9000);
        });
        assertFound(mesh, SignalKind.FLOOD, CLIENTS, GATEWAY, 5);
        assertFound(mesh, SignalKind.FLOOD, GATEWAY, FRONTEND, 1);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    @DisplayName("an expensive path on an edge whose latency varies tenfold anyway")
    void expensiveAmongSlow(long seed) {
        SmallMesh mesh = SmallMesh.run(seed, FROM + 3, (minute, now) -> {
            boolean attacked = minute >= FROM;
            now.edge(FRONTEND, USERS, "http")
                    .latency(attacked ? 30 : 9, attacked ? 400 : minute % 2 == 0 ? 20 : 200, 600)
                    .add(attacked ? 60 : 0, "GET /search", 200, 200);
        });
        assertFound(mesh, SignalKind.EXPENSIVE_PATH, FRONTEND, USERS, 1);
        assertThat(mesh.signals(0, SignalKind.EXPENSIVE_PATH)).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    @DisplayName("a crude theft after not two hours of history")
    void afterTwoHours(long seed) {
        SmallMesh mesh = SmallMesh.run(seed, 2 * HOUR, (minute, now) -> {
            if (minute >= 110) {
                now.edge(ORDERS, ORDERS_DB, "postgresql").add(50, "", 300, 1_000_000);
                now.edge(ORDERS, EVIL, "http").add(5, "", 5_000_000, 200);
                now.edge(ORDERS, service("users"), "http").add(5, "GET /users", 200, 900);
            }
        });
        assertThat(mesh.signals(0)).extracting(Signal::kind).contains(SignalKind.UPLOAD, SignalKind.NEW_EDGE);
        assertThat(mesh.signals(0)).allMatch(signal -> signal.source().equals(ORDERS));
    }
}
