/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.core.fact;

import io.meshobservatory.core.graph.Node;
import io.meshobservatory.core.graph.NodeKind;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The facts about one node in one minute, for at most {@value #MAX_FACTS} different ones; the rest is told together, each
 * kind as detail {@value #OTHER} without a peer. Which are kept does not depend on the order in which they come: those with
 * the smallest scrambled hash. Only what comes after the rows were given out can no longer push out what they tell. Not
 * thread-safe.
 */
public final class FactWindow {
    /** The detail of everything beyond the limit. */
    public static final String OTHER = "OTHER";

    static final int MAX_FACTS = 500;

    private static final byte FORMAT = 1;
    private static final double MAX_VALUE = 0x1p53;
    private static final FactKind[] KINDS = FactKind.values();
    private static final NodeKind[] NODE_KINDS = NodeKind.values();

    private final Map<Subject, FactSum> sums = new TreeMap<>();
    private final TreeSet<Subject> byHash = new TreeSet<>(Subject.BY_HASH);
    private final TreeSet<Subject> changed = new TreeSet<>();
    private boolean shown;

    /** Whether a value can be told: a number, and no larger than sums are exact for. */
    public static boolean isTellable(double value) {
        return Double.isFinite(value) && Math.abs(value) <= MAX_VALUE;
    }

    /** Adds a fact of this node and minute; its value must be {@link #isTellable tellable}. */
    public void add(Fact fact) {
        FactSum sum = new FactSum(fact.kind().merging());
        sum.add(fact.value(), fact.timeMillis());
        add(new Subject(fact.kind(), fact.detail(), fact.peer()), sum);
    }

    /** Gives the rows that changed since they were given the last time. */
    public void show(long windowStartMillis, Node node, Consumer<FactRow> rows) {
        for (Subject subject : changed) {
            FactSum sum = sums.get(subject);
            if (sum != null) {
                rows.accept(
                        new FactRow(windowStartMillis, node, subject.peer, subject.kind, subject.detail, sum.value()));
            }
        }
        changed.clear();
        shown = true;
    }

    /** A copy that shares nothing that can change. */
    public FactWindow copy() {
        FactWindow copy = new FactWindow();
        sums.forEach((subject, sum) -> {
            FactSum same = new FactSum(subject.kind.merging());
            same.add(sum);
            copy.put(subject, same);
        });
        copy.changed.addAll(changed);
        copy.shown = shown;
        return copy;
    }

    /** Writes the state: format byte, whether rows were given out, then each fact with its sum. */
    public void write(DataOutput out) throws IOException {
        out.writeByte(FORMAT);
        out.writeBoolean(shown);
        out.writeInt(sums.size());
        for (Map.Entry<Subject, FactSum> entry : sums.entrySet()) {
            entry.getKey().write(out);
            entry.getValue().write(out);
            out.writeBoolean(changed.contains(entry.getKey()));
        }
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @throws IOException if the format is not known
     */
    public static FactWindow read(DataInput in) throws IOException {
        byte format = in.readByte();
        if (format != FORMAT) {
            throw new IOException("facts of a minute in format " + format + " (expected: " + FORMAT + ")");
        }
        FactWindow window = new FactWindow();
        window.shown = in.readBoolean();
        int size = in.readInt();
        for (int i = 0; i < size; i++) {
            Subject subject = Subject.read(in);
            window.put(subject, FactSum.read(subject.kind.merging(), in));
            if (in.readBoolean()) {
                window.changed.add(subject);
            }
        }
        return window;
    }

    private void add(Subject subject, FactSum sum) {
        if (!sums.containsKey(subject) && !subject.isOther() && byHash.size() >= MAX_FACTS) {
            Subject greatest = byHash.last();
            if (shown || Subject.BY_HASH.compare(subject, greatest) > 0) {
                add(subject.other(), sum);
                return;
            }
            FactSum moved = java.util.Objects.requireNonNull(sums.remove(greatest));
            byHash.remove(greatest);
            changed.remove(greatest);
            add(greatest.other(), moved);
        }
        FactSum known = sums.get(subject);
        if (known == null) {
            put(subject, sum);
        } else {
            known.add(sum);
        }
        changed.add(subject);
    }

    private void put(Subject subject, FactSum sum) {
        sums.put(subject, sum);
        if (!subject.isOther()) {
            byHash.add(subject);
        }
    }

    /** What a fact is about, apart from the node. */
    private record Subject(
            FactKind kind, String detail, @Nullable Node peer) implements Comparable<Subject> {
        static final Comparator<Subject> ORDER = Comparator.comparing(Subject::kind)
                .thenComparing(Subject::detail)
                .thenComparing(Subject::peer, Comparator.nullsFirst(Comparator.naturalOrder()));
        static final Comparator<Subject> BY_HASH =
                Comparator.comparingInt(Subject::scrambled).thenComparing(ORDER);

        Subject other() {
            return new Subject(kind, OTHER, null);
        }

        boolean isOther() {
            return peer == null && detail.equals(OTHER);
        }

        @Override
        public int compareTo(Subject that) {
            return ORDER.compare(this, that);
        }

        /** The finalizer of MurmurHash3 (Austin Appleby, public domain), so that similar facts lie far apart. */
        private int scrambled() {
            int hash = (detail.hashCode() * 31 + (peer == null ? 0 : peer.hashCode())) * 31 + kind.ordinal();
            hash ^= hash >>> 16;
            hash *= 0x85ebca6b;
            hash ^= hash >>> 13;
            hash *= 0xc2b2ae35;
            return hash ^ (hash >>> 16);
        }

        void write(DataOutput out) throws IOException {
            out.writeByte(kind.ordinal());
            out.writeUTF(detail);
            out.writeBoolean(peer != null);
            if (peer != null) {
                out.writeUTF(peer.cluster());
                out.writeUTF(peer.namespace());
                out.writeUTF(peer.name());
                out.writeByte(peer.kind().ordinal());
            }
        }

        static Subject read(DataInput in) throws IOException {
            FactKind kind = KINDS[in.readByte()];
            String detail = in.readUTF();
            Node peer = in.readBoolean()
                    ? new Node(in.readUTF(), in.readUTF(), in.readUTF(), NODE_KINDS[in.readByte()])
                    : null;
            return new Subject(kind, detail, peer);
        }
    }
}
