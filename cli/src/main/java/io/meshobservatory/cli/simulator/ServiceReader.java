/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.simulator;

import io.meshobservatory.cli.simulator.ServiceSpec.Protocol;
import io.meshobservatory.cli.simulator.ServiceSpec.Restarts;
import io.meshobservatory.cli.simulator.ServiceSpec.VersionSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads the services of a scenario, and what others have in common with them. Stateless. */
final class ServiceReader {
    static final int MAX_RETRIES = 10;

    private static final Latency SERVICE = new Latency(5, 40);
    private static final double MAX_LATENCY_MILLIS = 60_000;
    private static final int MAX_REPLICAS = 1_000;
    private static final int MAX_PORT = 65_535;
    private static final int MAX_BODY_BYTES = 1 << 30;
    private static final int MIN_RESTART_SECONDS = 60;
    private static final int MAX_RESTART_SECONDS = 30 * 86_400;

    private ServiceReader() {}

    static ServiceSpec service(ScenarioFields fields, ScenarioDefaults defaults) throws ScenarioException {
        String name = fields.label("name");
        String cluster = fields.text("cluster", defaults.clusters().get(0));
        if (!defaults.clusters().contains(cluster)) {
            throw fields.mismatch("cluster", "one of " + String.join(", ", defaults.clusters()));
        }
        String namespace = fields.label("namespace", "default");
        Protocol protocol = protocol(fields);
        boolean gateway = fields.bool("gateway", false);
        Dialect mesh = fields.has("mesh") ? mesh(fields) : defaults.mesh();
        boolean waypoint = fields.bool("waypoint", true);
        int port = fields.integer("port", gateway ? 80 : 8080, 1, MAX_PORT);
        boolean appSpans = fields.bool("app_spans", false);
        if (gateway && appSpans) {
            throw fields.mismatch("app_spans", "false; a gateway has no application");
        }
        Latency latency = latency(fields.mapping("latency"), SERVICE);
        ErrorRates errors = errors(fields.mapping("errors"), ErrorRates.NONE);
        Policy policy = policy(fields.mapping("policy"));
        int replicas = fields.integer("replicas", 1, 1, MAX_REPLICAS);
        VersionSpec common = new VersionSpec(gateway ? "latest" : "v1", 1, replicas, latency, errors, calls(fields));
        List<VersionSpec> versions = new ArrayList<>();
        for (ScenarioFields item : fields.mappings("versions")) {
            versions.add(version(item, common));
        }
        if (versions.isEmpty()) {
            versions.add(common);
        }
        for (VersionSpec version : versions) {
            if (version.errors().sum() + policy.sum() > 1 + 1e-9) {
                throw fields.mismatch("policy", "rates that are at most 1 together with the rates of errors");
            }
        }
        ScenarioFields slow = fields.mapping("slow");
        double slowRate = slow == null ? 0 : slow.ratio("rate", 0.01);
        double slowFactor = slow == null ? 1 : slow.number("factor", 10, 1, 1_000);
        if (slow != null) {
            slow.rejectUnknown();
        }
        ServiceSpec service = new ServiceSpec(
                name,
                cluster,
                namespace,
                protocol,
                port,
                gateway,
                mesh,
                waypoint,
                appSpans,
                oldConventions(fields),
                fields.bool("propagates", true),
                fields.bool("mutual_tls", true),
                policy,
                versions,
                timeoutMillis(fields),
                slowRate,
                slowFactor,
                fields.integer("request_bytes", 200, 0, MAX_BODY_BYTES),
                fields.integer("response_bytes", 2_000, 0, MAX_BODY_BYTES),
                restarts(fields.mapping("restarts")));
        fields.rejectUnknown();
        return service;
    }

    /** What stands between services and the network. */
    static Dialect mesh(ScenarioFields fields) throws ScenarioException {
        return Dialect.of(fields.text("mesh")).orElseThrow(() -> fields.mismatch("mesh", Dialect.choice()));
    }

