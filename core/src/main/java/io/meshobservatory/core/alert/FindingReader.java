/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.core.alert;

import com.fasterxml.jackson.databind.JsonNode;
import io.meshobservatory.core.graph.Node;
import io.meshobservatory.core.graph.NodeKind;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The reading half of {@link AlertJson}: strict about types, so that a wrong one never reads as 0. */
final class FindingReader {
    private FindingReader() {}

    static Alert read(JsonNode json) {
        long type = JsonFields.whole(json, "class_uid");
        if (type != FindingWriter.CLASS) {
            throw new IllegalArgumentException(
                    "field 'class_uid': " + type + " (expected: " + FindingWriter.CLASS + ")");
        }
        JsonNode info = JsonFields.object(json, "finding_info");
        JsonNode unmapped = JsonFields.object(json, "unmapped");
        return new Alert(
                JsonFields.text(info, "uid"),
                revision(unmapped),
                kind(info),
                JsonFields.oneOf(Activity.values(), Activity::id, json, "activity_id"),
                JsonFields.whole(json, "time"),
                JsonFields.whole(json, "start_time"),
                JsonFields.whole(json, "end_time"),
                JsonFields.oneOf(Severity.values(), Severity::id, json, "severity_id"),
                JsonFields.number(unmapped, "confidence"),
                JsonFields.text(info, "title"),
                JsonFields.text(info, "desc"),
                list(info, "attacks", FindingReader::technique),
                list(json, "resources", resource -> node(resource, "data")),
                list(json, "evidences", evidence -> evidence(JsonFields.object(evidence, "data"))),
                list(unmapped, "checks", FindingReader::check),
                JsonFields.texts(unmapped, "next_steps"),
                JsonFields.text(JsonFields.object(info, "analytic"), "uid"),
                JsonFields.isThere(json, "status_detail") ? JsonFields.text(json, "status_detail") : null);
    }

    private static int revision(JsonNode unmapped) {
        long revision = JsonFields.whole(unmapped, "revision");
        if (revision < 1 || revision > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("field 'revision': " + revision + " (expected: 1 or more)");
        }
        return (int) revision;
    }

    private static AlertKind kind(JsonNode info) {
        List<String> types = JsonFields.texts(info, "types");
        for (AlertKind kind : AlertKind.values()) {
            if (types.equals(List.of(kind.name()))) {
                return kind;
            }
        }
        throw new IllegalArgumentException(
                "field 'types': " + types + " (expected: one of " + List.of(AlertKind.values()) + ")");
    }

    private static Technique technique(JsonNode attack) {
        JsonNode tactic = JsonFields.object(attack, "tactic");
        JsonNode technique =
                JsonFields.object(attack, JsonFields.isThere(attack, "sub_technique") ? "sub_technique" : "technique");
        return new Technique(
                JsonFields.text(technique, "uid"),
                JsonFields.text(technique, "name"),
                JsonFields.text(tactic, "uid"),
                JsonFields.text(tactic, "name"));
    }

    private static Evidence evidence(JsonNode data) {
        return new Evidence(
                JsonFields.whole(data, "start_time"),
                JsonFields.whole(data, "end_time"),
                node(data, "source"),
                nodeOrNull(data, "destination"),
                JsonFields.text(data, "protocol"),
                JsonFields.text(data, "summary"),
                list(data, "measures", FindingReader::measure),
                JsonFields.texts(data, "trace_ids"));
    }

    private static Measure measure(JsonNode json) {
        return new Measure(
                JsonFields.text(json, "feature"),
                JsonFields.number(json, "observed"),
                JsonFields.number(json, "expected"),
                JsonFields.text(json, "unit"),
                JsonFields.number(json, "share"));
    }

    private static BenignCheck check(JsonNode json) {
        return new BenignCheck(
                JsonFields.text(json, "explanation"),
                JsonFields.bool(json, "ruled_out"),
                JsonFields.text(json, "finding"));
    }

    private static @Nullable Node nodeOrNull(JsonNode json, String field) {
        return JsonFields.isThere(json, field) ? node(json, field) : null;
    }

    private static Node node(JsonNode json, String field) {
        JsonNode node = JsonFields.object(json, field);
        return new Node(
                JsonFields.text(node, "cluster"),
                JsonFields.text(node, "namespace"),
                JsonFields.text(node, "name"),
                JsonFields.oneOf(NodeKind.values(), NodeKind::name, node, "kind"));
    }

    /** What is left out is empty. */
    private static <T> List<T> list(JsonNode json, String field, Function<JsonNode, T> element) {
        List<T> read = new ArrayList<>();
        for (JsonNode value : JsonFields.elements(json, field)) {
            read.add(element.apply(value));
        }
        return read;
    }
}
