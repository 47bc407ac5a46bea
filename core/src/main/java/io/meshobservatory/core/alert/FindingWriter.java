/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.core.alert;

import com.fasterxml.jackson.core.JsonGenerator;
import io.meshobservatory.core.graph.Node;
import io.meshobservatory.core.graph.NodeKind;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;

/** The writing half of {@link AlertJson}: the finding itself. Used once. */
final class FindingWriter {
    static final String OCSF_VERSION = "1.5.0";
    static final int CATEGORY = 2;
    static final int CLASS = 2004;

    /** As in the parent POM. */
    static final String PRODUCT_VERSION = "0.1.0";

    private static final String PRODUCT = "Mesh Observatory";
    private static final String CLASS_NAME = "Detection Finding";

    /** OCSF's observable types. */
    private static final int HOSTNAME = 1;

    private static final int RESOURCE_UID = 10;

    /** At least this sure is {@code Medium}, and {@code High}. */
    private static final double MEDIUM_CONFIDENCE = 0.5;

    private static final double HIGH_CONFIDENCE = 0.8;

    private final FindingJson json;

    FindingWriter(JsonGenerator json) {
        this.json = new FindingJson(json);
    }

    void write(Alert alert) throws IOException {
        json.open();
        writeClass(alert.activity());
        json.number("time", alert.timeMillis());
        json.number("start_time", alert.startMillis());
        json.number("end_time", alert.endMillis());
        json.number("severity_id", alert.severity().id());
        json.text("severity", caption(alert.severity().name()));
        writeStatus(alert);
        writeConfidence(alert.confidence());
        json.text("message", alert.title());
        writeInfo(alert);
        writeMetadata(alert);
        writeResources(alert.resources());
        new EvidenceWriter(json).write(alert.evidence());
        writeObservables(alert);
        writeUnmapped(alert);
        json.close();
    }

    private void writeClass(Activity activity) throws IOException {
        String name = caption(activity.name());
        json.number("activity_id", activity.id());
        json.text("activity_name", name);
        json.number("category_uid", CATEGORY);
        json.text("category_name", "Findings");
        json.number("class_uid", CLASS);
        json.text("class_name", CLASS_NAME);
        json.number("type_uid", CLASS * 100L + activity.id());
        json.text("type_name", CLASS_NAME + ": " + name);
    }

    private void writeStatus(Alert alert) throws IOException {
        AlertStatus status = AlertStatus.of(alert);
        json.number("status_id", status.id());
        json.text("status", status.caption());
        if (alert.suppression() != null) {
            json.text("status_detail", alert.suppression());
        }
        json.bool("is_alert", status.isOpen());
    }

    private void writeConfidence(double confidence) throws IOException {
        if (!Double.isFinite(confidence)) {
            json.number("confidence_id", 0);
            json.text("confidence", "Unknown");
            return;
        }
        json.number("confidence_score", Math.round(100 * Math.min(1, Math.max(0, confidence))));
        int id = confidence < MEDIUM_CONFIDENCE ? 1 : confidence < HIGH_CONFIDENCE ? 2 : 3;
        json.number("confidence_id", id);
        json.text("confidence", id == 1 ? "Low" : id == 2 ? "Medium" : "High");
    }

    private void writeInfo(Alert alert) throws IOException {
        json.open("finding_info");
        json.text("uid", alert.id());
        json.text("title", alert.title());
        json.text("desc", alert.description());
        json.openList("types");
        json.text(alert.kind().name());
        json.closeList();
        writeAnalytic(alert);
        writeAttacks(alert.techniques());
        if (alert.activity() == Activity.CREATE) {
            json.number("created_time", alert.timeMillis());
        }
        json.number("modified_time", alert.timeMillis());
        json.number("first_seen_time", alert.startMillis());
        json.number("last_seen_time", alert.endMillis());
        json.close();
    }

