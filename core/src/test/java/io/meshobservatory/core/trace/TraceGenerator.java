/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.core.trace;

import io.meshobservatory.core.call.Call;
import io.meshobservatory.core.graph.Node;
import io.meshobservatory.core.graph.NodeKind;
import io.meshobservatory.core.telemetry.Outcome;
import io.meshobservatory.core.telemetry.Span;
import io.meshobservatory.core.telemetry.SpanKind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * Plays random requests through services and writes down two things apart from each other: what really was called, and
 * the spans that applications and sidecars, as far as there are any, tell of it.
 */
final class TraceGenerator {
    /** What the linker must find out. */
    record Truth(Node source, Node destination, String protocol, long clientNanos, long serverNanos, boolean failed) {
        static Truth of(Call call) {
            return new Truth(
                    call.edge().source(),
                    call.edge().destination(),
                    call.edge().protocol(),
                    call.clientNanos(),
                    call.serverNanos(),
                    call.outcome().isFailure());
        }
    }

    /** A trace and its truth. */
    record Trace(List<Span> spans, List<Truth> calls) {}

    private static final int MAX_DEPTH = 4;
    private static final Node NOBODY = new Node("c1", "unknown", "unknown", NodeKind.UNKNOWN);
    private static final long UNKNOWN = Call.UNKNOWN_NANOS;

    /** Who of a side tells of a call. */
    private enum Teller {
        NOBODY,
        SIDECAR,
        APPLICATION,
        BOTH
    }

    /** A span told by an application may lack the namespace and cluster, if somebody else tells them. */
    private record Draft(
            SpanKind kind,
            Node node,
            boolean byApplication,
            long id,
            long parent,
            long start,
            long end,
            String protocol,
            Outcome outcome,
            Node peer) {}

    private final Random random;
    private final long spreadNanos;
    private final List<Draft> drafts = new ArrayList<>();
    private final List<Truth> truth = new ArrayList<>();
    private long lastId;

    private TraceGenerator(Random random, long spreadNanos) {
        this.random = random;
        this.spreadNanos = spreadNanos;
    }

    /** A trace whose spans end within a spread after {@link SpanMaker#BASE_NANOS}. */
    static Trace generate(Random random, long spreadNanos) {
        TraceGenerator generator = new TraceGenerator(random, spreadNanos);
        generator.root();
        return new Trace(generator.spans(), List.copyOf(generator.truth));
    }

    private void root() {
        long rootParent = random.nextInt(4) == 0 ? 1_000_000 + random.nextInt(1000) : 0;
        if (random.nextInt(3) == 0) {
            call(service(), rootParent, 0, true);
        } else {
            Node node = random.nextBoolean() ? service() : new Node("c1", "infra", "gateway", NodeKind.GATEWAY);
            Outcome outcome = anyOutcome();
            long nanos = serve(node, teller(false), rootParent, "http", outcome, 0);
            truth.add(new Truth(NOBODY, node, "http", UNKNOWN, nanos, outcome.isFailure()));
        }
    }

    /** What a service does while it serves: calls of all kinds, some with an INTERNAL span in between. */
    private void work(Node self, long parent, int depth) {
        for (int i = depth < MAX_DEPTH ? random.nextInt(4) : 0; i > 0; i--) {
            long from = random.nextInt(4) == 0 ? internal(self, parent) : parent;
            switch (random.nextInt(6)) {
                case 0 -> callDatabase(self, from);
                case 1 -> publish(self, from, depth);
                default -> call(self, from, depth, false);
            }
        }
        if (random.nextInt(4) == 0) {
            internal(self, parent);
        }
    }

    /** A call, sent to one or several servers (fan-out). A server's parent may be the caller's server span itself. */
    private void call(Node self, long parent, int depth, boolean withClient) {
        Teller clientTeller = teller(!withClient);
        int servers = random.nextInt(5) == 0 ? 2 + random.nextInt(2) : 1;
        String protocol = random.nextBoolean() ? "http" : "grpc";
        Node target = service();
        if (clientTeller == Teller.NOBODY) {
            if (!target.equals(self)) {
                serveOne(self, target, parent, protocol, UNKNOWN, Outcome.UNSET, depth);
            }
            return;
        }
        Outcome seen = random.nextInt(6) == 0 ? Outcome.FAILED_HTTP_5XX : Outcome.UNSET;
        boolean answered = random.nextInt(5) > 0;
        Draft wire = request(self, clientTeller, parent, protocol, seen, target);
        if (!answered) {
            truth.add(new Truth(self, target, protocol, nanos(wire), UNKNOWN, seen.isFailure()));
            return;
        }
        for (int i = 0; i < servers; i++) {
            serveOne(self, i == 0 ? target : service(), wire.id(), protocol, nanos(wire), seen, depth);
        }
    }

    private void serveOne(
            Node caller, Node target, long parent, String protocol, long clientNanos, Outcome seen, int depth) {
        Outcome outcome = anyOutcome();
        long serverNanos = serve(target, teller(false), parent, protocol, outcome, depth + 1);
        boolean failed = seen.isFailure() || outcome.isFailure();
        truth.add(new Truth(caller, target, protocol, clientNanos, serverNanos, failed));
    }