    static List<CallSpec> calls(ScenarioFields fields) throws ScenarioException {
        List<CallSpec> calls = new ArrayList<>();
        for (ScenarioFields item : fields.mappings("calls")) {
            calls.add(new CallSpec(
                    item.text("to"),
                    item.ratio("probability", 1),
                    item.bool("parallel", false),
                    item.integer("retries", 0, 0, MAX_RETRIES),
                    item.bool("optional", false),
                    item.text("method", ""),
                    item.text("path", "")));
            item.rejectUnknown();
        }
        return calls;
    }

    static long timeoutMillis(ScenarioFields fields) throws ScenarioException {
        return fields.integer("timeout_ms", 1_000, 1, (int) MAX_LATENCY_MILLIS);
    }

    static Latency latency(@Nullable ScenarioFields fields, Latency otherwise) throws ScenarioException {
        if (fields == null) {
            return otherwise;
        }
        double p50 = fields.positive("p50_ms");
        double p99 = fields.positive("p99_ms");
        if (p99 < p50 || p99 > MAX_LATENCY_MILLIS) {
            throw fields.mismatch("p99_ms", "a number from p50_ms to " + (int) MAX_LATENCY_MILLIS);
        }
        fields.rejectUnknown();
        return new Latency(p50, p99);
    }

    static ErrorRates errors(@Nullable ScenarioFields fields, ErrorRates otherwise) throws ScenarioException {
        if (fields == null) {
            return otherwise;
        }
        ErrorRates rates = new ErrorRates(
                fields.ratio("http_5xx", 0),
                fields.ratio("http_4xx", 0),
                fields.ratio("connection_failure", 0),
                fields.ratio("circuit_breaking", 0),
                fields.ratio("timeout", 0),
                fields.ratio("no_healthy_upstream", 0),
                fields.ratio("fault_abort", 0),
                fields.ratio("fault_delay", 0),
                fields.integer("fault_delay_ms", 500, 1, (int) MAX_LATENCY_MILLIS),
                fields.ratio("tls_failure", 0));
        fields.rejectUnknown();
        if (rates.sum() > 1 + 1e-9) {
            throw fields.mismatch("http_5xx", "rates of all kinds that are at most 1 together, not " + rates.sum());
        }
        return rates;
    }

    /** A version; what it does not tell is as {@code common} tells. */
    private static VersionSpec version(ScenarioFields fields, VersionSpec common) throws ScenarioException {
        VersionSpec version = new VersionSpec(
                fields.label("name"),
                fields.number("weight", 1, 0, 1_000_000),
                fields.integer("replicas", common.replicas(), 1, MAX_REPLICAS),
                latency(fields.mapping("latency"), common.latency()),
                errors(fields.mapping("errors"), common.errors()),
                fields.has("calls") ? calls(fields) : common.calls());
        fields.rejectUnknown();
        return version;
    }

    private static Protocol protocol(ScenarioFields fields) throws ScenarioException {
        String name = fields.text("protocol", "http");
        for (Protocol protocol : Protocol.values()) {
            if (protocol.name().toLowerCase(Locale.ROOT).equals(name)) {
                return protocol;
            }
        }
        throw fields.mismatch("protocol", "http, grpc or tcp");
    }

    private static boolean oldConventions(ScenarioFields fields) throws ScenarioException {
        return switch (fields.text("conventions", "new")) {
            case "new" -> false;
            case "old" -> true;
            default -> throw fields.mismatch("conventions", "new or old");
        };
    }

    private static Policy policy(@Nullable ScenarioFields fields) throws ScenarioException {
        if (fields == null) {
            return Policy.NONE;
        }
        Policy policy = new Policy(
                fields.ratio("rate_limit", 0),
                fields.ratio("jwt", 0),
                fields.ratio("waf", 0),
                fields.ratio("rbac", 0),
                fields.text("rbac_rule", Policy.NONE.rbacRule()));
        fields.rejectUnknown();
        return policy;
    }

    private static Restarts restarts(@Nullable ScenarioFields fields) throws ScenarioException {
        if (fields == null) {
            return Restarts.NEVER;
        }
        int period = fields.integer("every_s", 3_600, MIN_RESTART_SECONDS, MAX_RESTART_SECONDS);
        Restarts restarts = new Restarts(period, fields.bool("renamed", true));
        fields.rejectUnknown();
        return restarts;
    }
}
