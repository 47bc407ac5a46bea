/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.api.endpoints;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.meshobservatory.api.http.Problem;
import io.meshobservatory.api.http.ProblemException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where the next page of an answer begins, as a word that callers hand back and do not look into: a list of texts, the
 * first of which says what sort of cursor it is. All that is in it is checked again when it comes back.
 */
final class Cursor {
    static final String PARAMETER = "cursor";

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final TypeReference<List<String>> TEXTS = new TypeReference<>() {};

    private Cursor() {}

    static String encode(String sort, List<String> parts) {
        try {
            byte[] json = MAPPER.writeValueAsBytes(
                    Stream.concat(Stream.of(sort), parts.stream()).toList());
            return Base64.getUrlEncoder().withoutPadding().encodeToString(json);
        } catch (JsonProcessingException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /**
     * The parts of a cursor.
     *
     * @throws ProblemException if it is no cursor, one of another sort, or has another number of parts
     */
    static List<String> decode(String sort, int count, String cursor) {
        List<String> texts;
        try {
            byte[] json = Base64.getUrlDecoder().decode(cursor.getBytes(StandardCharsets.US_ASCII));
            texts = MAPPER.readValue(json, TEXTS);
        } catch (IllegalArgumentException | IOException malformed) {
            throw bad(cursor);
        }
        if (texts == null
                || texts.size() != count + 1
                || texts.stream().anyMatch(text -> text == null || text.indexOf('\0') >= 0)
                || !texts.get(0).equals(sort)) {
            throw bad(cursor);
        }
        return texts.subList(1, texts.size());
    }

    static ProblemException bad(String cursor) {
        return Problem.badParameter(PARAMETER, cursor, "the 'next_cursor' of an earlier answer of the same path");
    }
}
