/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.selfcheck;

import io.meshobservatory.core.call.Call.Evidence;
import io.meshobservatory.core.graph.Edge;
import io.meshobservatory.core.graph.Node;
import io.meshobservatory.core.telemetry.Outcome;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** What a span says of a request in its dialect, and what several spans say together. */
final class View {
    private static final Set<Integer> GRPC_FAILURES = Set.of(2, 4, 8, 12, 13, 14, 15);

    /** From the least to the gravest, without those that yield to any other. */
    private static final List<Outcome> GRAVITY = List.of(
            Outcome.OK,
            Outcome.REJECTED_HTTP_4XX,
            Outcome.REJECTED_GRPC,
            Outcome.FAILED_HTTP_5XX,
            Outcome.FAILED_GRPC,
            Outcome.FAILED_NO_RESPONSE,
            Outcome.FAULT_INJECTED);

    private View() {}

    static Observed observed(
            Edge edge,
            Evidence evidence,
            List<Told> callers,
            List<Told> callees,
            long endNanos,
            long clientNanos,
            long serverNanos) {
        List<Told> all = Stream.concat(callees.stream(), callers.stream()).toList();
        Told nearestCaller = callers.isEmpty() ? null : callers.get(callers.size() - 1);
        boolean lostContext = nearestCaller != null
                && nearestCaller.parent == 0
                && nearestCaller.dialect != Dialect.GATEWAY
                && !nearestCaller.dialect.isSdk();
        return new Observed(
                edge,
                evidence,
                all.stream().mapToLong(span -> span.weight).min().orElseThrow(),
                endNanos,
                clientNanos,
                serverNanos,
                outcome(all),
                flags(all),
                size(all, true),
                size(all, false),
                operation(all),
                denial(all),
                all.stream().anyMatch(View::tellsPrincipals),
                lostContext);
    }

    static String version(Told span) {
        boolean told = switch (span.dialect) {
            case ISTIO, GATEWAY, EAST_WEST, WAYPOINT -> true;
            case OLD_SDK, NEW_SDK -> span.party.appKnowsItself();
            case ISTIO_WITHOUT_TAGS, OLD_WAYPOINT, ENVOY, LINKERD -> false;
        };
        return told ? span.party.version() : Node.UNKNOWN_NAME;
    }

    static String protocol(List<Told> some, List<Told> others) {
        List<String> all = Stream.concat(some.stream(), others.stream())
                .map(View::protocol)
                .filter(protocol -> !protocol.isEmpty())
                .toList();
        return all.stream()
                .filter(protocol -> !protocol.equals("http"))
                .findFirst()
                .orElse(all.isEmpty() ? Node.UNKNOWN_NAME : "http");
    }

    static boolean tellsPrincipals(Told span) {
        return span.party.principals() && span.dialect == Dialect.ISTIO && Wording.isServer(span);
    }

    private static String protocol(Told span) {
        return switch (span.talk) {
            case CALL -> span.message.grpc() ? "grpc" : "http";
            case DATABASE -> "postgresql";
            case MESSAGE, MESSAGE_OF_ANY_TOPIC -> "kafka";
            case NOTHING -> "";
        };
    }

    private static Outcome outcome(List<Told> spans) {
        List<Outcome> told = spans.stream().map(View::outcome).toList();
        return GRAVITY.stream()
                .filter(told::contains)
                .reduce((lighter, graver) -> graver)
                .orElse(told.contains(Outcome.FAILED_STATUS) ? Outcome.FAILED_STATUS : Outcome.UNSET);
    }

    private static Outcome outcome(Told span) {
        Message message = span.message;
        if (span.talk != Told.Talk.CALL) {
            boolean failed = span.talk == Told.Talk.DATABASE && message.httpStatus() != 200;
            return failed ? Outcome.FAILED_STATUS : Outcome.UNSET;
        }
        if (span.dialect.isEnvoy() && List.of(message.flags().split(",", -1)).contains("FI")) {
            return Outcome.FAULT_INJECTED;
        }
        if (message.grpcStatus() >= 0 && span.dialect != Dialect.LINKERD) {
            return message.grpcStatus() == 0
                    ? Outcome.OK
                    : GRPC_FAILURES.contains(message.grpcStatus()) ? Outcome.FAILED_GRPC : Outcome.REJECTED_GRPC;
        }
        if (message.httpStatus() == 0) {
            return span.dialect.isEnvoy() ? Outcome.FAILED_NO_RESPONSE : Outcome.FAILED_STATUS;
        }
        return message.httpStatus() < 400
                ? Outcome.OK
                : message.httpStatus() < 500 ? Outcome.REJECTED_HTTP_4XX : Outcome.FAILED_HTTP_5XX;
    }

    private static String flags(List<Told> spans) {
        TreeSet<String> flags = new TreeSet<>();
        for (Told span : spans) {
            if (span.dialect.isEnvoy() && !span.message.flags().isEmpty()) {
                flags.addAll(List.of(span.message.flags().split(",", -1)));
            }
        }
        return String.join(",", flags);
    }

    /** Proxies first: they saw it on the wire. */
    private static long size(List<Told> spans, boolean request) {
        for (boolean proxy : new boolean[] {true, false}) {
            for (Told span : spans) {
                if (span.dialect.isSdk() != proxy && Wording.tellsSizes(span)) {
                    return request ? Wording.requestBytes(span) : Wording.responseBytes(span);
                }
            }
        }
        return -1;
    }

    private static String operation(List<Told> spans) {
        for (Told span : spans) {
            if (span.talk == Told.Talk.CALL && span.dialect.isSdk() && Wording.isServer(span)) {
                return span.message.grpc()
                        ? span.message.template().substring(1)
                        : span.message.method() + " " + span.message.route();
            }
        }
        for (Told span : spans) {
            if (span.talk == Told.Talk.DATABASE) {
                return "SELECT things";
            }
            if (span.talk == Told.Talk.MESSAGE || span.talk == Told.Talk.MESSAGE_OF_ANY_TOPIC) {
                return Wording.isServer(span) ? "process" : "send";
            }
            if (span.talk == Told.Talk.CALL && !span.upstream) {
                return span.message.grpc()
                        ? span.message.template().substring(1)
                        : span.message.method() + " " + span.message.template();
            }
        }
        return "";
    }

    private static String denial(List<Told> spans) {
        String flags = flags(spans);
        if (flags.contains("UAEX")) {
            return "ext_authz";
        }
        if (List.of(flags.split(",", -1)).contains("RL")) {
            return "rate_limit";
        }
        boolean rbac = spans.stream()
                .anyMatch(span -> span.dialect.isEnvoy() && span.message.denied() && span.message.grpcStatus() == 7);
        if (rbac) {
            return "rbac";
        }
        List<String> refusals = spans.stream().map(View::refusal).toList();
        return refusals.stream()
                .filter(told -> told.startsWith("grpc"))
                .findFirst()
                .or(() -> refusals.stream().filter(told -> !told.isEmpty()).findFirst())
                .orElse("");
    }

    /** What the status in one span says of missing or insufficient credentials. */
    private static String refusal(Told span) {
        Outcome outcome = outcome(span);
        if (span.talk == Told.Talk.CALL && outcome == Outcome.REJECTED_GRPC) {
            int status = span.message.grpcStatus();
            return status == 16 ? "grpc_unauthenticated" : status == 7 ? "grpc_permission_denied" : "";
        }
        if (span.talk == Told.Talk.CALL && outcome == Outcome.REJECTED_HTTP_4XX) {
            int status = span.message.httpStatus();
            return status == 401 || status == 403 ? "http_" + status : "";
        }
        return "";
    }
}
