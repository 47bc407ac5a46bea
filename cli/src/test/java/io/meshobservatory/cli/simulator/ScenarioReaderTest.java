/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;

class ScenarioReaderTest {
    private static final String VALID = """
            name: small
            services:
              - { name: gate, gateway: true }
              - { name: a, app_spans: true, calls: [ { to: b }, { to: db }, { to: t } ] }
              - { name: b, latency: { p50_ms: 2, p99_ms: 9 } }
            databases: [ { name: db, system: mysql } ]
            topics: [ { name: t, consumers: [ { service: a } ] } ]
            external_hosts: [ { host: x.example.com } ]
            entries: [ { name: users, via: gate, to: a } ]
            """;

    @Test
    void fieldsHaveDefaults() throws ScenarioException {
        Scenario scenario = ScenarioReader.read(VALID);
        ServiceSpec a = scenario.service("a");
        assertThat(a.namespace()).isEqualTo("default");
        assertThat(a.port()).isEqualTo(8080);
        assertThat(a.protocol()).isEqualTo(ServiceSpec.Protocol.HTTP);
        assertThat(a.versions())
                .containsExactly(new ServiceSpec.VersionSpec(
                        "v1",
                        1,
                        1,
                        new Latency(5, 40),
                        ErrorRates.NONE,
                        a.versions().get(0).calls()));
        assertThat(a.versions().get(0).calls().get(0)).isEqualTo(new CallSpec("b", 1, false, 0, false, "", ""));
        assertThat(scenario.targets().get("db"))
                .isEqualTo(new TargetSpec.Database("db", "default", "mysql", 3306, "db", new Latency(1.5, 15), 0));
        assertThat(scenario.entries().get(0).requestsPerSecond()).isEqualTo(1);
        assertThat(scenario.entries().get(0).rhythm().factor(0)).isEqualTo(1);
    }

    @Test
    void versionsTakeWhatTheyDoNotTellFromTheirService() throws ScenarioException {
        Scenario scenario = ScenarioReader.read(VALID.replace(
                "{ name: b, ", "{ name: b, replicas: 4, versions: [ { name: x }, { name: y, replicas: 2 } ], "));
        assertThat(scenario.service("b").versions())
                .containsExactly(
                        new ServiceSpec.VersionSpec("x", 1, 4, new Latency(2, 9), ErrorRates.NONE, List.of()),
                        new ServiceSpec.VersionSpec("y", 1, 2, new Latency(2, 9), ErrorRates.NONE, List.of()));
    }

    @ParameterizedTest
    @MethodSource("shipped")
    void shippedScenariosAreWhole(String name) {
        Scenario scenario = ScenarioLibrary.scenario(name);
        assertThat(scenario.name()).isEqualTo(name);
        assertThat(scenario.description()).isNotBlank().doesNotContain("\n");
        assertThat(ScenarioLibrary.yaml(name)).startsWith("# SPDX-License-Identifier: Apache-2.0");
    }

    static Stream<String> shipped() {
        return ScenarioLibrary.names().stream();
    }

    private static Arguments wrong(String replace, String by, String message) {
        return Arguments.argumentSet(by.isBlank() ? "without " + replace : by, replace, by, message);
    }

