/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.models.story;

import io.meshobservatory.core.alert.AlertKind;
import io.meshobservatory.core.graph.Node;
import io.meshobservatory.models.signal.Signal;
import io.meshobservatory.models.signal.SignalIo;
import io.meshobservatory.models.signal.SignalKind;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;

/** What is known of one attack while it goes on. Bounded: the first evidence and the latest are kept. Not thread-safe. */
final class Story {
    private static final int MAX_NODES = 64;
    private static final int MAX_NOTES = 8;
    private static final AlertKind[] KINDS = AlertKind.values();
    private static final SignalKind[] SIGNAL_KINDS = SignalKind.values();

    final String id;
    final AlertKind kind;
    /** The one to look at first. */
    final Node principal;

    final long startMillis;
    long endMillis;
    int revision;
    int crowd = 1;
    long signalCount;
    /** Whether something is known that was not told. */
    boolean dirty;

    final NavigableSet<String> patterns = new TreeSet<>();
    final NavigableSet<Node> sources = new TreeSet<>();
    final NavigableSet<Node> destinations = new TreeSet<>();
    final List<Signal> evidence = new ArrayList<>();
    final List<String> absorbed = new ArrayList<>();
    private final Map<SignalKind, Double> strengths = new EnumMap<>(SignalKind.class);

    Story(String id, AlertKind kind, Node principal, long startMillis) {
        this.id = id;
        this.kind = kind;
        this.principal = principal;
        this.startMillis = startMillis;
        this.endMillis = startMillis;
    }

    /** The greatest strength of each kind of signal, in the order of kinds. */
    Map<SignalKind, Double> strengths() {
        return strengths;
    }

    /** Takes a match in. */
    void add(PatternMatch match, int maxEvidence) {
        dirty |= patterns.add(match.pattern());
        crowd = Math.max(crowd, match.crowd());
        for (Signal signal : match.signals()) {
            add(signal, maxEvidence);
        }
    }

    /** Takes a signal in, if it is not known yet. */
    void add(Signal signal, int maxEvidence) {
        if (knows(signal, maxEvidence)) {
            return;
        }
        dirty = true;
        signalCount++;
        endMillis = Math.max(endMillis, signal.endMillis());
        strengths.merge(signal.kind(), signal.strength(), Math::max);
        addNode(sources, signal.source());
        if (signal.destination() != null) {
            addNode(destinations, signal.destination());
        }
        evidence.add(signal);
        evidence.sort(null);
        if (evidence.size() > maxEvidence) {
            evidence.remove(maxEvidence / 2);
        }
    }

    /** Takes in what was told of it as another story. */
    void absorb(Story lesser, int maxEvidence) {
        note(lesser.kind + " " + lesser.id);
        lesser.patterns.forEach(patterns::add);
        lesser.evidence.forEach(signal -> add(signal, maxEvidence));
    }

    /** Remembers which other stories are part of it. */
    private void note(String other) {
        if (absorbed.size() < MAX_NOTES && !absorbed.contains(other)) {
            absorbed.add(other);
            dirty = true;
        }
    }

    /** Whether a signal tells more of it. */
    boolean isContinuedBy(Signal signal) {
        return Kinds.signalsOf(kind).contains(signal.kind()) && concerns(signal);
    }

    /** Whether a signal is about the same workloads. */
    boolean concerns(Signal signal) {
        Node destination = signal.destination();
        return switch (kind) {
            // what floods one service is passed on to those behind it
            case DDOS ->
                (destination != null && destinations.contains(destination)) || destinations.contains(signal.source());
            case LATERAL_MOVEMENT -> isWorkloadOfIt(signal.source());
            // a service that lost its sidecar is plain towards all, and all are towards it
            case MTLS_DOWNGRADE, CREDENTIAL_ABUSE ->
                sources.contains(signal.source()) || (destination != null && destinations.contains(destination));
            case EXFILTRATION, BEACONING, POLICY_PROBING, ANOMALY -> sources.contains(signal.source());
        };
    }

    /** Whether a node takes part: did something, or had something done to it. */
    boolean isWorkloadOfIt(Node node) {
        return sources.contains(node) || destinations.contains(node);
    }

    /** Whether nothing was heard of it for long. */
    boolean isOver(long nowMillis, long quietMillis) {
        return endMillis + quietMillis <= nowMillis;
    }

    void write(DataOutput out) throws IOException {
        out.writeUTF(id);
        out.writeByte(kind.ordinal());
        SignalIo.write(principal, out);
        out.writeLong(startMillis);
        out.writeLong(endMillis);
        out.writeInt(revision);
        out.writeInt(crowd);
        out.writeLong(signalCount);
        out.writeBoolean(dirty);
        writeTexts(patterns, out);
        writeTexts(absorbed, out);
        writeNodes(sources, out);
        writeNodes(destinations, out);
        out.writeInt(evidence.size());
        for (Signal signal : evidence) {
            SignalIo.write(signal, out);
        }
        out.writeByte(strengths.size());
        for (Map.Entry<SignalKind, Double> strength : strengths.entrySet()) {
            out.writeByte(strength.getKey().ordinal());
            out.writeDouble(strength.getValue());
        }
    }

    static Story read(DataInput in) throws IOException {
        Story story = new Story(in.readUTF(), KINDS[in.readByte()], SignalIo.readNode(in), in.readLong());
        story.endMillis = in.readLong();
        story.revision = in.readInt();
        story.crowd = in.readInt();
        story.signalCount = in.readLong();
        story.dirty = in.readBoolean();
        for (int left = in.readInt(); left > 0; left--) {
            story.patterns.add(in.readUTF());
        }
        for (int left = in.readInt(); left > 0; left--) {
            story.absorbed.add(in.readUTF());
        }
        for (int left = in.readInt(); left > 0; left--) {
            story.sources.add(SignalIo.readNode(in));
        }
        for (int left = in.readInt(); left > 0; left--) {
            story.destinations.add(SignalIo.readNode(in));
        }
        for (int left = in.readInt(); left > 0; left--) {
            story.evidence.add(SignalIo.read(in));
        }
        for (int left = in.readByte(); left > 0; left--) {
            story.strengths.put(SIGNAL_KINDS[in.readByte()], in.readDouble());
        }
        return story;
    }

    /** Whether it is among the evidence, or so old that it would be pushed out of it at once. */
    private boolean knows(Signal signal, int maxEvidence) {
        int place = Collections.binarySearch(evidence, signal);
        return place >= 0 || (evidence.size() == maxEvidence && -place - 1 == maxEvidence / 2);
    }

    private static void addNode(NavigableSet<Node> nodes, Node node) {
        if (nodes.size() < MAX_NODES) {
            nodes.add(node);
        }
    }

    private static void writeTexts(Collection<String> texts, DataOutput out) throws IOException {
        out.writeInt(texts.size());
        for (String text : texts) {
            out.writeUTF(text);
        }
    }

    private static void writeNodes(Collection<Node> nodes, DataOutput out) throws IOException {
        out.writeInt(nodes.size());
        for (Node node : nodes) {
            SignalIo.write(node, out);
        }
    }
}
