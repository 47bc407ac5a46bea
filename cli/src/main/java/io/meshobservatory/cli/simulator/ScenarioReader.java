/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.simulator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.meshobservatory.cli.simulator.ServiceSpec.Protocol;
import io.meshobservatory.cli.simulator.ServiceSpec.VersionSpec;
import io.meshobservatory.cli.simulator.TargetSpec.Consumer;
import io.meshobservatory.cli.simulator.TargetSpec.Database;
import io.meshobservatory.cli.simulator.TargetSpec.External;
import io.meshobservatory.cli.simulator.TargetSpec.Topic;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads a scenario from YAML, fills in the defaults and checks everything that can be checked. Stateless. */
public final class ScenarioReader {
    private static final Latency NETWORK = new Latency(0.3, 2);
    private static final Latency SERVICE = new Latency(5, 40);
    private static final Latency DATABASE = new Latency(1.5, 15);
    private static final Latency BROKER = new Latency(2, 15);
    private static final Latency LAG = new Latency(20, 300);
    private static final Latency EXTERNAL = new Latency(80, 500);
    private static final double MAX_REQUESTS_PER_SECOND = 100_000;
    private static final double MAX_LATENCY_MILLIS = 60_000;
    private static final int MAX_REPLICAS = 1_000;
    private static final int MAX_RETRIES = 10;
    private static final int MAX_PORT = 65_535;
    private static final int MAX_BODY_BYTES = 1 << 30;

    private ScenarioReader() {}

    /**
     * Reads a scenario.
     *
     * @throws ScenarioException if it is no YAML, or a field is missing, unknown or wrong
     */
    public static Scenario read(String yaml) throws ScenarioException {
        JsonNode root;
        try {
            root = YAMLMapper.builder()
                    .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
                    .build()
                    .readTree(yaml);
        } catch (JsonProcessingException notYaml) {
            String place = notYaml.getLocation() == null
                    ? ""
                    : " at line " + notYaml.getLocation().getLineNr();
            throw new ScenarioException("not YAML" + place + ": " + notYaml.getOriginalMessage(), notYaml);
        }
        ScenarioFields fields = new ScenarioFields("", root);
        String name = fields.label("name");
        String description = fields.text("description", "");
        String cluster = fields.text("cluster", "Kubernetes");
        Latency network = latency(fields.mapping("network"), NETWORK);
        Map<String, ServiceSpec> services = new LinkedHashMap<>();
        for (ScenarioFields item : fields.mappings("services")) {
            ServiceSpec service = service(item);
            if (services.put(service.name(), service) != null) {
                throw item.mismatch("name", "a name that no other service has");
            }
        }
        Map<String, TargetSpec> targets = new LinkedHashMap<>();
        for (ScenarioFields item : fields.mappings("databases")) {
            add(targets, services, database(item), item, "name");
        }
        for (ScenarioFields item : fields.mappings("topics")) {
            add(targets, services, topic(item), item, "name");
        }
        for (ScenarioFields item : fields.mappings("external_hosts")) {
            add(targets, services, external(item), item, "host");
        }
        Map<String, EntrySpec> entries = new LinkedHashMap<>();
        for (ScenarioFields item : fields.mappings("entries")) {
            EntrySpec entry = entry(item);
            if (entries.put(entry.name(), entry) != null) {
                throw item.mismatch("name", "a name that no other entry has");
            }
        }
        fields.rejectUnknown();
        List<EntrySpec> entryList = new ArrayList<>(entries.values());
        Scenario scenario = new Scenario(name, description, cluster, network, services, targets, entryList);
        ScenarioChecks.check(scenario);
        return scenario;
    }

    private static void add(
            Map<String, TargetSpec> targets,
            Map<String, ServiceSpec> services,
            TargetSpec target,
            ScenarioFields item,
            String nameField)
            throws ScenarioException {
        if (services.containsKey(target.name()) || targets.put(target.name(), target) != null) {
            throw item.mismatch(nameField, "a name that nothing else in the scenario has");
        }
    }

