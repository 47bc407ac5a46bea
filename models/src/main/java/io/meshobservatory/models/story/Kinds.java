/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.models.story;

import io.meshobservatory.core.alert.AlertKind;
import io.meshobservatory.models.signal.SignalKind;
import java.util.EnumSet;
import java.util.Set;

/** What the kinds of stories have to do with each other, and with signals. */
final class Kinds {
    private static final Set<SignalKind> ON_THE_WAY = EnumSet.of(
            SignalKind.NEW_EDGE,
            SignalKind.NEW_OPERATION,
            SignalKind.DENIED,
            SignalKind.PROBE,
            SignalKind.NEW_PRINCIPAL_PLACE);
    private static final Set<SignalKind> DATA = EnumSet.of(
            SignalKind.UNUSUAL_READ,
            SignalKind.UPLOAD,
            SignalKind.SLOW_UPLOAD,
            SignalKind.NEW_EDGE,
            SignalKind.NEW_HOST);
    private static final Set<SignalKind> CREDENTIALS =
            EnumSet.of(SignalKind.REFUSED_LOGINS, SignalKind.LOGIN_AFTER_REFUSALS, SignalKind.NEW_PRINCIPAL_PLACE);
    private static final Set<SignalKind> PROBES = EnumSet.of(SignalKind.PROBE, SignalKind.DENIED);
    private static final Set<SignalKind> HARM =
            EnumSet.of(SignalKind.FLOOD, SignalKind.SLOW_REQUESTS, SignalKind.EXPENSIVE_PATH);
    private static final Set<SignalKind> REGULAR = EnumSet.of(SignalKind.REGULAR_CALLS);
    private static final Set<SignalKind> PLAIN = EnumSet.of(SignalKind.PLAIN_TEXT);
    private static final Set<SignalKind> UNUSUAL = EnumSet.of(SignalKind.UNUSUAL_WINDOW);

    private Kinds() {}

    /** The signals that tell more of a story of this kind while it goes on. */
    static Set<SignalKind> signalsOf(AlertKind kind) {
        return switch (kind) {
            case EXFILTRATION -> DATA;
            case LATERAL_MOVEMENT -> ON_THE_WAY;
            case BEACONING -> REGULAR;
            case CREDENTIAL_ABUSE -> CREDENTIALS;
            case POLICY_PROBING -> PROBES;
            case MTLS_DOWNGRADE -> PLAIN;
            case DDOS -> HARM;
            case ANOMALY -> UNUSUAL;
        };
    }

    /** Whether what the lesser kind tells of a workload is only a part of what the greater one does. */
    static boolean absorbs(AlertKind greater, AlertKind lesser) {
        return switch (greater) {
            // who tries credentials or ways on is turned away on the way, and who reads a store empty floods it
            case LATERAL_MOVEMENT, CREDENTIAL_ABUSE ->
                lesser == AlertKind.POLICY_PROBING || lesser == AlertKind.ANOMALY;
            case EXFILTRATION -> lesser == AlertKind.DDOS || lesser == AlertKind.ANOMALY;
            case BEACONING, POLICY_PROBING, MTLS_DOWNGRADE, DDOS -> lesser == AlertKind.ANOMALY;
            case ANOMALY -> false;
        };
    }

    /** In which order the matches of one minute are told: the lesser ones last, so that greater ones absorb them. */
    static int rank(AlertKind kind) {
        return switch (kind) {
            case LATERAL_MOVEMENT -> 0;
            case EXFILTRATION -> 1;
            case DDOS -> 2;
            case CREDENTIAL_ABUSE -> 3;
            case MTLS_DOWNGRADE -> 4;
            case BEACONING -> 5;
            case POLICY_PROBING -> 6;
            case ANOMALY -> 7;
        };
    }

    /** Whether a signal tells who sends data, and to whom. */
    static boolean isSending(SignalKind kind) {
        return kind == SignalKind.UPLOAD || kind == SignalKind.SLOW_UPLOAD || kind == SignalKind.NEW_HOST;
    }

    /** Whether the story is about whom it is done to, and not about who does it. */
    static boolean isAboutVictim(AlertKind kind) {
        return kind == AlertKind.DDOS;
    }
}
