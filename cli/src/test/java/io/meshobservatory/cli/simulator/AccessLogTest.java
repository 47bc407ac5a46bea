/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.meshobservatory.cli.simulator.graph.Signal;
import io.meshobservatory.connectors.otlp.OtlpSignal;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.logs.v1.LogRecord;
import io.opentelemetry.proto.logs.v1.ResourceLogs;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Access logs look as Istio's proxies and ztunnel write them. */
class AccessLogTest {
    /** A field is something in brackets at the begin, something in quotes, or something without blanks. */
    private static final Pattern TOKEN = Pattern.compile("^\\[[^\\]]*]|\"[^\"]*\"|\\S+");

    private record Line(Map<String, String> resource, LogRecord log) {
        String text() {
            return log.getBody().getStringValue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"bookinfo", "storm", "security-platform", "threat-modelling", "two-clusters"})
    @DisplayName(
            "a line of text has a line's end and 22 tokens, of which the quoted request line holds three: 24 fields")
    void aLineHas24Fields(String name) {
        List<Line> lines = lines(Simulations.scenario(name), Duration.ofMinutes(2));
        assertThat(lines).isNotEmpty().allSatisfy(line -> {
            assertThat(line.text()).endsWith("\n");
            List<String> tokens = tokens(line.text());
            assertThat(tokens).as(line.text()).hasSize(22);
            assertThat(tokens.get(1).split(" ", -1)).hasSize(3);
            assertThat(line.resource()).containsKeys("k8s.pod.name", "k8s.namespace.name", "k8s.deployment.name");
        });
    }

    @Test
    @DisplayName("the fields stand at the places of the sample of a real denial")
    void fieldsHaveTheirPlaces() {
        List<Line> lines = lines(Simulations.scenario("security-platform"), Duration.ofMinutes(4));
        List<String> denial = tokens(lines.stream()
                .map(Line::text)
                .filter(text -> text.contains("rbac_access_denied"))
                .findFirst()
                .orElseThrow());
        assertThat(denial.get(0)).matches("\\[2026-01-05T12:\\d\\d:\\d\\d\\.\\d{3}Z]");
        assertThat(denial.get(1)).matches("\"GET /reports/\\d+ HTTP/1.1\"");
        assertThat(denial.subList(2, 8))
                .containsExactly(
                        "403",
                        "-",
                        "rbac_access_denied_matched_policy[ns[platform]-policy[reports-viewers]-rule[0]]",
                        "-",
                        "\"-\"",
                        "0");
        assertThat(denial.get(8)).isEqualTo("19");
        assertThat(denial.get(15)).isEqualTo("\"-\"");
        assertThat(denial.get(16)).isEqualTo("inbound|8080||");
        assertThat(denial.get(20)).isEqualTo("outbound_.8080_._.reports.platform.svc.cluster.local");
        assertThat(denial.get(21)).isEqualTo("default");
        assertThat(lines.stream().map(Line::text))
                .anyMatch(text -> text.contains(" 401 - jwt_authn_access_denied{"))
                .anyMatch(text -> text.contains(" 403 UAEX ext_authz_denied "))
                .anyMatch(text -> text.contains(" 429 RL local_rate_limited "))
                .anyMatch(text -> text.contains(" PassthroughCluster "));
    }

    @Test
    @DisplayName("every failure has the flags and details of Envoy")
    void failuresHaveTheirDetails() {
        assertThat(lines(Simulations.scenario("threat-modelling"), Duration.ofMinutes(4)).stream()
                        .map(Line::text))
                .anyMatch(text -> text.contains(" 503 UO upstream_reset_before_response_started{overflow} "))
                .anyMatch(text -> text.contains(" 503 FI fault_filter_abort "))
                .anyMatch(text -> text.contains(" 200 DI via_upstream "))
                .anyMatch(text -> text.contains(" 200 UH no_healthy_upstream "));
        assertThat(lines(Simulations.scenario("storm"), Duration.ofMinutes(1)).stream()
                        .map(Line::text))
                .anyMatch(text -> text.contains(" 500 URX via_upstream "))
                .anyMatch(text -> text.contains(" 504 UT,URX upstream_response_timeout "))
                .anyMatch(text -> text.contains(" 503 UF,URX upstream_reset_before_response_started{connection_failure,"
                        + "delayed_connect_error:_111} - \"delayed_connect_error:_111\" "))
                .anyMatch(text -> text.contains(" 0 DC downstream_remote_disconnect "));
    }