    static final List<Arguments> WRONG = List.of(
            wrong("name: small", "name: Small One", "name: \"Small One\" (expected: a Kubernetes name"),
            wrong("name: small\n", "", "name: missing (expected: a value; the field is required)"),
            wrong("p50_ms: 2", "p50_ms: -3", "services[2].latency.p50_ms: -3 (expected: a number above 0)"),
            wrong("p50_ms: 2", "p50_ms: fast", "services[2].latency.p50_ms: \"fast\" (expected: a number above 0)"),
            wrong("p99_ms: 9", "p99_ms: 1", "services[2].latency.p99_ms: 1 (expected: a number from p50_ms to 60000)"),
            wrong(
                    "app_spans: true",
                    "app_span: true",
                    "services[1].app_span: unknown field, did you mean 'app_spans'? (expected: one of name, cluster"),
            wrong("app_spans: true", "app_spans: maybe", "services[1].app_spans: \"maybe\" (expected: true or false)"),
            wrong("{ to: b }", "{ to: bee }", "service 'a'.calls[0].to: 'bee', did you mean 'b'? (expected: a service"),
            wrong("{ to: b }", "{ to: gate }", "no gateway; it is told by 'via'"),
            wrong("{ to: b }", "{ to: b, probability: 2 }", "calls[0].probability: 2 (expected: a number from 0 to 1)"),
            wrong("{ to: b }", "{ to: b, parallel: true }", "service 'a'.calls[0].parallel: true (expected: false"),
            wrong("{ to: db }", "{ to: db, retries: 1 }", "service 'a'.calls[1].retries: 1 (expected: 0"),
            wrong("{ to: b }", "b", "services[1].calls[0]: \"b\" (expected: fields with values"),
            wrong("name: b,", "name: b, calls: [ { to: a } ],", "calls: a -> b -> a (expected: no cycle)"),
            wrong("{ service: a }", "{ service: a, calls: [ { to: t } ] }", "calls: t -> t (expected: no cycle)"),
            wrong("app_spans: true, ", "", "has no application spans (expected: app_spans: true"),
            wrong("name: db,", "name: b,", "databases[0].name: \"b\" (expected: a name that nothing else"),
            wrong("name: b,", "name: a,", "services[2].name: \"a\" (expected: a name that no other service has)"),
            wrong(
                    "via: gate",
                    "via: b",
                    "entry 'users'.via: 'b' (expected: a service with 'gateway: true'; one of gate)"),
            wrong("to: a }", "to: gate }", "entry 'users'.to: 'gate'"),
            wrong("entries: [ { name: users, via: gate, to: a } ]", "", "entries: missing (expected: at least one"),
            wrong("host: x.example.com", "host: https://x.example.com", "expected: a host name with a dot"),
            wrong(
                    "name: b,",
                    "name: b, protocol: http3,",
                    "services[2].protocol: \"http3\" (expected: http, grpc or tcp)"),
            wrong(
                    "name: b,",
                    "name: b, port: 70000,",
                    "services[2].port: 70000 (expected: a whole number from 1 to 65535)"),
            wrong(
                    "name: b,",
                    "name: b, errors: { http_5xx: 0.7, timeout: 0.7 },",
                    "services[2].errors.http_5xx: 0.7 (expected: rates of all kinds that are at most 1 together"),
            wrong("name: b,", "name: b, versions: [ { name: v1, weight: 0 } ],", "all weights are 0"),
            wrong("to: a }", "to: a, rhythm: { peak_hour: 3, trough_hour: 3 } }", "another hour than peak_hour"),
            wrong(
                    "to: a }",
                    "to: a, rhythm: { time_zone: Mars } }",
                    "time_zone: \"Mars\" (expected: a time zone such as"),
            wrong("name: b,", "name: b, mesh: consul,", "services[2].mesh: \"consul\" (expected: istio, istio-1.21 to"),
            wrong("name: b,", "name: b, mesh: none,", "service 'b'.app_spans: false (expected: true, a waypoint, or"),
            wrong("name: b,", "name: b, mesh: traefik,", "service 'b'.mesh: traefik or nginx (expected: only with"),
            wrong(
                    "gateway: true",
                    "gateway: true, mesh: linkerd",
                    "service 'gate'.mesh: none or linkerd (expected: for a"),
            wrong("name: b,", "name: b, cluster: west,", "services[2].cluster: \"west\" (expected: one of Kubernetes)"),
            wrong("name: b,", "name: b, policy: { jwt: 0.6, waf: 0.6 },", "services[2].policy: {"),
            wrong("name: b,", "name: b, conventions: ancient,", "conventions: \"ancient\" (expected: new or old)"),
            wrong(
                    "name: a,",
                    "name: a, propagates: false,",
                    "service 'a'.propagates: false (expected: true; only behind"),
            wrong(
                    "name: small",
                    "name: small\nsignals: [spans]",
                    "signals: [\"spans\"] (expected: some of traces, metrics"),
            wrong("name: small", "name: small\nsampling: 0", "sampling: 0 (expected: a number from 1.0E-6 to 1)"),
            wrong(
                    "name: small",
                    "name: small\nclusters: [a, a]",
                    "clusters: [\"a\",\"a\"] (expected: different names)"),
            wrong(
                    "name: small",
                    "name: small\nmetrics: { temporality: delta }",
                    "metrics.temporality: \"delta\" (expected"),
            wrong(
                    "name: small",
                    "name: small\naccess_logs: { format: xml }",
                    "access_logs.format: \"xml\" (expected: text"),
            wrong("name: t,", "name: t, delivery: pigeon,", "topics[0].delivery: \"pigeon\" (expected: child, link or"),
            wrong(
                    "name: b,",
                    "name: b, restarts: { every_s: 1 },",
                    "restarts.every_s: 1 (expected: a whole number from 60"),
            wrong(
                    "to: a }",
                    "to: a, requests_per_second: .nan }",
                    "not YAML at line 9: Malformed numeric value '.nan'"),
            wrong("name: small", "name: small\nname: other", "not YAML at line 2"),
            wrong("services:", "services: [", "not YAML at line"),
            wrong(VALID, "just text", "the scenario: \"just text\" (expected: fields with values"));

    @ParameterizedTest
    @FieldSource("WRONG")
    void errorsNameTheFieldItsValueAndWhatIsExpected(String replace, String by, String message) {
        assertThat(VALID).contains(replace);
        String yaml = VALID.replace(replace, by);
        assertThatThrownBy(() -> ScenarioReader.read(yaml))
                .isInstanceOf(ScenarioException.class)
                .hasMessageContaining(message);
    }

    @Test
    void anEmptyFileIsNoScenario() {
        assertThatThrownBy(() -> ScenarioReader.read("")).isInstanceOf(ScenarioException.class);
    }
}
