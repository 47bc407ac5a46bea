/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.simulator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.meshobservatory.cli.simulator.TargetSpec.Consumer;
import io.meshobservatory.cli.simulator.TargetSpec.Database;
import io.meshobservatory.cli.simulator.TargetSpec.Delivery;
import io.meshobservatory.cli.simulator.TargetSpec.External;
import io.meshobservatory.cli.simulator.TargetSpec.Topic;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads a scenario from YAML, fills in the defaults and checks everything that can be checked. Stateless. */
public final class ScenarioReader {
    private static final Latency DATABASE = new Latency(1.5, 15);
    private static final Latency BROKER = new Latency(2, 15);
    private static final Latency LAG = new Latency(20, 300);
    private static final Latency EXTERNAL = new Latency(80, 500);
    private static final double MAX_REQUESTS_PER_SECOND = 100_000;
    private static final int MAX_PORT = 65_535;

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
        ScenarioDefaults defaults = ScenarioDefaults.read(fields);
        Map<String, ServiceSpec> services = new LinkedHashMap<>();
        for (ScenarioFields item : fields.mappings("services")) {
            ServiceSpec service = ServiceReader.service(item, defaults);
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
        List<ScenarioFields> graph = fields.mappings("graph");
        fields.rejectUnknown();
        Scenario scenario = defaults.scenario(services, targets, new ArrayList<>(entries.values()));
        ScenarioChecks.check(scenario);
        if (!graph.isEmpty()) {
            GraphStatement.check(graph, scenario);
        }
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

    private static Database database(ScenarioFields fields) throws ScenarioException {
        String name = fields.label("name");
        String system = fields.text("system");
        Database database = new Database(
                name,
                fields.label("namespace", "default"),
                system,
                fields.integer("port", defaultPort(system), 1, MAX_PORT),
                fields.text("database", name),
                ServiceReader.latency(fields.mapping("latency"), DATABASE),
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
            consumers.add(new Consumer(service, item.text("group", service), ServiceReader.calls(item)));
            item.rejectUnknown();
        }
        Topic topic = new Topic(
                fields.text("name"),
                fields.text("system", "kafka"),
                fields.text("broker", "kafka.kafka.svc.cluster.local"),
                fields.integer("port", 9092, 1, MAX_PORT),
                ServiceReader.latency(fields.mapping("latency"), BROKER),
                ServiceReader.latency(fields.mapping("lag"), LAG),
                delivery(fields),
                consumers);
        fields.rejectUnknown();
        return topic;
    }

    private static Delivery delivery(ScenarioFields fields) throws ScenarioException {
        return switch (fields.text("delivery", "child")) {
            case "child" -> Delivery.CHILD;
            case "link" -> Delivery.LINK;
            case "link_only" -> Delivery.LINK_ONLY;
            default -> throw fields.mismatch("delivery", "child, link or link_only");
        };
    }

    private static External external(ScenarioFields fields) throws ScenarioException {
        String host = fields.text("host");
        if (host.indexOf('.') < 0 || host.indexOf('/') >= 0 || host.indexOf(':') >= 0) {
            throw fields.mismatch("host", "a host name with a dot, without scheme and port");
        }
        External external = new External(
                host,
                fields.integer("port", 443, 1, MAX_PORT),
                fields.bool("passthrough", false),
                ServiceReader.latency(fields.mapping("latency"), EXTERNAL),
                ServiceReader.errors(fields.mapping("errors"), ErrorRates.NONE),
                ServiceReader.timeoutMillis(fields));
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
                fields.integer("retries", 0, 0, ServiceReader.MAX_RETRIES),
                rhythm(fields.mapping("rhythm")));
        fields.rejectUnknown();
        return entry;
    }

    private static Rhythm rhythm(@Nullable ScenarioFields fields) throws ScenarioException {
        if (fields == null) {
            return Rhythm.FLAT;
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
}
