/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.otlp.logs;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Computes {@link LineId}s: the first 16 bytes of SHA-256 over the emitter and the fields with a value, each with its number
 * and length. Nobody can write a line that passes for another's repetition. Not thread-safe.
 */
final class LineIds {
    private static final Field[] FIELDS = Field.values();
    private static final int INITIAL_BYTES = 4096;
    private static final int HEAD_BYTES = Integer.BYTES * 2;

    private final MessageDigest digest;
    private ByteBuffer told = ByteBuffer.allocate(INITIAL_BYTES);

    LineIds() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }

    LineId ofFields(Fields fields, Emitter emitter, LogContext context) {
        add(-1, emitter.cluster());
        add(-2, emitter.namespace());
        add(-3, emitter.service());
        add(-4, emitter.workload());
        add(-5, emitter.pod());
        add(-6, context.traceId().toHex());
        add(-7, Long.toHexString(context.spanId()));
        for (Field field : FIELDS) {
            String value = fields.get(field);
            if (value != null) {
                add(field.ordinal(), value);
            }
        }
        return end();
    }

    LineId ofText(String text, Emitter emitter) {
        add(-1, emitter.cluster());
        add(-2, emitter.namespace());
        add(-5, emitter.pod());
        add(-8, text);
        return end();
    }

    private void add(int number, String value) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        if (told.remaining() < HEAD_BYTES + bytes.length) {
            ByteBuffer larger = ByteBuffer.allocate(2 * (told.capacity() + bytes.length));
            told = larger.put(told.flip());
        }
        told.putInt(number).putInt(bytes.length).put(bytes);
    }

    private LineId end() {
        digest.update(told.flip());
        told.clear();
        ByteBuffer hash = ByteBuffer.wrap(digest.digest());
        return new LineId(hash.getLong(), hash.getLong());
    }
}
