/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.otlp.metrics;

import io.meshobservatory.core.telemetry.Outcome;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Envoy's response flags and status codes as labels have them. */
final class ResponseFlags {
    private ResponseFlags() {}

    /** The flags in alphabetical order, comma-joined, empty for none. */
    static String sorted(@Nullable String flags) {
        if (flags == null || flags.indexOf(',') < 0) {
            return flags == null ? "" : flags;
        }
        TreeSet<String> sorted = new TreeSet<>(List.of(flags.split(",", -1)));
        sorted.remove("");
        return String.join(",", sorted);
    }

    /** Who refused, where a flag tells. */
    static String denial(String flags) {
        if (Outcome.hasFlag(flags, "UAEX")) {
            return "ext_authz";
        }
        if (Outcome.hasFlag(flags, "RL")) {
            return "rate_limit";
        }
        return Outcome.hasFlag(flags, "DENY") ? "rbac" : "";
    }

    /** The outcome of a status in digits; of anything else nothing is known. */
    static Outcome ofHttpStatus(String status) {
        for (int i = 0; i < status.length(); i++) {
            if (status.charAt(i) < '0' || status.charAt(i) > '9') {
                return Outcome.UNSET;
            }
        }
        return status.isEmpty() || status.length() > 9 ? Outcome.UNSET : Outcome.ofHttpStatus(Long.parseLong(status));
    }
}
