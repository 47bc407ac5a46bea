/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.otlp.file;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.meshobservatory.connectors.otlp.OtlpSignal;
import io.meshobservatory.connectors.otlp.json.OtlpJson;
import io.meshobservatory.connectors.otlp.json.OtlpJsonException;
import io.meshobservatory.connectors.otlp.json.TempoSearch;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.EnumSet;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * JSON documents, one after the other (in lines or not) or as the elements of arrays. One document with the keys of
 * several signals gives one frame for each. Empty objects carry nothing and are skipped.
 */
final class JsonFrames implements FrameSource {
    private static final String EXPECTED =
            "an OTLP/JSON object with 'resourceSpans', 'resourceMetrics', 'resourceLogs', or Tempo's 'batches' or 'traces'";
    private static final int SHOWN_KEYS = 5;

    private final String file;
    private final @Nullable OtlpSignal kind;
    private final BoundedInput in;
    private final JsonParser parser;
    private final Queue<OtlpFrame> pending = new ArrayDeque<>();

    JsonFrames(InputStream in, String file, @Nullable OtlpSignal kind) throws IOException {
        this.file = file;
        this.kind = kind;
        this.in = new BoundedInput(in, file);
        // keys come from outside: they must not be kept in the JVM's table of interned strings
        ObjectMapper mapper = new ObjectMapper(JsonFactory.builder()
                        .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                        .build())
                .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY);
        this.parser = mapper.getFactory().createParser(this.in);
    }

    @Override
    public @Nullable OtlpFrame next() throws IOException {
        try {
            while (pending.isEmpty()) {
                in.startDocument();
                JsonToken token = parser.nextToken();
                if (token == null) {
                    return null;
                }
                // an array of documents is read element by element; its brackets tell nothing
                if (token != JsonToken.START_ARRAY && token != JsonToken.END_ARRAY) {
                    readDocument(token);
                }
            }
        } catch (JsonProcessingException notJson) {
            throw failure(notJson.getLocation(), "not JSON: " + notJson.getOriginalMessage(), "JSON", notJson);
        }
        return pending.poll();
    }

    private void readDocument(JsonToken token) throws IOException {
        JsonLocation start = parser.currentTokenLocation();
        if (token != JsonToken.START_OBJECT) {
            throw failure(start, "the JSON value " + parser.getText(), EXPECTED, null);
        }
        JsonNode document = parser.readValueAsTree();
        if (document.isEmpty()) {
            return;
        }
        if (document.path("trace").isObject()) {
            document = document.get("trace"); // the second version of Tempo's API
        }
        boolean search = TempoSearch.matches(document);
        Set<OtlpSignal> signals = search ? EnumSet.of(OtlpSignal.SPANS) : signalsOf(document);
        if (signals.isEmpty()) {
            throw failure(start, "an object with " + keysOf(document), EXPECTED, null);
        }
        if (kind != null && !signals.equals(EnumSet.of(kind))) {
            throw failure(
                    start,
                    "a document with " + Preview.names(signals),
                    Preview.name(kind) + ", as was asked for",
                    null);
        }
        for (OtlpSignal signal : signals) {
            try {
                byte[] request = search ? TempoSearch.toProtobuf(document) : OtlpJson.toProtobuf(signal, document);
                pending.add(new OtlpFrame(signal, request));
            } catch (OtlpJsonException notOtlp) {
                throw failure(start, "in the document that begins here: " + notOtlp.getMessage(), "OTLP/JSON", notOtlp);
            }
        }
    }

    private static Set<OtlpSignal> signalsOf(JsonNode document) {
        Set<OtlpSignal> signals = EnumSet.noneOf(OtlpSignal.class);
        for (Map.Entry<String, JsonNode> member : document.properties()) {
            OtlpJson.detect(JsonNodeFactory.instance.objectNode().set(member.getKey(), member.getValue()))
                    .ifPresent(signals::add);
        }
        return signals;
    }

    private static String keysOf(JsonNode document) {
        StringBuilder keys = new StringBuilder("the keys");
        document.properties().stream()
                .limit(SHOWN_KEYS)
                .forEach(member -> keys.append(" '").append(member.getKey()).append('\''));
        return keys.append(document.size() > SHOWN_KEYS ? " ..." : "").toString();
    }

    private OtlpFileException failure(
            @Nullable JsonLocation at, String found, String expected, @Nullable Throwable cause) {
        int line = at == null ? 1 : at.getLineNr();
        int column = at == null ? 1 : at.getColumnNr();
        return OtlpFileException.atLine(file, line, column, found, expected, cause);
    }

    /** Stops the parser from filling the memory with one endless document. */
    private static final class BoundedInput extends FilterInputStream {
        private final String file;
        private long read;
        private long documentStart;

        BoundedInput(InputStream in, String file) {
            super(in);
            this.file = file;
        }

        void startDocument() {
            documentStart = read;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            if (read - documentStart > OtlpFileReader.MAX_JSON_BYTES) {
                throw OtlpFileException.atByte(
                        file,
                        documentStart,
                        "a JSON document of more than " + OtlpFileReader.MAX_JSON_BYTES + " bytes",
                        "smaller documents, such as JSON lines");
            }
            int count = super.read(bytes, offset, length);
            read += Math.max(count, 0);
            return count;
        }
    }
}
