/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.selfcheck;

import io.meshobservatory.core.call.Call.Evidence;
import io.meshobservatory.core.graph.Edge;
import io.meshobservatory.core.graph.Node;
import io.meshobservatory.core.graph.NodeKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Says what can be seen of the hops of a mesh, from which of their spans were not lost. It knows the hops, so it need not
 * find them: spans that follow each other on a hop and were not lost form a run, and each run is one observation.
 */
final class Oracle {
    private record Witness(long traceId, Node node) {}

    private final Set<Witness> named = new HashSet<>();
    private final Map<Long, Map<String, Node>> seenInTrace = new HashMap<>();
    private final List<Observed> seen = new ArrayList<>();

    /** Whether the hop at hand was sent several times: how it ended and how large it was, its first senders cannot tell. */
    private boolean repeated;

    private Oracle(List<Told> spans) {
        for (Told span : spans) {
            if (!span.lost && span.namesItself()) {
                tracesOf(span).forEach(trace -> named.add(new Witness(trace, span.party.node())));
            }
        }
        for (Told span : spans) {
            if (!span.lost) {
                tracesOf(span)
                        .forEach(trace -> seenInTrace
                                .computeIfAbsent(trace, id -> new HashMap<>())
                                .put(span.party.node().name(), node(span)));
            }
        }
    }

    /** The calls that can be seen, in no particular order. */
    static List<Observed> observe(Mesh mesh) {
        Oracle oracle = new Oracle(mesh.spans());
        mesh.hops().forEach(oracle::observe);
        return oracle.seen;
    }

    /** Its own trace, and those into which links take it that name nothing else. */
    private static Stream<Long> tracesOf(Told span) {
        Stream<Told> linked = span.talk != Told.Talk.MESSAGE ? span.links.stream() : Stream.of();
        return Stream.concat(Stream.of(span.traceId), linked.map(link -> link.traceId));
    }

    private void observe(Hop hop) {
        List<Told> wire = new ArrayList<>();
        List<Told> run = new ArrayList<>();
        for (Told caller : hop.callers) {
            if (caller.lost) {
                unanswered(run);
                run = new ArrayList<>();
            } else {
                run.add(caller);
            }
        }
        run.stream().filter(span -> !span.transparent).forEach(wire::add);
        boolean answered = false;
        repeated = hop.branches.stream().filter(Oracle::isSeenToArrive).count() > 1;
        for (List<Told> branch : hop.branches) {
            answered |= arrived(hop, wire, branch);
        }
        if (!answered) {
            unanswered(wire);
        }
    }

    private static boolean isSeenToArrive(List<Told> branch) {
        for (Told span : branch) {
            if (span.lost) {
                return false;
            }
            if (!span.transparent) {
                return true;
            }
        }
        return false;
    }

    /** Whether the branch is seen to begin where the calling side's spans end. */
    private boolean arrived(Hop hop, List<Told> wire, List<Told> branch) {
        boolean answered = false;
        List<Told> run = new ArrayList<>();
        boolean fromTheWire = true;
        for (Told span : branch) {
            if (span.lost) {
                answered |= callee(hop, fromTheWire ? wire : List.of(), run, fromTheWire);
                run = new ArrayList<>();
                fromTheWire = false;
            } else {
                run.add(span);
            }
        }
        return answered | callee(hop, fromTheWire ? wire : List.of(), run, fromTheWire);
    }

    private boolean callee(Hop hop, List<Told> wire, List<Told> run, boolean fromTheWire) {
        List<Told> callees = run.stream().filter(span -> !span.transparent).toList();
        if (callees.isEmpty()) {
            return false;
        }
        if (!wire.isEmpty()) {
            bothSides(wire, callees);
            return true;
        }
        Told first = callees.get(0);
        Told above = hop.above;
        if (fromTheWire && above != null && !above.lost && first.parent == above.id) {
            add(node(above), View.version(above), Evidence.BOTH_SIDES, List.of(above), callees, List.of(), above);
        } else {
            orphan(hop, first, callees, fromTheWire && first.parent == 0);
        }
        return false;
    }

    private void bothSides(List<Told> wire, List<Told> callees) {
        Told nearest = wire.get(wire.size() - 1);
        add(node(nearest), callerVersion(wire), Evidence.BOTH_SIDES, wire, callees, wire, null);
    }

