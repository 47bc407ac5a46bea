/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.selfcheck;

import io.meshobservatory.core.graph.Node;
import io.meshobservatory.core.graph.NodeKind;
import io.meshobservatory.jobs.selfcheck.Journal.Context;
import java.util.Random;

/** Plays requests through a mesh, and writes down who called whom, and who told what of it. */
final class Traffic {
    private static final long HALF_A_SECOND = 500_000_000L;
    private static final int MAX_DEPTH = 3;

    private final Random random;
    private final Parties parties;
    private final Messages messages;
    private final Queues queues;
    private final Journal journal;
    private final CallingSide calling;
    private final CalledSide called;

    Traffic(Random random, Parties parties, Journal journal) {
        this.random = random;
        this.parties = parties;
        this.journal = journal;
        this.calling = new CallingSide(random, journal);
        this.called = new CalledSide(random, parties, journal);
        this.messages = new Messages(random);
        this.queues = new Queues(random, parties, journal, this);
    }

    /** A request from outside, or a service that begins to work on its own. */
    void enter(long nanos) {
        Context root = journal.newTrace(nanos);
        switch (random.nextInt(8)) {
            case 0 -> {
                Party service = parties.service();
                work(service, root, 1);
            }
            case 1 -> {
                Party service = parties.service();
                Hop hop = journal.hop(new Hop(Node.external("internet"), service.node()));
                Context inside = called.serve(hop, root, service, null, messages.any());
                work(service, inside, 1);
            }
            default -> through(parties.entry(), root);
        }
    }

    private void through(Party entry, Context root) {
        Context inside = root;
        Message message = messages.any();
        if (entry.doubleSpan()) {
            Hop hop = journal.hop(new Hop(Node.external("internet"), entry.node()));
            inside = called.serve(hop, root, entry, null, message);
        }
        call(inside, entry, parties.service(), message, 1);
    }

    /** What a party does while it serves. */
    void work(Party party, Context context, int depth) {
        if (party.isSilent() || depth > MAX_DEPTH) {
            return;
        }
        for (int i = random.nextInt(3); i > 0; i--) {
            Context later = context.later(random.nextLong(HALF_A_SECOND));
            switch (random.nextInt(8)) {
                case 0 -> queues.database(party, later);
                case 1 -> queues.publish(party, later, depth);
                case 2 -> external(party, later);
                default -> {
                    Party callee = parties.service();
                    if (!callee.node().equals(party.node())) {
                        call(later, party, callee, messages.any(), depth + 1);
                    }
                }
            }
        }
    }

    private void external(Party caller, Context context) {
        String host = "api-" + random.nextInt(3) + ".example.com";
        Hop hop = journal.hop(new Hop(caller.node(), Node.external(host)));
        boolean blackHole = random.nextInt(3) == 0;
        Message message = messages.any();
        Message answer = blackHole ? message.answered(502, 14, "", false) : message;
        String cluster = blackHole ? "BlackHoleCluster" : "PassthroughCluster";
        calling.tell(hop, context, caller, answer, host, cluster, Node.external(host));
        // the span of what is sent on does not tell the host that was asked for
        hop.callers.stream().filter(told -> told.upstream).forEach(told -> told.peer = Node.external(cluster));
    }

    private void call(Context context, Party caller, Party callee, Message message, int depth) {
        boolean refused = messages.isRefused(message);
        boolean arrives = !callee.isSilent() && !refused && random.nextInt(7) > 0;
        int failed = caller.doubleSpan() && caller.proxy() == Dialect.ENVOY ? random.nextInt(3) : 0;
        for (int retry = 0; retry < failed; retry++) {
            attempt(context, caller, callee, messages.failed(message), retry);
        }
        Message seen = arrives || refused || callee.isSilent() ? message : messages.failed(message);
        if (arrives && random.nextInt(10) == 0) {
            seen = messages.cutOff(message);
        }
        Hop hop = attempt(context, caller, callee, seen, failed);
        if (!arrives) {
            return;
        }
        Context wire = calling.wire(hop, context);
        int branches = !hop.callers.isEmpty() && random.nextInt(8) == 0 ? 2 : 1;
        hop.once = branches == 1;
        for (int i = 0; i < branches; i++) {
            Context inside = called.serve(hop, wire, callee, caller, message);
            work(callee, inside, depth);
        }
    }

    private Hop attempt(Context context, Party caller, Party callee, Message seen, int retry) {
        Hop hop = journal.hop(new Hop(caller.node(), callee.node()));
        boolean plain = caller.proxy() == Dialect.ENVOY;
        String cluster = plain ? callee.node().name() : "outbound|8080||" + callee.host();
        Node peer = callee.asCallee(caller.node().cluster());
        calling.tell(hop, context, caller, seen, callee.host(), cluster, peer);
        for (Told told : hop.callers) {
            told.retry = retry;
            if (hop.callers.size() == 1 && told.dialect.isSdk() && random.nextInt(4) == 0) {
                told.namesPeer = true;
                String namespace = random.nextBoolean() ? callee.node().namespace() : Node.UNKNOWN_NAME;
                told.peer = new Node(
                        caller.node().cluster(), namespace, callee.node().name(), NodeKind.UNKNOWN);
            }
            if (told.upstream) {
                told.peerAddress = callee.address() + ":8080";
            }
            if (told.upstream && plain) {
                told.peer = new Node(
                        caller.node().cluster(),
                        caller.node().namespace(),
                        callee.node().name(),
                        NodeKind.UNKNOWN);
            }
        }
        return hop;
    }
}
