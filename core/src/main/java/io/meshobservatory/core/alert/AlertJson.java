/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.core.alert;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * The public JSON form of an {@link Alert}: an OCSF Detection Finding (class 2004, version 1.5.0). It is what the topic
 * {@code mesh_alerts}, the tables, Redis and the event stream of the API carry. Its schema is
 * docs/schemas/mesh_alerts.schema.json. Stateless and thread-safe.
 *
 * <p>One alert always gives the same bytes: the order of fields is fixed, and nothing but the alert goes into them.
 *
 * <p>What has no place of its own in OCSF (revision, exact confidence, checks, next steps) is in {@code unmapped}; the figures
 * of the evidence are in {@code evidences[].data} as numbers and in {@code anomaly_analyses} as OCSF wants them, as text.
 */
public final class AlertJson {
    private static final ObjectMapper MAPPER =
            new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private AlertJson() {}

    /**
     * The alert as one JSON object in UTF-8, without white space. Numbers that JSON cannot carry become null; characters that
     * stores refuse (control characters but line feeds and tabs, halves of surrogate pairs) become U+FFFD.
     */
    public static byte[] write(Alert alert) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(4096);
        try (JsonGenerator json = MAPPER.getFactory().createGenerator(out)) {
            new FindingWriter(json).write(alert);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return out.toByteArray();
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @throws IllegalArgumentException if the bytes are no such object; the message says which field is wrong
     */
    public static Alert read(byte[] bytes) {
        try {
            return FindingReader.read(MAPPER.readTree(bytes));
        } catch (IOException notJson) {
            throw new IllegalArgumentException("not JSON: " + notJson.getMessage(), notJson);
        }
    }
}
