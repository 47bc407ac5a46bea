/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.models.story;

import static java.util.Objects.requireNonNull;

import io.meshobservatory.core.graph.Node;
import io.meshobservatory.models.signal.Signal;
import io.meshobservatory.models.signal.SignalIo;
import io.meshobservatory.models.signal.SignalKind;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

/**
 * Lets the signals of a cluster through to the patterns: at most so many, in an order in which causes come before effects, and
 * each with how many others showed the like lately. Minutes must come in order. Not thread-safe.
 */
public final class SignalGate {
    private static final byte FORMAT = 1;
    private static final SignalKind[] KINDS = SignalKind.values();
    private static final Comparator<Signal> STRONGEST_FIRST =
            Comparator.comparingDouble(Signal::strength).reversed().thenComparing(Comparator.naturalOrder());

    private long hour = Long.MIN_VALUE;
    private final Map<SignalKind, Integer> passedOfKind = new TreeMap<>();
    private final Map<SignalKind, Map<Node, Integer>> passedOfNode = new TreeMap<>();
    /** When each source showed each kind the last time: the beginning of the minute. */
    private final Map<SignalKind, Map<Node, Long>> lastShown = new TreeMap<>();

    /**
     * A signal that was let through. Immutable.
     *
     * @param signal what was noticed
     * @param rank its place among the signals of the minute, causes before effects
     * @param crowd how many sources showed the kind lately, this one included
     */
    public record Passed(Signal signal, int rank, int crowd) {}

    /**
     * What came of a minute.
     *
     * @param passed in the order of their ranks
     * @param held how many signals were not let through
     */
    public record Result(List<Passed> passed, int held) {}

    /** Takes in the signals of a minute, in any order. */
    public Result pass(long minuteStartMillis, List<Signal> signals, GateSettings settings) {
        startHour(Math.floorDiv(minuteStartMillis, TimeUnit.HOURS.toMillis(1)));
        long oldest = minuteStartMillis - TimeUnit.MINUTES.toMillis(settings.crowdMinutes() - 1L);
        lastShown.values().forEach(sources -> sources.values().removeIf(last -> last < oldest));
        lastShown.values().removeIf(Map::isEmpty);
        List<Signal> candidates = new ArrayList<>(new TreeSet<>(signals));
        for (Signal signal : candidates) {
            show(signal, minuteStartMillis, settings);
        }
        candidates.sort(STRONGEST_FIRST);
        List<Signal> let = new ArrayList<>();
        for (Signal signal : candidates) {
            if (let.size() < settings.perMinute() && spend(signal, settings)) {
                let.add(signal);
            }
        }
        List<Passed> passed = new ArrayList<>();
        for (Signal signal : CausalOrder.of(let)) {
            int showing =
                    requireNonNull(lastShown.get(signal.kind()), "shown above").size();
            passed.add(new Passed(signal, passed.size(), showing));
        }
        return new Result(passed, signals.size() - passed.size());
    }

    /** Whether there is nothing worth keeping at a time. */
    public boolean isForgettable(long minuteStartMillis, GateSettings settings) {
        return minuteStartMillis - (hour + 1) * TimeUnit.HOURS.toMillis(1)
                > TimeUnit.MINUTES.toMillis(settings.crowdMinutes());
    }

    private void startHour(long current) {
        if (current != hour) {
            hour = current;
            passedOfKind.clear();
            passedOfNode.clear();
        }
    }

    /** Beyond as many as are let through in an hour, a crowd is a crowd. */
    private void show(Signal signal, long minuteStartMillis, GateSettings settings) {
        Map<Node, Long> sources = lastShown.computeIfAbsent(signal.kind(), kind -> new TreeMap<>());
        if (sources.size() < settings.perKindAndHour() || sources.containsKey(signal.source())) {
            sources.put(signal.source(), minuteStartMillis);
        }
    }

    private boolean spend(Signal signal, GateSettings settings) {
        Map<Node, Integer> ofNode = passedOfNode.computeIfAbsent(signal.kind(), kind -> new TreeMap<>());
        if (passedOfKind.getOrDefault(signal.kind(), 0) >= settings.perKindAndHour()
                || ofNode.getOrDefault(signal.source(), 0) >= settings.perNodeKindAndHour()) {
            return false;
        }
        passedOfKind.merge(signal.kind(), 1, Integer::sum);
        ofNode.merge(signal.source(), 1, Integer::sum);
        return true;
    }

    /** Writes the state: format byte, hour, counts, crowds. */
    public void write(DataOutput out) throws IOException {
        out.writeByte(FORMAT);
        out.writeLong(hour);
        out.writeByte(passedOfKind.size());
        for (Map.Entry<SignalKind, Integer> passed : passedOfKind.entrySet()) {
            out.writeByte(passed.getKey().ordinal());
            out.writeInt(passed.getValue());
        }
        out.writeByte(passedOfNode.size());
        for (Map.Entry<SignalKind, Map<Node, Integer>> ofKind : passedOfNode.entrySet()) {
            out.writeByte(ofKind.getKey().ordinal());
            out.writeInt(ofKind.getValue().size());
            for (Map.Entry<Node, Integer> passed : ofKind.getValue().entrySet()) {
                SignalIo.write(passed.getKey(), out);
                out.writeInt(passed.getValue());
            }
        }
        out.writeByte(lastShown.size());
        for (Map.Entry<SignalKind, Map<Node, Long>> ofKind : lastShown.entrySet()) {
            out.writeByte(ofKind.getKey().ordinal());
            out.writeInt(ofKind.getValue().size());
            for (Map.Entry<Node, Long> shown : ofKind.getValue().entrySet()) {
                SignalIo.write(shown.getKey(), out);
                out.writeLong(shown.getValue());
            }
        }
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @throws IOException if the format is not known
     */
    public static SignalGate read(DataInput in) throws IOException {
        byte format = in.readByte();
        if (format != FORMAT) {
            throw new IOException("limits of signals in format " + format + " (expected: " + FORMAT + ")");
        }
        SignalGate gate = new SignalGate();
        gate.hour = in.readLong();
        for (int left = in.readByte(); left > 0; left--) {
            gate.passedOfKind.put(KINDS[in.readByte()], in.readInt());
        }
        for (int left = in.readByte(); left > 0; left--) {
            Map<Node, Integer> ofKind = new TreeMap<>();
            gate.passedOfNode.put(KINDS[in.readByte()], ofKind);
            for (int nodes = in.readInt(); nodes > 0; nodes--) {
                ofKind.put(SignalIo.readNode(in), in.readInt());
            }
        }
        for (int left = in.readByte(); left > 0; left--) {
            Map<Node, Long> ofKind = new TreeMap<>();
            gate.lastShown.put(KINDS[in.readByte()], ofKind);
            for (int nodes = in.readInt(); nodes > 0; nodes--) {
                ofKind.put(SignalIo.readNode(in), in.readLong());
            }
        }
        return gate;
    }
}
