/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.models.profile;

import io.meshobservatory.core.fact.FactRow;
import io.meshobservatory.core.graph.Node;
import io.meshobservatory.models.feature.FeatureVector;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One node as it usually is: what it is called and calls, by whom and how. It takes in minute by minute what was seen of
 * the node, tells what is unlike the usual, and learns from the rest: what is signalled is not learned from until it has gone on
 * for {@link ProfileSettings#releaseMillis}, or until people release it. A function of what it was given, in whatever order
 * within a minute. Some kilobytes when written. Not thread-safe.
 */
public final class NodeProfile {
    private static final byte FORMAT = 2;

    private NodeHistory history = new NodeHistory();
    private NodeFeatures features = new NodeFeatures();
    private EdgeMemory edges = new EdgeMemory();
    private EdgeHold hold = new EdgeHold();
    private NodeFacts known = new NodeFacts();

    /**
     * Takes in a minute.
     *
     * @param minuteStartMillis the beginning of the minute, milliseconds since the epoch; later than that of any minute before
     * @param outbound what the node called, in whatever order, each relation once
     * @param inbound what called the node, likewise
     * @param facts about the node in that minute, in whatever order; no signal rests on them alone
     * @param settings how to learn and what to notice
     * @param releases what people have said is fine by now
     */
    public MinuteResult observe(
            long minuteStartMillis,
            List<Sighted> outbound,
            List<Sighted> inbound,
            List<FactRow> facts,
            ProfileSettings settings,
            Releases releases) {
        int minute = (int) Math.floorDiv(minuteStartMillis, EdgeMinute.MINUTE_MILLIS);
        known.observe(minute, facts);
        List<Sighted> out = sorted(outbound);
        List<Sighted> in = sorted(inbound);
        if (out.isEmpty() && in.isEmpty()) {
            return new MinuteResult(List.of(), null, 0, edges.forget(minute, settings), 0);
        }
        Node node = out.isEmpty()
                ? in.get(0).edge().destination()
                : out.get(0).edge().source();
        List<EdgeMinute> made = out.stream().map(Sighted::edge).toList();
        List<EdgeMinute> got = in.stream().map(Sighted::edge).toList();
        history.begin(minute, made, got);
        NodeMinute at = at(node, minute, settings, releases);
        Findings findings = new Findings();
        List<OutboundCase> called = judgeOutbound(at, out, findings);
        List<InboundCase> callers = judgeInbound(at, got, called, findings);
        NodeTotals totals = NodeTotals.of(called, callers);
        features.measure(minute, totals, at.load());
        boolean held = !findings.isEmpty() && !hold.isReleased(minute, settings);
        if (!findings.isEmpty()) {
            hold.hold(minute);
        }
        FeatureVector vector = vector(at, totals, held);
        learn(at, called, callers, held);
        history.learn(minute, made, got, held, settings);
        int limit = settings.maxSignalsPerMinute();
        return new MinuteResult(
                findings.strongest(limit),
                vector,
                Math.max(0, findings.size() - limit),
                edges.forget(minute, settings),
                findings.deployments());
    }

    /**
     * When {@link #observe} wants to be called next though nothing was seen of the node, milliseconds since the epoch: once,
     * when all may be forgotten. {@code Long.MAX_VALUE} if never.
     */
    public long nextWakeMillis(ProfileSettings settings) {
        return history.lastMinute == 0
                ? Long.MAX_VALUE
                : history.lastMinute * EdgeMinute.MINUTE_MILLIS + settings.forgetMillis();
    }

    /** Whether there is nothing left worth keeping at a time, milliseconds since the epoch: the state may be cleared. */
    public boolean isForgettable(long nowMillis, ProfileSettings settings) {
        // of whom there are facts only, nothing is learned
        return history.lastMinute == 0 || nowMillis >= nextWakeMillis(settings);
    }

    /** Writes the state in a versioned form: format byte, history, features, edges, hold, facts. */
    public void write(DataOutput out) throws IOException {
        out.writeByte(FORMAT);
        history.write(out);
        features.write(out);
        edges.write(out);
        hold.write(out);
        known.write(out);
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @throws IOException if the format is not known
     */
    public static NodeProfile read(DataInput in) throws IOException {
        byte format = in.readByte();
        if (format != FORMAT) {
            throw new IOException("node profile in format " + format + " (expected: " + FORMAT + ")");
        }
        NodeProfile profile = new NodeProfile();
        profile.history = NodeHistory.read(in);
        profile.features = NodeFeatures.read(in);
        profile.edges = EdgeMemory.read(in);
        profile.hold = EdgeHold.read(in);
        profile.known = NodeFacts.read(in);
        return profile;
    }

    private static List<Sighted> sorted(List<Sighted> relations) {
        List<Sighted> sorted = new ArrayList<>(relations);
        sorted.removeIf(sighted -> sighted.edge().isNothing());
        sorted.sort(Comparator.comparing(Sighted::edge));
        return sorted;
    }

    private NodeMinute at(Node node, int minute, ProfileSettings settings, Releases releases) {
        long start = minute * EdgeMinute.MINUTE_MILLIS;
        return new NodeMinute(
                node,
                minute,
                history.firstMinute,
                history.callsKnownFrom(settings),
                history.activeMinutes,
                history.load(start),
                history.dayLoad(minute),
                history.versions,
                history.principals,
                history.usualCallsIn(start),
                features.usualExternalBytes(),
                known,
                settings,
                releases);
    }

    private List<OutboundCase> judgeOutbound(NodeMinute at, List<Sighted> relations, Findings findings) {
        ProbeDetector probe = new ProbeDetector(edges.outbound.values());
        List<OutboundDetector> detectors = List.of(
                new DenialDetector(),
                new NewEdgeDetector(edges.outbound.values()),
                new NewOperationDetector(),
                probe::look,
                new PrincipalDetector(),
                new PlainTextDetector(),
                new TransferDetector(),
                new DripDetector(),
                new FloodDetector(),
                new ExpensivePathDetector(),
                new RegularityDetector(edges.outbound.values()));
        List<OutboundCase> cases = new ArrayList<>(relations.size());
        for (Sighted relation : relations) {
            OutboundCase one = new OutboundCase(at, relation, edges.outbound(relation.edge(), at.minute()), findings);
            cases.add(one);
            detectors.forEach(detector -> detector.judge(one));
        }
        probe.conclude(at, cases, findings);
        return cases;
    }

    private List<InboundCase> judgeInbound(
            NodeMinute at, List<EdgeMinute> relations, List<OutboundCase> called, Findings findings) {
        List<InboundCase> callers = new ArrayList<>(relations.size());
        for (EdgeMinute relation : relations) {
            callers.add(new InboundCase(relation, edges.inbound(relation, at.minute())));
        }
        new InboundDetector(at, history, findings).judge(callers, called);
        return callers;
    }

    private @Nullable FeatureVector vector(NodeMinute at, NodeTotals totals, boolean held) {
        long calls = totals.callsIn + totals.callsOut;
        // outside the mesh one name stands for many
        if (at.isYoung() || at.node().isUnseen() || calls < at.settings().minCallsForFeatures()) {
            return null;
        }
        return features.vector(at.node(), at, calls, held);
    }

    private void learn(NodeMinute at, List<OutboundCase> called, List<InboundCase> callers, boolean held) {
        called.forEach(one -> one.memory.learn(one));
        callers.forEach(one -> one.memory.learn(one, at));
        if (!held) {
            features.learn(at.settings());
        }
    }
}
