/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.otlp.names;

import org.jspecify.annotations.Nullable;

/**
 * The workload's name within a pod's name. Kubernetes puts the hash of a ReplicaSet and five random characters behind the
 * name of a Deployment, five characters behind that of a DaemonSet or Job, and a number behind that of a StatefulSet; the
 * characters are taken from an alphabet without vowels, so that words are not mistaken for them (source:
 * k8s.io/apimachinery, rand.SafeEncodeString). Stateless.
 */
public final class PodNames {
    private static final String ALPHABET = "bcdfghjklmnpqrstvwxz2456789";
    private static final int RANDOM_LENGTH = 5;
    private static final int MIN_HASH_LENGTH = 6;
    private static final int MAX_HASH_LENGTH = 10;
    /** A longer number is part of the name: a date, or the id of somebody. */
    private static final int MAX_ORDINAL_LENGTH = 4;

    private PodNames() {}

    /** The name without what Kubernetes added; the whole name where that cannot be told. */
    public static String workload(String pod) {
        int last = pod.lastIndexOf('-');
        if (last <= 0) {
            return pod;
        }
        if (pod.length() - last - 1 <= MAX_ORDINAL_LENGTH && isNumber(pod, last + 1)) {
            return pod.substring(0, last);
        }
        if (pod.length() - last - 1 != RANDOM_LENGTH || !isEncoded(pod, last + 1, pod.length())) {
            return pod;
        }
        int hash = pod.lastIndexOf('-', last - 1);
        int length = last - hash - 1;
        boolean hashed =
                hash > 0 && length >= MIN_HASH_LENGTH && length <= MAX_HASH_LENGTH && isEncoded(pod, hash + 1, last);
        return pod.substring(0, hashed ? hash : last);
    }

    /** The service of a workload that carries its version in its name, {@code reviews-v2}: the part before it. */
    public static String service(String workload) {
        int dash = versionDash(workload);
        return dash < 0 ? workload : workload.substring(0, dash);
    }

    /** The version that a workload carries in its name, null if it carries none. */
    public static @Nullable String version(String workload) {
        int dash = versionDash(workload);
        return dash < 0 ? null : workload.substring(dash + 1);
    }

    private static int versionDash(String workload) {
        int dash = workload.lastIndexOf('-');
        boolean versioned = dash > 0
                && dash + 2 < workload.length()
                && workload.charAt(dash + 1) == 'v'
                && isNumber(workload, dash + 2);
        return versioned ? dash : -1;
    }

    private static boolean isEncoded(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            if (ALPHABET.indexOf(text.charAt(i)) < 0) {
                return false;
            }
        }
        return true;
    }

    private static boolean isNumber(String text, int from) {
        for (int i = from; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return from < text.length();
    }
}
