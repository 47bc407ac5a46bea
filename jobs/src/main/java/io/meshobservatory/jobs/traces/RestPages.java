/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.traces;

import io.meshobservatory.core.telemetry.TraceId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.state.KeyedStateStore;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.BasicTypeInfo;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.runtime.state.KeyGroupRange;
import org.apache.flink.streaming.api.operators.KeyContext;

/**
 * The pages of traces at rest, in keyed state: the pages of a key group stand under one key that stands for the group, by their
 * numbers. It moves the operator's current key. Not thread-safe.
 */
final class RestPages {
    private final KeyContext keys;
    private final KeyGroupRange groups;
    private final TraceId[] keyOfGroup;
    private final MapState<Long, byte[]> bytes;
    private final MapState<Long, PageContents> contents;

    /** @param groups the key groups of this subtask */
    RestPages(KeyedStateStore state, KeyContext keys, KeyGroupRange groups, int maxParallelism) {
        this.keys = keys;
        this.groups = groups;
        this.keyOfGroup = TraceKeys.ofGroups(maxParallelism);
        this.bytes = state.getMapState(
                new MapStateDescriptor<>("rest-pages", BasicTypeInfo.LONG_TYPE_INFO, TraceTypes.PAGE_BYTES));
        this.contents = state.getMapState(
                new MapStateDescriptor<>("rest-page-contents", BasicTypeInfo.LONG_TYPE_INFO, TraceTypes.PAGE_CONTENTS));
    }

    /** Stores what a page has come to be. */
    void store(RestPage page, DataOutputSerializer filled) throws Exception {
        byte[] stored = filled.getCopyOfBuffer();
        keys.setCurrentKey(keyOfGroup[page.keyGroup()]);
        bytes.put(page.number(), stored);
        contents.put(page.number(), new PageContents(page.expiryMillis(), PageBytes.ids(stored, stored.length)));
    }

    /** The bytes of a page that was stored. */
    byte[] read(RestPage page) throws Exception {
        keys.setCurrentKey(keyOfGroup[page.keyGroup()]);
        byte[] stored = bytes.get(page.number());
        if (stored == null) {
            throw new IOException("page " + page.number() + " of key group " + page.keyGroup() + " is not in state");
        }
        return stored;
    }

    /** Deletes a page that was stored. */
    void delete(RestPage page) throws Exception {
        keys.setCurrentKey(keyOfGroup[page.keyGroup()]);
        bytes.remove(page.number());
        contents.remove(page.number());
    }

    /** Visits all stored pages; those of a key group in the order in which they were filled. */
    void forEach(Visitor visitor) throws Exception {
        for (int group : groups) {
            keys.setCurrentKey(keyOfGroup[group]);
            List<Map.Entry<Long, PageContents>> stored = new ArrayList<>();
            contents.entries().forEach(entry -> stored.add(Map.entry(entry.getKey(), entry.getValue())));
            stored.sort(Comparator.comparing(Map.Entry::getKey));
            for (Map.Entry<Long, PageContents> page : stored) {
                visitor.visit(group, page.getKey(), page.getValue());
            }
        }
    }

    /** Sees a page. */
    interface Visitor {
        void visit(int keyGroup, long number, PageContents contents);
    }
}