    private void writeAnalytic(Alert alert) throws IOException {
        String uid = alert.analytic();
        int slash = uid.lastIndexOf('/');
        boolean learned = alert.kind() == AlertKind.ANOMALY;
        json.open("analytic");
        json.text("uid", uid);
        json.text("name", slash < 0 ? uid : uid.substring(0, slash));
        json.number("type_id", learned ? 4 : 2);
        json.text("type", learned ? "Learning (ML/DL)" : "Behavioral");
        if (slash >= 0) {
            json.text("version", uid.substring(slash + 1));
        }
        json.close();
    }

    /** Of a sub-technique only the number of its technique is known, not the technique's name. */
    private void writeAttacks(List<Technique> techniques) throws IOException {
        if (techniques.isEmpty()) {
            return;
        }
        json.openList("attacks");
        for (Technique technique : techniques) {
            json.open();
            json.open("tactic");
            json.text("uid", technique.tacticUid());
            json.text("name", technique.tacticName());
            json.close();
            int dot = technique.uid().indexOf('.');
            json.open("technique");
            json.text("uid", dot < 0 ? technique.uid() : technique.uid().substring(0, dot));
            if (dot < 0) {
                json.text("name", technique.name());
            }
            json.close();
            if (dot >= 0) {
                json.open("sub_technique");
                json.text("uid", technique.uid());
                json.text("name", technique.name());
                json.close();
            }
            json.close();
        }
        json.closeList();
    }

    private void writeMetadata(Alert alert) throws IOException {
        json.open("metadata");
        json.text("uid", alert.id() + "-" + alert.revision());
        json.text("version", OCSF_VERSION);
        json.open("product");
        json.text("name", PRODUCT);
        json.text("vendor_name", PRODUCT);
        json.text("version", PRODUCT_VERSION);
        json.close();
        json.close();
    }

    private void writeResources(List<Node> resources) throws IOException {
        json.openList("resources");
        for (Node node : resources) {
            json.open();
            json.text("uid", ResourceName.uid(node));
            json.text("name", ResourceName.of(node));
            json.text("type", node.kind().name());
            json.node("data", node);
            json.close();
        }
        json.closeList();
    }

    /** What a SIEM joins findings by: the resources, and hosts outside the mesh that occur in the evidence. */
    private void writeObservables(Alert alert) throws IOException {
        TreeSet<String> hosts = new TreeSet<>();
        for (Evidence evidence : alert.evidence()) {
            Node destination = evidence.destination();
            if (destination != null && destination.kind() == NodeKind.EXTERNAL) {
                hosts.add(destination.name());
            }
        }
        json.openList("observables");
        for (Node node : alert.resources()) {
            writeObservable("resources.uid", RESOURCE_UID, "Resource UID", ResourceName.uid(node));
        }
        for (String host : hosts) {
            writeObservable("evidences.dst_endpoint.hostname", HOSTNAME, "Hostname", host);
        }
        json.closeList();
    }

    private void writeObservable(String field, int type, String typeName, String value) throws IOException {
        json.open();
        json.text("name", field);
        json.number("type_id", type);
        json.text("type", typeName);
        json.text("value", value);
        json.close();
    }

    private void writeUnmapped(Alert alert) throws IOException {
        json.open("unmapped");
        json.number("revision", alert.revision());
        json.number("confidence", alert.confidence());
        json.openList("checks");
        for (BenignCheck check : alert.checks()) {
            json.open();
            json.text("explanation", check.explanation());
            json.bool("ruled_out", check.ruledOut());
            json.text("finding", check.finding());
            json.close();
        }
        json.closeList();
        json.openList("next_steps");
        for (String step : alert.nextSteps()) {
            json.text(step);
        }
        json.closeList();
        json.close();
    }

    /** {@code HIGH} as {@code High}. */
    private static String caption(String constant) {
        return constant.charAt(0) + constant.substring(1).toLowerCase(Locale.ROOT);
    }
}
