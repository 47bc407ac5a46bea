/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.detect;

import io.meshobservatory.jobs.detection.control.ControlJson;
import io.meshobservatory.models.story.Control;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What people say about alerts, in a file: a record of {@code mesh_control} in each line. A file does not tell when its records
 * were written, so what names no {@code from} holds from the beginning; a release must name it, as it is about what was seen
 * before. Empty lines are skipped. Stateless.
 */
final class ControlFile {
    /** Before any recording. */
    private static final long BEGINNING = 0;

    private ControlFile() {}

    /**
     * Reads a file.
     *
     * @throws IllegalArgumentException if a line holds no such record; the message names file, line and field
     * @throws IOException if the file cannot be read; the message names it
     */
    static List<Control> read(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new IOException(file + ": no such file");
        }
        List<String> lines;
        try {
            lines = Files.readAllLines(file);
        } catch (CharacterCodingException binary) {
            throw new IOException(file + ": not UTF-8 (expected: JSON lines)", binary);
        }
        List<Control> controls = new ArrayList<>();
        Map<String, Integer> lineOf = new LinkedHashMap<>();
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).isBlank()) {
                continue;
            }
            Control control = read(lines.get(i), file + ", line " + (i + 1));
            Integer before = lineOf.put(control.id() + "@" + control.fromMillis(), i + 1);
            if (before != null) {
                throw new IllegalArgumentException(file + ", line " + (i + 1) + ": id '" + control.id()
                        + "' holds from the same time in line " + before
                        + " (expected: another id, or another 'from' to replace it from then on)");
            }
            controls.add(control);
        }
        return controls;
    }

    private static Control read(String line, String place) {
        Control control;
        try {
            control = ControlJson.read(line.getBytes(StandardCharsets.UTF_8), BEGINNING);
        } catch (IllegalArgumentException wrong) {
            throw new IllegalArgumentException(place + ": " + wrong.getMessage(), wrong);
        }
        if (control.type() == Control.Type.RELEASE && control.fromMillis() == BEGINNING) {
            throw new IllegalArgumentException(place + ": field 'from': missing (expected: a time like"
                    + " 2026-01-31T12:00:00Z: a release is about what was seen before it)");
        }
        return control;
    }
}
