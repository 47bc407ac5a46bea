/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.models.profile;

import static io.meshobservatory.models.profile.EdgeMinuteBuilder.database;
import static io.meshobservatory.models.profile.EdgeMinuteBuilder.service;
import static io.meshobservatory.models.profile.SmallMesh.AUDIT;
import static io.meshobservatory.models.profile.SmallMesh.CART;
import static io.meshobservatory.models.profile.SmallMesh.CATALOG;
import static io.meshobservatory.models.profile.SmallMesh.DAY;
import static io.meshobservatory.models.profile.SmallMesh.FRONTEND;
import static io.meshobservatory.models.profile.SmallMesh.HOUR;
import static io.meshobservatory.models.profile.SmallMesh.MAILER;
import static io.meshobservatory.models.profile.SmallMesh.ORDERS;
import static io.meshobservatory.models.profile.SmallMesh.ORDERS_DB;
import static io.meshobservatory.models.profile.SmallMesh.PAYMENTS;
import static io.meshobservatory.models.profile.SmallMesh.REPORTS;
import static io.meshobservatory.models.profile.SmallMesh.USERS;
import static io.meshobservatory.models.profile.SmallMesh.USERS_DB;
import static org.assertj.core.api.Assertions.assertThat;

import io.meshobservatory.core.graph.Node;
import io.meshobservatory.core.graph.NodeKind;
import io.meshobservatory.models.signal.SignalKind;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A profile stays silent")
class ProfileFaultsTest {
    private static final int FROM = DAY + 10 * HOUR;

