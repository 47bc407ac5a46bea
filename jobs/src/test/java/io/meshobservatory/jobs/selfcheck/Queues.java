/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.selfcheck;

import io.meshobservatory.core.graph.Node;
import io.meshobservatory.core.graph.NodeKind;
import io.opentelemetry.proto.trace.v1.Span.SpanKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Plays what goes to databases and through brokers: only applications tell of that. */
final class Queues {
    private static final int MAX_LINKS = 3;

    /** How long a message may wait for its consumer. */
    private static final long MAX_WAIT_NANOS = 20_000_000_000L;

    private static final String DATABASE_HOST = "things-db.data.svc.cluster.local";

    private final Random random;
    private final Parties parties;
    private final Journal journal;
    private final Traffic traffic;
    private final List<Told> published = new ArrayList<>();

    Queues(Random random, Parties parties, Journal journal, Traffic traffic) {
        this.random = random;
        this.parties = parties;
        this.journal = journal;
        this.traffic = traffic;
    }

    void database(Party party, Journal.Context context) {
        if (party.app() == null) {
            return;
        }
        Node database = new Node(party.node().cluster(), "data", "things-db", NodeKind.DATABASE);
        Hop hop = journal.hop(new Hop(party.node(), database));
        Message message = Messages.quiet(random.nextInt(5) == 0 ? 500 : 200);
        Told told = journal.told(context, party, party.app(), SpanKind.SPAN_KIND_CLIENT, message);
        told.talk = Told.Talk.DATABASE;
        told.target = DATABASE_HOST;
        hop.callers.add(told.names(database));
    }

    void publish(Party party, Journal.Context context, int depth) {
        if (party.app() == null) {
            return;
        }
        Node topic = new Node(
                party.node().cluster(),
                Node.NOT_APPLICABLE,
                "topic-" + random.nextInt(2) + "-" + party.node().cluster(),
                NodeKind.MESSAGING);
        Hop hop = journal.hop(new Hop(party.node(), topic));
        Told producer = journal.told(context, party, party.app(), SpanKind.SPAN_KIND_PRODUCER, Messages.quiet(200));
        producer.talk = Told.Talk.MESSAGE;
        producer.target = topic.name();
        hop.callers.add(producer.names(topic));
        published.add(producer);
        List<Party> consumers = parties.services().stream()
                .filter(other -> other.app() != null && other.appKnowsItself())
                .filter(other -> other.node().cluster().equals(party.node().cluster()))
                .toList();
        for (int i = consumers.isEmpty() ? 0 : random.nextInt(3); i > 0; i--) {
            consume(consumers.get(random.nextInt(consumers.size())), producer, topic, context, depth);
        }
    }

    private void consume(Party consumer, Told producer, Node topic, Journal.Context context, int depth) {
        boolean namesTopic = random.nextBoolean();
        boolean linked = random.nextBoolean();
        Journal.Context from = linked
                ? new Journal.Context(journal.newTrace(0).traceId(), 0, null, context.nanos(), 1)
                : new Journal.Context(context.traceId(), producer.id, null, context.nanos(), context.weight());
        Told told = journal.told(from, consumer, consumer.app(), SpanKind.SPAN_KIND_CONSUMER, Messages.quiet(200));
        List<Told> sources = new ArrayList<>(List.of(producer));
        if (namesTopic) {
            told.talk = Told.Talk.MESSAGE;
            told.target = topic.name();
            told.names(topic);
        } else {
            boolean namesBroker = random.nextBoolean();
            told.talk = namesBroker ? Told.Talk.MESSAGE_OF_ANY_TOPIC : Told.Talk.NOTHING;
            told.names(
                    namesBroker ? new Node(topic.cluster(), Node.NOT_APPLICABLE, "kafka", NodeKind.MESSAGING) : null);
            for (int i = published.size() - 2; linked && i >= 0 && sources.size() < MAX_LINKS; i--) {
                Told other = published.get(i);
                if (Math.abs(other.endNanos - context.nanos()) < MAX_WAIT_NANOS && random.nextBoolean()) {
                    sources.add(other);
                }
            }
        }
        if (linked) {
            told.links.addAll(sources);
        }
        for (Told source : sources) {
            Hop hop = journal.hop(new Hop(source.peer, consumer.node()));
            hop.produced = source;
            hop.branches.add(List.of(told));
        }
        traffic.work(consumer, from.below(told), depth + 1);
    }
}
