/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.traces;

import static java.util.Objects.requireNonNull;

import io.meshobservatory.core.telemetry.TraceId;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.jspecify.annotations.Nullable;

/**
 * The traces of which all was published, and when they can be forgotten. They stand on pages, each of one key group and one
 * time of expiry. A page goes into keyed state when it is full, or with the next checkpoint; it is read when a late span comes,
 * and forgotten as a whole. Which page a trace is on is known on the heap. Not thread-safe.
 */
final class RestingTraces {
    /** When a page is full. A late span reads a page; and each is written and deleted once. */
    private static final int PAGE_BYTES = 1 << 14;

    private static final int LAST_HANDLE = Integer.MAX_VALUE - 1;
    private static final int FIRST_BUFFER_BYTES = 1 << 10;
    private static final int MAX_SPARE_BUFFERS = 256;
    private static final int MAX_SPARE_BUFFER_BYTES = 4 * PAGE_BYTES;

    private final RestPages stored;
    private final int maxParallelism;
    private final TraceWriter writer;
    private final DecodedTexts texts;
    private final RestIndex index;
    private final Map<Integer, RestPage> pages = new HashMap<>();
    private final TreeMap<Long, Shelf> shelves = new TreeMap<>();
    private final Deque<DataOutputSerializer> spareBuffers = new ArrayDeque<>();
    private int lastHandle;
    private long lastNumber;
    private long size;

    /**
     * Begins with what is in keyed state.
     *
     * @param texts those of the spans
     * @param writer writes spans with these texts
     */
    RestingTraces(RestPages stored, int maxParallelism, TraceWriter writer, DecodedTexts texts) throws Exception {
        this.stored = stored;
        this.maxParallelism = maxParallelism;
        this.writer = writer;
        this.texts = texts;
        this.index = new RestIndex(pages::containsKey);
        stored.forEach(this::restore);
    }

    /** How many traces are at rest. */
    long size() {
        return size;
    }

    /** See {@link RestIndex#touch}. */
    long touch(long high, long low) {
        return index.touch(high, low);
    }

    /** Takes up the trace with this id; null if none is at rest. */
    @Nullable
    RestingTrace takeUp(TraceId id) throws Exception {
        RestPage page = page(index.remove(id));
        if (page == null) {
            return null;
        }
        RestingTrace trace = find(id, page);
        leave(page);
        return trace;
    }

    /** Notes that a trace is not at rest, although it stands on a page: it had been taken up when the checkpoint was made. */
    void forget(TraceId id) throws Exception {
        RestPage page = page(index.remove(id));
        if (page != null) {
            leave(page);
        }
    }

    /** Keeps a trace until a time, milliseconds since the epoch; not before the time until which it was kept already. */
    void putToRest(OpenTrace trace, long expiryMillis) throws Exception {
        int keyGroup = KeyGroupRangeAssignment.assignToKeyGroup(trace.id(), maxParallelism);
        Shelf shelf = shelves.computeIfAbsent(expiryMillis, time -> new Shelf(maxParallelism));
        RestPage page = shelf.filling[keyGroup];
        if (page == null) {
            page = add(new RestPage(newHandle(), keyGroup, ++lastNumber, expiryMillis, emptyBuffer()), shelf);
            shelf.filling[keyGroup] = page;
        }
        enter(trace.id().high(), trace.id().low(), page);
        DataOutputSerializer buffer = requireNonNull(page.buffer(), "buffer");
        PageBytes.append(trace, writer, buffer);
        if (buffer.length() >= PAGE_BYTES) {
            store(page, buffer, shelf);
        }
    }

    /** Puts all that is here into keyed state. */
    void storeAll() throws Exception {
        for (Shelf shelf : shelves.values()) {
            for (RestPage page : shelf.filling) {
                if (page != null) {
                    store(page, requireNonNull(page.buffer(), "buffer"), shelf);
                }
            }
        }
    }