    private static SmallMesh fault(long seed, int minutes, SmallMesh.Script script) {
        SmallMesh mesh = SmallMesh.run(seed, FROM + minutes, (minute, changed) -> {
            if (minute >= FROM) {
                script.change(minute - FROM, changed);
            }
        });
        assertThat(mesh.signals(0)).isEmpty();
        return mesh;
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12})
    @DisplayName("in eight ordinary days with backups, a scraper, nights and a weekend")
    void ordinaryDays(long seed) {
        assertThat(SmallMesh.run(seed, 8 * DAY, (minute, mesh) -> {}).signals(0))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    @DisplayName("when a database is dead: errors, retries, everything before it slow")
    void deadDatabase(long seed) {
        fault(seed, 30, (minute, mesh) -> {
            for (EdgeMinuteBuilder edge : mesh.now.values()) {
                if (edge.relation.destination().equals(ORDERS_DB)) {
                    edge.calls *= 3;
                    edge.failed(edge.calls - edge.errors);
                    edge.retries = edge.calls;
                    edge.latency(1_000, 3_000, 5_000);
                } else if (edge.relation.destination().equals(ORDERS)) {
                    edge.failed(edge.calls - edge.errors);
                    edge.latency(3_000, 6_000, 9_000);
                }
            }
        });
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    @DisplayName("when a new version is deployed, fails at first, and calls what the old one did not")
    void deployment(long seed) {
        SmallMesh mesh = fault(seed, 120, (minute, now) -> {
            for (EdgeMinuteBuilder edge : now.now.values()) {
                if (edge.relation.source().equals(ORDERS)) {
                    edge.versions.clear();
                    edge.version("v2");
                    edge.failed(minute < 3 ? edge.calls / 5 : 0);
                }
            }
            now.edge(ORDERS, CATALOG, "http").version("v2").add(30, "GET /products", 200, 3_000);
        });
        assertThat(mesh.deploymentsExplained).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    @DisplayName("when a new version calls a host of which nobody tells sizes, and asks old ones for new things")
    void deploymentOutside(long seed) {
        Node host = Node.external("api.maps.example");
        SmallMesh mesh = fault(seed, 120, (minute, now) -> {
            for (EdgeMinuteBuilder edge : now.now.values()) {
                if (edge.relation.source().equals(FRONTEND)) {
                    edge.versions.clear();
                    edge.version("v2");
                }
            }
            now.edge(FRONTEND, CATALOG, "http").add(5, "GET /maps", 200, 200);
            now.edge(FRONTEND, host, "http").version("v2").add(1 + now.poisson(5), "GET /tiles", 0, 0).bytesTold =
                    false;
        });
        assertThat(mesh.deploymentsExplained).isGreaterThanOrEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    @DisplayName("when a new job that is scraped until its hour comes polls its partner while it works")
    void pollingJob(long seed) {
        Node job = service("export-job");
        Node partner = Node.external("status.partner.example");
        SmallMesh mesh = SmallMesh.run(seed, FROM + 90, (minute, now) -> {
            if (minute >= FROM - 120) {
                now.edge(SmallMesh.PROMETHEUS, job, "http").add(4, "GET /metrics", 300, 40_000);
            }
            if (minute >= FROM) {
                now.edge(job, ORDERS_DB, "postgresql").add(20, "", 300, 9_000);
                now.edge(job, partner, "http").add(2, "", 300, 200);
            }
        });
        assertThat(mesh.signals(0)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    @DisplayName("when three callees are gone for good, and are called in vain all the while")
    void deadForGood(long seed) {
        SmallMesh mesh = SmallMesh.run(seed, FROM + 60, (minute, now) -> {
            for (int i = 0; i < 3; i++) {
                now.edge(CART, service("gone-" + i), "http")
                        .add(2, "GET /x", 200, 200)
                        .failed(2);
            }
        });
        assertThat(mesh.signals(HOUR)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    @DisplayName("in a retry storm")
    void retryStorm(long seed) {
        fault(seed, 20, (minute, mesh) -> {
            EdgeMinuteBuilder edge = mesh.edge(FRONTEND, CATALOG, "http");
            edge.retries = edge.calls * 2;
            edge.calls *= 4;
            edge.failed(edge.calls * 3 / 4);
            edge.latency(200, 900, 2_000);
        });
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    @DisplayName("when a service is new, is called by old ones and calls old ones")
    void newService(long seed) {
        Node recommend = service("recommend");
        fault(seed, 300, (minute, mesh) -> {
            mesh.edge(FRONTEND, recommend, "http").version("v1").add(50, "GET /r", 200, 3_000);
            mesh.edge(recommend, CATALOG, "http").add(60, "GET /products", 200, 3_000);
            mesh.edge(recommend, USERS_DB, "postgresql").add(10, "", 200, 300_000);
        });
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    @DisplayName("in a load test with eight times the usual calls, in the usual mixture")
    void loadTest(long seed) {
        SmallMesh mesh = SmallMesh.run(seed, FROM + 30, (minute, now) -> now.busy = minute >= FROM - 1 ? 8 : 1);
        assertThat(mesh.signals(0)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    @DisplayName("when a second scraper begins to call everybody")
    void scraper(long seed) {
        Node agent = new Node("c1", "monitoring", "agent", NodeKind.SERVICE);
        fault(seed, 240, (minute, mesh) -> {
            for (Node node : List.of(FRONTEND, CATALOG, CART, ORDERS, USERS, PAYMENTS, MAILER, REPORTS, AUDIT)) {
                mesh.edge(agent, node, "http").add(4, "GET /metrics", 200, 40_000);
            }
        });
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    @DisplayName("when a token or a policy makes all calls of an edge be turned away")
    void expiredToken(long seed) {
        fault(seed, 10, (minute, mesh) -> {
            EdgeMinuteBuilder charged = mesh.edge(ORDERS, PAYMENTS, "http");
            charged.refused(charged.calls);
            EdgeMinuteBuilder asked = mesh.edge(FRONTEND, USERS, "http");
            asked.denied(asked.calls, "rbac ns[shop]-policy[users]-rule[0]");
        });
    }

    @Test
    @DisplayName("from its third night on, of a nightly batch job; on the first it tells of the reading")
    void nightlyBatch() {
        Node warehouse = database("warehouse");
        SmallMesh mesh = SmallMesh.run(5, 5 * DAY, (minute, now) -> {
            int night = minute % DAY;
            if (night >= 3 * HOUR && night < 3 * HOUR + 30) {
                now.edge(REPORTS, ORDERS_DB, "postgresql").add(50, "", 300, 500_000);
                now.edge(REPORTS, warehouse, "postgresql").add(50, "", 400_000, 300);
            }
        });
        assertThat(mesh.signals(0)).allMatch(signal -> signal.kind() == SignalKind.UNUSUAL_READ);
        assertThat(mesh.signals(DAY).size()).isLessThanOrEqualTo(3);
        assertThat(mesh.signals(2 * DAY)).isEmpty();
    }
}