    @Test
    @DisplayName("JSON has numbers and nulls, labels have texts and dashes")
    void jsonAndLabels() throws Exception {
        List<Line> json =
                lines(Simulations.read(Simulations.STORM + "access_logs: { format: json }\n"), Duration.ofSeconds(30));
        for (Line line : json) {
            JsonNode fields = new ObjectMapper().readTree(line.text());
            assertThat(fields.size()).isEqualTo(24);
            assertThat(fields.get("response_code").isInt()).isTrue();
            assertThat(fields.get("connection_termination_details").isNull()).isTrue();
        }
        List<Line> labels = lines(
                Simulations.read(Simulations.STORM + "access_logs: { format: labels }\n"), Duration.ofSeconds(30));
        assertThat(labels).isNotEmpty().allSatisfy(line -> {
            Map<String, String> fields = Simulations.attributes(line.log().getAttributesList());
            assertThat(fields).hasSize(24).containsEntry("connection_termination_details", "-");
            assertThat(line.log().getAttributesList())
                    .allMatch(attribute -> attribute.getValue().hasStringValue());
        });
    }

    @Test
    @DisplayName("access logs tell of every request, also of those whose traces are not sampled")
    void logsAreNotSampled() {
        Scenario scenario = Simulations.scenario("bookinfo").withSampling(0.05);
        List<Line> lines = lines(scenario, Duration.ofMinutes(2));
        assertThat(lines).hasSameSizeAs(lines(Simulations.scenario("bookinfo"), Duration.ofMinutes(2)));
        assertThat(lines).anyMatch(line -> line.log().getTraceId().isEmpty());
        assertThat(lines).anyMatch(line -> !line.log().getTraceId().isEmpty());
    }

    @Test
    @DisplayName("ztunnel and the waypoint write the lines of an ambient mesh")
    void ambientLines() {
        List<String> texts = lines(Simulations.scenario("ambient"), Duration.ofMinutes(1)).stream()
                .map(Line::text)
                .toList();
        assertThat(texts)
                .anyMatch(text -> text.matches("\\S+Z\\tinfo\\taccess\\tconnection complete\\tsrc.addr=.*"
                        + " dst.service=mongodb.bookinfo.svc.cluster.local .* direction=\"outbound\" bytes_sent=\\d+"
                        + " bytes_recv=\\d+ duration=\"\\d+ms\""))
                .anyMatch(text -> text.contains(" inbound-vip|9080|http|details.bookinfo.svc.cluster.local "
                        + "envoy://internal_client_address/ "));
    }

    private static List<String> tokens(String line) {
        List<String> tokens = new ArrayList<>();
        Matcher matcher = TOKEN.matcher(line);
        while (matcher.find()) {
            tokens.add(matcher.group());
        }
        return tokens;
    }

    private static List<Line> lines(Scenario scenario, Duration length) {
        List<Line> lines = new ArrayList<>();
        for (SimulatedRequest request :
                Simulations.arriving(scenario.withSignals(EnumSet.of(Signal.ACCESS_LOGS)), 1, length)) {
            assertThat(request.signal()).isEqualTo(OtlpSignal.LOGS);
            ResourceLogs logs = ((ExportLogsServiceRequest) request.message()).getResourceLogs(0);
            Map<String, String> resource =
                    Simulations.attributes(logs.getResource().getAttributesList());
            for (LogRecord log : logs.getScopeLogs(0).getLogRecordsList()) {
                lines.add(new Line(resource, log));
            }
        }
        return lines;
    }
}