    private static ServiceSpec service(ScenarioFields fields) throws ScenarioException {
        String name = fields.label("name");
        String namespace = fields.label("namespace", "default");
        String protocolName = fields.text("protocol", "http");
        if (!protocolName.equals("http") && !protocolName.equals("grpc")) {
            throw fields.mismatch("protocol", "http or grpc");
        }
        boolean gateway = fields.bool("gateway", false);
        int port = fields.integer("port", gateway ? 80 : 8080, 1, MAX_PORT);
        boolean appSpans = fields.bool("app_spans", false);
        if (gateway && appSpans) {
            throw fields.mismatch("app_spans", "false; a gateway has no application");
        }
        Latency latency = latency(fields.mapping("latency"), SERVICE);
        ErrorRates errors = errors(fields.mapping("errors"), ErrorRates.NONE);
        int replicas = fields.integer("replicas", 1, 1, MAX_REPLICAS);
        List<CallSpec> calls = calls(fields);
        VersionSpec common = new VersionSpec(gateway ? "latest" : "v1", 1, replicas, latency, errors, calls);
        List<VersionSpec> versions = new ArrayList<>();
        for (ScenarioFields item : fields.mappings("versions")) {
            versions.add(version(item, common));
        }
        if (versions.isEmpty()) {
            versions.add(common);
        }
        double slowRate = 0;
        double slowFactor = 1;
        ScenarioFields slow = fields.mapping("slow");
        if (slow != null) {
            slowRate = slow.ratio("rate", 0.01);
            slowFactor = slow.number("factor", 10, 1, 1_000);
            slow.rejectUnknown();
        }
        ServiceSpec service = new ServiceSpec(
                name,
                namespace,
                Protocol.valueOf(protocolName.toUpperCase(Locale.ROOT)),
                port,
                gateway,
                appSpans,
                versions,
                timeoutMillis(fields),
                slowRate,
                slowFactor,
                fields.integer("request_bytes", 200, 0, MAX_BODY_BYTES),
                fields.integer("response_bytes", 2_000, 0, MAX_BODY_BYTES));
        fields.rejectUnknown();
        return service;
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

    private static List<CallSpec> calls(ScenarioFields fields) throws ScenarioException {
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

    private static Database database(ScenarioFields fields) throws ScenarioException {
        String name = fields.label("name");
        String system = fields.text("system");
        Database database = new Database(
                name,
                fields.label("namespace", "default"),
                system,
                fields.integer("port", defaultPort(system), 1, MAX_PORT),
                fields.text("database", name),
                latency(fields.mapping("latency"), DATABASE),
                fields.ratio("error_rate", 0));
        fields.rejectUnknown();
        return database;
    }

    private static int defaultPort(String system) {
        return switch (system) {
            case "postgresql" -> 5432;
            case "mysql", "mariadb" -> 3306;
            case "mongodb" -> 27017;
            case "redis" -> 6379;
            case "cassandra" -> 9042;
            case "elasticsearch" -> 9200;
            default -> 5432;
        };
    }

    private static Topic topic(ScenarioFields fields) throws ScenarioException {
        List<Consumer> consumers = new ArrayList<>();
        for (ScenarioFields item : fields.mappings("consumers")) {
            String service = item.text("service");
            consumers.add(new Consumer(service, item.text("group", service), calls(item)));
            item.rejectUnknown();
        }
        Topic topic = new Topic(
                fields.text("name"),
                fields.text("system", "kafka"),
                fields.text("broker", "kafka.kafka.svc.cluster.local"),
                fields.integer("port", 9092, 1, MAX_PORT),
                latency(fields.mapping("latency"), BROKER),
                latency(fields.mapping("lag"), LAG),
                consumers);
        fields.rejectUnknown();
        return topic;
    }

    private static External external(ScenarioFields fields) throws ScenarioException {
        String host = fields.text("host");
        if (host.indexOf('.') < 0 || host.indexOf('/') >= 0 || host.indexOf(':') >= 0) {
            throw fields.mismatch("host", "a host name with a dot, without scheme and port");
        }
        External external = new External(
                host,
                fields.integer("port", 443, 1, MAX_PORT),
                latency(fields.mapping("latency"), EXTERNAL),
                errors(fields.mapping("errors"), ErrorRates.NONE),
                timeoutMillis(fields));
        fields.rejectUnknown();
        return external;
    }

    private static EntrySpec entry(ScenarioFields fields) throws ScenarioException {
        EntrySpec entry = new EntrySpec(
                fields.text("name"),
                fields.text("to"),
                fields.textOrNull("via"),
                fields.number("requests_per_second", 1, 1e-6, MAX_REQUESTS_PER_SECOND),
                fields.text("method", "GET"),
                fields.text("path", "/"),
                fields.integer("retries", 0, 0, MAX_RETRIES),
                rhythm(fields.mapping("rhythm")));
        fields.rejectUnknown();
        return entry;
    }

    private static Rhythm rhythm(@Nullable ScenarioFields fields) throws ScenarioException {
        if (fields == null) {
            return new Rhythm(14, 3, 1, 1, 0, ZoneOffset.UTC);
        }
        double peak = fields.number("peak_hour", 14, 0, 23.99);
        double trough = fields.number("trough_hour", 3, 0, 23.99);
        if (peak == trough) {
            throw fields.mismatch("trough_hour", "another hour than peak_hour");
        }
        ZoneId zone;
        try {
            zone = ZoneId.of(fields.text("time_zone", "UTC"));
        } catch (DateTimeException unknown) {
            throw fields.mismatch("time_zone", "a time zone such as Europe/Berlin");
        }
        Rhythm rhythm = new Rhythm(
                peak,
                trough,
                fields.ratio("trough_factor", 0.3),
                fields.number("weekend_factor", 1, 0, 100),
                fields.number("noise", 0, 0, 1),
                zone);
        fields.rejectUnknown();
        return rhythm;
    }

    private static long timeoutMillis(ScenarioFields fields) throws ScenarioException {
        return fields.integer("timeout_ms", 1_000, 1, (int) MAX_LATENCY_MILLIS);
    }

    private static Latency latency(@Nullable ScenarioFields fields, Latency otherwise) throws ScenarioException {
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

    private static ErrorRates errors(@Nullable ScenarioFields fields, ErrorRates otherwise) throws ScenarioException {
        if (fields == null) {
            return otherwise;
        }
        ErrorRates rates = new ErrorRates(
                fields.ratio("http_5xx", 0),
                fields.ratio("http_4xx", 0),
                fields.ratio("connection_failure", 0),
                fields.ratio("circuit_breaking", 0),
                fields.ratio("timeout", 0));
        fields.rejectUnknown();
        double sum = rates.http5xx()
                + rates.http4xx()
                + rates.connectionFailure()
                + rates.circuitBreaking()
                + rates.timeout();
        if (sum > 1 + 1e-9) {
            throw fields.mismatch("http_5xx", "rates of all kinds that are at most 1 together, not " + sum);
        }
        return rates;
    }
}