    /** The next time at which {@link #forgetNext()} has something to forget; {@link Long#MAX_VALUE} if there is none. */
    long nextExpiryMillis() {
        return shelves.isEmpty() ? Long.MAX_VALUE : shelves.firstKey();
    }

    /** Forgets the traces of the next time at which some can be. */
    void forgetNext() throws Exception {
        Map.Entry<Long, Shelf> next = shelves.pollFirstEntry();
        if (next == null) {
            return;
        }
        for (RestPage page : next.getValue().pages) {
            if (pages.remove(page.handle(), page)) {
                size -= page.traces();
                if (page.buffer() == null) {
                    stored.delete(page);
                } else {
                    spare(page.buffer());
                }
            }
        }
    }

    /** Pages of a key group come in the order in which they were filled: of a trace that stands on several, the last counts. */
    private void restore(int keyGroup, long number, PageContents contents) {
        lastNumber = Math.max(lastNumber, number);
        Shelf shelf = shelves.computeIfAbsent(contents.expiryMillis(), time -> new Shelf(maxParallelism));
        RestPage page = add(new RestPage(newHandle(), keyGroup, number, contents.expiryMillis(), null), shelf);
        long[] ids = contents.ids();
        for (int i = 0; i < ids.length; i += 2) {
            enter(ids[i], ids[i + 1], page);
        }
    }

    private @Nullable RestPage page(int handle) {
        return handle == RestIndex.NONE ? null : pages.get(handle);
    }

    private RestPage add(RestPage page, Shelf shelf) {
        pages.put(page.handle(), page);
        shelf.pages.add(page);
        return page;
    }

    private void enter(long high, long low, RestPage page) {
        RestPage before = page(index.put(high, low, page.handle()));
        if (before == null) {
            size++;
        } else {
            before.leave();
        }
        page.enter();
    }

    private void leave(RestPage page) throws Exception {
        size--;
        page.leave();
        if (page.traces() == 0 && page.buffer() == null) {
            pages.remove(page.handle());
            stored.delete(page);
        }
    }

    private RestingTrace find(TraceId id, RestPage page) throws Exception {
        DataOutputSerializer buffer = page.buffer();
        byte[] bytes = buffer == null ? stored.read(page) : buffer.getSharedBuffer();
        int length = buffer == null ? bytes.length : buffer.length();
        RestingTrace found = PageBytes.find(id, bytes, length, page.expiryMillis(), texts);
        if (found == null) {
            throw new IOException("trace " + id.toHex() + " is not on page " + page.number() + " of key group "
                    + page.keyGroup() + " (expected: one of " + page.traces() + " traces)");
        }
        return found;
    }

    private void store(RestPage page, DataOutputSerializer buffer, Shelf shelf) throws Exception {
        shelf.filling[page.keyGroup()] = null;
        page.stored();
        if (page.traces() == 0) {
            pages.remove(page.handle());
        } else {
            stored.store(page, buffer);
        }
        spare(buffer);
    }

    private DataOutputSerializer emptyBuffer() throws IOException {
        DataOutputSerializer spare = spareBuffers.poll();
        DataOutputSerializer buffer = spare == null ? new DataOutputSerializer(FIRST_BUFFER_BYTES) : spare;
        PageBytes.begin(buffer);
        return buffer;
    }

    private void spare(DataOutputSerializer buffer) {
        if (spareBuffers.size() < MAX_SPARE_BUFFERS && buffer.getSharedBuffer().length <= MAX_SPARE_BUFFER_BYTES) {
            spareBuffers.push(buffer);
        }
    }

    /** From 0 on, and after two thousand million pages from 0 on again. */
    private int newHandle() {
        do {
            lastHandle = lastHandle == LAST_HANDLE ? 0 : lastHandle + 1;
        } while (pages.containsKey(lastHandle));
        return lastHandle;
    }

    /** The pages of one time of expiry; by key group the one that fills. */
    private static final class Shelf {
        private final List<RestPage> pages = new ArrayList<>();
        private final @Nullable RestPage[] filling;

        Shelf(int keyGroups) {
            filling = new RestPage[keyGroups];
        }
    }
}
