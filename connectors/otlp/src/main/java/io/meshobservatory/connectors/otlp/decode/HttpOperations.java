/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.otlp.decode;

import io.meshobservatory.core.telemetry.PathTemplate;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Operations of HTTP, {@code GET /orders/{id}}, from methods and paths as they came. Remembers what became of whole paths
 * without ids, and of those that have one at their end only, apart from it; all other paths are too many, and are worked
 * out each time. Fixed memory: {@value #SLOTS} of at most {@value #MAX_REMEMBERED_BYTES} bytes. Not thread-safe.
 */
final class HttpOperations {
    private static final int SLOT_BITS = 15;
    private static final int SLOTS = 1 << SLOT_BITS;
    private static final int MARK_SHIFT = 20;
    private static final int MAX_REMEMBERED_BYTES = 192;
    private static final int MAX_METHOD_LENGTH = 7;
    private static final int ID_LENGTH = "{id}".length();

    private final StringCache operations = new StringCache();
    private final @Nullable Entry[] entries = new Entry[SLOTS];

    /** Part of the hashes of the entries: one of another path need not be looked at, which would mostly be far away. */
    private final int[] marks = new int[SLOTS];

    private final byte[] scratch = new byte[MAX_METHOD_LENGTH + 1 + PathTemplate.MAX_BYTES];

    /**
     * The operation.
     *
     * @param method one that a standard knows, or {@code _OTHER}
     * @param bytes holds the path or URL, in UTF-8
     */
    String of(String method, byte[] bytes, int from, int to) {
        // hosts are many, the paths behind them few
        int path = PathTemplate.startOfPath(bytes, from, to);
        int keyFrom = path < 0 ? from : path;
        int keyTo = PathTemplate.startOfLastId(bytes, keyFrom, to);
        if (keyTo == keyFrom || keyTo - keyFrom > MAX_REMEMBERED_BYTES) {
            int template = writeMethod(method);
            return operation(method, template, PathTemplate.write(bytes, from, to, scratch, template));
        }
        boolean id = keyTo < to;
        long first = Words.first(bytes, keyFrom, keyTo);
        long last = Words.last(bytes, keyFrom, keyTo);
        long hash = Words.hash(bytes, keyFrom, keyTo, first + method.hashCode(), last);
        int slot = (int) (hash >>> (64 - SLOT_BITS));
        int mark = (int) (hash >>> MARK_SHIFT);
        Entry entry = marks[slot] == mark ? entries[slot] : null;
        if (entry != null
                && entry.id == id
                && entry.method.equals(method)
                && entry.is(bytes, keyFrom, keyTo, first, last)) {
            return entry.operation;
        }
        int template = writeMethod(method);
        int end = PathTemplate.write(bytes, from, to, scratch, template);
        String operation = operation(method, template, end);
        if (path >= 0 && isLiteral(bytes, path, keyTo, template, id ? end - ID_LENGTH : end)) {
            entries[slot] = new Entry(bytes, path, keyTo, method, id, operation);
            marks[slot] = mark;
        }
        return operation;
    }

    private int writeMethod(String method) {
        int length = method.length();
        for (int i = 0; i < length; i++) {
            scratch[i] = (byte) method.charAt(i);
        }
        scratch[length] = ' ';
        return length + 1;
    }

    private String operation(String method, int template, int end) {
        return end == template ? method : operations.get(scratch, 0, end);
    }

    /**
     * Whether a template is the path as it came: then there is no id in the path, no query or anything else that was left
     * out, and whatever id follows, the template is the same.
     */
    private boolean isLiteral(byte[] bytes, int path, int to, int templateFrom, int templateTo) {
        return templateFrom < templateTo && Arrays.equals(bytes, path, to, scratch, templateFrom, templateTo);
    }

    private static final class Entry extends Text {
        private final String method;
        private final boolean id;
        private final String operation;

        Entry(byte[] bytes, int from, int to, String method, boolean id, String operation) {
            super(bytes, from, to);
            this.method = method;
            this.id = id;
            this.operation = operation;
        }
    }
}
