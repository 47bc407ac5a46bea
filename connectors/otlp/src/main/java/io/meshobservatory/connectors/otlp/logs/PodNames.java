/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.otlp.logs;

/**
 * What the name of a pod tells of its workload. Deployments add the hash of a replica set and five random characters,
 * daemon sets the five characters alone, stateful sets a number. The characters are those of Kubernetes' names: neither
 * vowels nor what looks like them. Stateless.
 */
final class PodNames {
    private static final String ALPHABET = "bcdfghjklmnpqrstvwxz2456789";
    private static final int RANDOM_LENGTH = 5;
    private static final int MIN_HASH_LENGTH = 6;
    private static final int MAX_HASH_LENGTH = 10;

    private PodNames() {}

    /** The name of the workload of a pod; the same name where it has nothing added. */
    static String workload(String pod) {
        int last = pod.lastIndexOf('-');
        if (last <= 0) {
            return pod;
        }
        if (isNumber(pod, last + 1)) {
            return pod.substring(0, last);
        }
        if (!isOfAlphabet(pod, last + 1, pod.length(), RANDOM_LENGTH, RANDOM_LENGTH)) {
            return pod;
        }
        int hash = pod.lastIndexOf('-', last - 1);
        boolean replicaSet = hash > 0 && isOfAlphabet(pod, hash + 1, last, MIN_HASH_LENGTH, MAX_HASH_LENGTH);
        return pod.substring(0, replicaSet ? hash : last);
    }

    private static boolean isNumber(String text, int from) {
        for (int i = from; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return from < text.length() && text.length() - from <= 4;
    }

    private static boolean isOfAlphabet(String text, int from, int to, int minLength, int maxLength) {
        if (to - from < minLength || to - from > maxLength) {
            return false;
        }
        for (int i = from; i < to; i++) {
            if (ALPHABET.indexOf(text.charAt(i)) < 0) {
                return false;
            }
        }
        return true;
    }
}
