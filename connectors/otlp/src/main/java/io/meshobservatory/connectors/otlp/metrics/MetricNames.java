/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.otlp.metrics;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One name for what different senders name differently: that of Envoy's Prometheus endpoint, without {@code _total}. Envoy's
 * OTLP sink writes dots, an optional prefix, and {@code istiocustom.} before Istio's metrics; some collectors leave out
 * {@code _total}.
 */
final class MetricNames {
    private static final String CUSTOM = "istiocustom";
    private static final String TOTAL = "_total";
    private static final Pattern ENVOY_ROOT = Pattern.compile("(?:^|\\.)((?:cluster|cluster_manager|listener"
            + "|listener_manager|http|tcp|server|control_plane|local_ratelimit|http_local_rate_limit)\\..*)");

    private MetricNames() {}

    static String canonical(String name) {
        String plain = name;
        int custom = name.indexOf(CUSTOM);
        if (custom >= 0 && custom + CUSTOM.length() < name.length()) {
            plain = name.substring(custom + CUSTOM.length() + 1);
        } else if (name.indexOf('.') >= 0) {
            plain = ofEnvoySink(name);
        }
        return plain.endsWith(TOTAL) ? plain.substring(0, plain.length() - TOTAL.length()) : plain;
    }

    private static String ofEnvoySink(String name) {
        Matcher root = ENVOY_ROOT.matcher(name);
        String rooted = root.find() ? root.group(1) : name;
        return "envoy_" + rooted.replace('.', '_');
    }
}
