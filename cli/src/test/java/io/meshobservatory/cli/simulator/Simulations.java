/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.simulator;

import io.meshobservatory.connectors.otlp.OtlpSignal;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Runs simulations for tests, and looks into what they give. */
final class Simulations {
    /** A Monday, at noon. */
    static final Instant NOON = Instant.parse("2026-01-05T12:00:00Z");

    /** Everything that can fail does so often, so that a short run shows every kind of failure and retry. */
    static final String STORM = """
            name: storm
            services:
              - { name: gateway, namespace: edge, gateway: true }
              - name: front
                namespace: one
                timeout_ms: 60
                errors: { http_5xx: 0.1, http_4xx: 0.1, connection_failure: 0.1, circuit_breaking: 0.1, timeout: 0.1 }
                calls:
                  - { to: back, retries: 3, optional: true }
                  - { to: rpc, parallel: true, retries: 2, optional: true }
                  - { to: outside.example.com, retries: 2, optional: true }
              - name: back
                namespace: two
                app_spans: true
                versions: [ { name: v1, weight: 3, replicas: 2 }, { name: v2, weight: 1 } ]
                timeout_ms: 40
                errors: { http_5xx: 0.2, http_4xx: 0.1, connection_failure: 0.2, circuit_breaking: 0.1, timeout: 0.2 }
                calls:
                  - { to: store, probability: 0.5 }
                  - { to: rpc, retries: 1 }
                  - { to: events, probability: 0.3 }
              - name: rpc
                namespace: two
                protocol: grpc
                app_spans: true
                timeout_ms: 30
                errors: { http_5xx: 0.1, http_4xx: 0.1, connection_failure: 0.2, circuit_breaking: 0.1, timeout: 0.1 }
                slow: { rate: 0.1, factor: 20 }
                calls: [ { to: outside.example.com, retries: 1, optional: true } ]
              - { name: worker, namespace: one, app_spans: true, errors: { http_5xx: 0.2 } }
            databases: [ { name: store, namespace: data, system: redis, error_rate: 0.2 } ]
            topics:
              - name: events
                consumers: [ { service: worker, calls: [ { to: store } ] }, { service: rpc, calls: [ { to: worker } ] } ]
            external_hosts:
              - host: outside.example.com
                latency: { p50_ms: 20, p99_ms: 90 }
                timeout_ms: 100
                errors: { http_5xx: 0.1, http_4xx: 0.1, connection_failure: 0.2, circuit_breaking: 0.1, timeout: 0.1 }
            entries:
              - { name: users, via: gateway, to: front, requests_per_second: 20, retries: 2 }
              - { name: robots, via: gateway, to: rpc, path: /api.Robots/Ask, requests_per_second: 5 }
              - { name: cron, to: back, requests_per_second: 3 }
            """;

    private Simulations() {}

    static Scenario scenario(String name) {
        try {
            return name.equals("storm") ? read(STORM) : ScenarioLibrary.scenario(name);
        } catch (ScenarioException broken) {
            throw new AssertionError(broken);
        }
    }

    static Scenario read(String yaml) throws ScenarioException {
        return ScenarioReader.read(yaml);
    }

    /** All requests of whole traces that begin within a time after noon. */
    static List<SimulatedRequest> arriving(Scenario scenario, long seed, Duration length) {
        return run(scenario, seed, length).requests();
    }

    /** A simulation to its end. */
    record Run(List<SimulatedRequest> requests, SimulatedTruth truth) {}

    /** Everything that comes of the requests that arrive within a time after noon, and what happened. */
    static Run run(Scenario scenario, long seed, Duration length) {
        MeshSimulator.Feed feed = new MeshSimulator(scenario, seed).arrivingBetween(NOON, NOON.plus(length));
        List<SimulatedRequest> requests = new ArrayList<>();
        for (SimulatedRequest request = feed.next(); request != null; request = feed.next()) {
            requests.add(request);
        }
        return new Run(requests, feed.truth());
    }

    /** A span, and what its resource says. */
    record Emitted(Resource resource, Span span) {
        Map<String, String> attributes() {
            return Simulations.attributes(span.getAttributesList());
        }

        Map<String, String> resourceAttributes() {
            return Simulations.attributes(resource.getAttributesList());
        }

        boolean isProxy() {
            return "proxy".equals(attributes().get("component"));
        }
    }

    static List<Emitted> spans(List<SimulatedRequest> requests) {
        List<Emitted> spans = new ArrayList<>();
        for (SimulatedRequest request : requests) {
            if (request.signal() != OtlpSignal.SPANS) {
                continue;
            }
            ResourceSpans resource = ((ExportTraceServiceRequest) request.message()).getResourceSpans(0);
            for (Span span : resource.getScopeSpans(0).getSpansList()) {
                spans.add(new Emitted(resource.getResource(), span));
            }
        }
        return spans;
    }

    static Map<String, String> attributes(List<KeyValue> list) {
        Map<String, String> attributes = new HashMap<>();
        for (KeyValue attribute : list) {
            String value = attribute.getValue().hasIntValue()
                    ? Long.toString(attribute.getValue().getIntValue())
                    : attribute.getValue().getStringValue();
            if (attributes.put(attribute.getKey(), value) != null) {
                throw new AssertionError("attribute twice: " + attribute.getKey());
            }
        }
        return attributes;
    }
}