    private void orphan(Hop hop, Told first, List<Told> callees, boolean root) {
        Node source = first.peer;
        Evidence evidence = root ? Evidence.CALLEE_ONLY : Evidence.CALLER_MISSING;
        Told produced = hop.produced;
        boolean namesTopic = first.talk == Told.Talk.MESSAGE;
        boolean heardOf = produced != null && !produced.lost;
        if (source != null && source.kind() == NodeKind.MESSAGING && (namesTopic || !heardOf)) {
            evidence = Evidence.CALLEE_ONLY;
        } else if (produced != null) {
            evidence = produced.lost ? Evidence.CALLER_MISSING : Evidence.CALLEE_ONLY;
            source = produced.lost ? null : produced.peer;
        }
        if (source == null) {
            source = new Node(node(first).cluster(), Node.UNKNOWN_NAME, Node.UNKNOWN_NAME, NodeKind.UNKNOWN);
        }
        List<Told> speakers = heardOf ? List.of(produced) : List.of();
        add(source, Node.UNKNOWN_NAME, evidence, List.of(), callees, speakers, null);
    }

    private void unanswered(List<Told> callers) {
        List<Told> run = callers.stream().filter(span -> !span.transparent).toList();
        if (run.isEmpty()) {
            return;
        }
        Told nearest = run.get(run.size() - 1);
        Node peer = run.stream().anyMatch(caller -> !caller.upstream) && nearest.upstream && isUnrouted(nearest.peer)
                ? run.get(run.size() - 2).peer
                : nearest.peer;
        Node destination = peer != null
                ? known(peer, nearest.traceId)
                : new Node(node(nearest).cluster(), Node.UNKNOWN_NAME, Node.UNKNOWN_NAME, NodeKind.UNKNOWN);
        Edge edge = new Edge(
                node(nearest), callerVersion(run), destination, Node.UNKNOWN_NAME, View.protocol(run, List.of()));
        seen.add(View.observed(edge, Evidence.CALLER_ONLY, run, List.of(), nearest.endNanos, nearest.nanos(), -1));
    }

    /**
     * @param caller spans of the calling side whose weight counts
     * @param speakers spans besides the callee's that may tell the protocol
     * @param above a server span as the caller: it describes another hop, so that only its weight counts
     */
    private void add(
            Node source,
            String sourceVersion,
            Evidence evidence,
            List<Told> caller,
            List<Told> callees,
            List<Told> speakers,
            @Nullable Told above) {
        Told first = callees.get(0);
        String version = callees.stream()
                .map(View::version)
                .filter(told -> !told.equals(Node.UNKNOWN_NAME))
                .findFirst()
                .orElse(Node.UNKNOWN_NAME);
        Edge edge = new Edge(source, sourceVersion, node(first), version, View.protocol(speakers, callees));
        boolean measured = !caller.isEmpty() && above == null;
        Told nearest = measured ? caller.get(caller.size() - 1) : first;
        Observed observed = View.observed(
                edge,
                evidence,
                !measured ? List.of() : repeated ? List.of(nearest) : caller,
                callees,
                nearest.endNanos,
                measured ? nearest.nanos() : -1,
                first.nanos());
        seen.add(above == null || above.weight >= observed.weight() ? observed : observed.weighing(above.weight));
    }

    private static boolean isUnrouted(@Nullable Node peer) {
        return peer != null && Set.of("PassthroughCluster", "BlackHoleCluster").contains(peer.name());
    }

    /** A mere name becomes the service of the trace that has it and does not contradict. */
    private Node known(Node peer, long traceId) {
        Node seenThere = seenInTrace.getOrDefault(traceId, Map.of()).get(peer.name());
        boolean mayBe = seenThere != null
                && (peer.kind() == NodeKind.UNKNOWN || peer.kind() == NodeKind.SERVICE)
                && (peer.namespace().equals(Node.UNKNOWN_NAME)
                        || peer.namespace().equals(seenThere.namespace()))
                && peer.cluster().equals(seenThere.cluster());
        return mayBe ? seenThere : peer;
    }

    private static String callerVersion(List<Told> run) {
        for (int i = run.size() - 1; i >= 0; i--) {
            if (!View.version(run.get(i)).equals(Node.UNKNOWN_NAME)) {
                return View.version(run.get(i));
            }
        }
        return Node.UNKNOWN_NAME;
    }

    /** An application may not tell its namespace; whoever else of its party tells of itself in the trace tells it. */
    private Node node(Told span) {
        Node whole = span.party.node();
        if (span.namesItself() || named.contains(new Witness(span.traceId, whole))) {
            return whole;
        }
        return new Node(whole.cluster(), Node.UNKNOWN_NAME, whole.name(), whole.kind());
    }
}