    private void callDatabase(Node self, long parent) {
        Node database = new Node("c1", self.namespace(), "db-" + random.nextInt(3), NodeKind.DATABASE);
        Draft wire = request(self, teller(false), parent, "postgresql", Outcome.UNSET, database);
        truth.add(new Truth(self, database, "postgresql", nanos(wire), UNKNOWN, false));
    }

    private void publish(Node self, long parent, int depth) {
        Node topic = new Node("c1", "-", "topic-" + random.nextInt(3), NodeKind.MESSAGING);
        Draft producer = add(SpanKind.PRODUCER, self, true, parent, "kafka", Outcome.UNSET, topic);
        truth.add(new Truth(self, topic, "kafka", nanos(producer), UNKNOWN, false));
        for (int i = random.nextInt(3); i > 0; i--) {
            Node consumer = service();
            Draft consumed = add(SpanKind.CONSUMER, consumer, true, producer.id(), "kafka", Outcome.UNSET, topic);
            truth.add(new Truth(topic, consumer, "kafka", UNKNOWN, nanos(consumed), false));
            work(consumer, consumed.id(), depth + 1);
        }
    }

    /** The spans of the calling side; the one next to the wire is returned. What stands above it must not matter. */
    private Draft request(Node self, Teller teller, long parent, String protocol, Outcome seen, Node target) {
        long above = parent;
        if (teller == Teller.BOTH) {
            above = add(SpanKind.CLIENT, self, true, parent, protocol, anyOutcome(), target)
                    .id();
            if (random.nextInt(4) == 0) {
                above = internal(self, above);
            }
        }
        return add(SpanKind.CLIENT, self, teller == Teller.APPLICATION, above, protocol, seen, target);
    }

    /** The spans of the called side and all that it does; returns the latency of the one next to the wire. */
    private long serve(Node self, Teller teller, long parent, String protocol, Outcome outcome, int depth) {
        Draft wire = add(SpanKind.SERVER, self, teller == Teller.APPLICATION, parent, protocol, outcome, NOBODY);
        long inner = teller == Teller.BOTH
                ? add(SpanKind.SERVER, self, true, wire.id(), protocol, anyOutcome(), NOBODY)
                        .id()
                : wire.id();
        work(self, inner, depth);
        return nanos(wire);
    }

    private long internal(Node self, long parent) {
        return add(SpanKind.INTERNAL, self, true, parent, "", Outcome.UNSET, NOBODY)
                .id();
    }

    private Draft add(
            SpanKind kind, Node node, boolean byApplication, long parent, String protocol, Outcome outcome, Node peer) {
        long end = SpanMaker.BASE_NANOS + random.nextLong(spreadNanos);
        Draft draft = new Draft(
                kind,
                node,
                byApplication,
                ++lastId,
                parent,
                end - 1 - random.nextLong(5_000_000_000L),
                end,
                protocol,
                outcome,
                peer);
        drafts.add(draft);
        return draft;
    }

    private List<Span> spans() {
        Set<Node> toldInFull = new HashSet<>();
        drafts.stream().filter(draft -> !draft.byApplication()).forEach(draft -> toldInFull.add(draft.node()));
        return drafts.stream()
                .map(draft -> span(draft, toldInFull.contains(draft.node())))
                .toList();
    }

    private Span span(Draft draft, boolean toldInFull) {
        Node node = draft.node();
        if (draft.byApplication() && toldInFull && node.kind() == NodeKind.SERVICE) {
            node = switch (random.nextInt(3)) {
                case 0 -> new Node("unknown", "unknown", node.name(), NodeKind.SERVICE);
                case 1 -> new Node("unknown", node.namespace(), node.name(), NodeKind.SERVICE);
                default -> node;
            };
        }
        boolean telling = draft.kind() != SpanKind.INTERNAL && !draft.peer().equals(NOBODY);
        return SpanMaker.span(draft.kind(), node, draft.id(), draft.parent())
                .nanos(draft.start(), draft.end())
                .protocol(draft.protocol())
                .outcome(draft.outcome())
                .peer(telling ? draft.peer() : null)
                .make();
    }

    private Teller teller(boolean orNobody) {
        Teller[] tellers = Teller.values();
        return orNobody ? tellers[random.nextInt(4)] : tellers[1 + random.nextInt(3)];
    }

    private Outcome anyOutcome() {
        Outcome[] outcomes = {Outcome.UNSET, Outcome.OK, Outcome.OK, Outcome.FAILED_GRPC, Outcome.REJECTED_HTTP_4XX};
        return outcomes[random.nextInt(outcomes.length)];
    }

    private Node service() {
        int number = random.nextInt(8);
        return new Node("c1", "ns-" + number % 3, "s" + number, NodeKind.SERVICE);
    }

    private static long nanos(Draft draft) {
        return draft.end() - draft.start();
    }
}
