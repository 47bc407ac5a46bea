/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.simulate;

import io.meshobservatory.cli.simulator.SimulatedRequest;
import io.meshobservatory.cli.simulator.graph.Signal;
import io.meshobservatory.connectors.otlp.OtlpSignal;
import io.meshobservatory.connectors.otlp.file.OtlpFileWriter;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPOutputStream;

/**
 * The files of a simulation. JSON lines hold all signals in one file; length-delimited protobuf holds one signal in a file,
 * so that the first signal goes where it should, and the others beside it, with their name before the ending. Not
 * thread-safe.
 */
final class TelemetryFiles implements AutoCloseable {
    private static final int BUFFER_BYTES = 1 << 16;
    private static final List<String> ENDINGS = List.of(".otlp.gz", ".otlp", ".gz");

    private final List<OutputFile> files = new ArrayList<>();
    private final List<Path> paths = new ArrayList<>();
    private final Map<OtlpSignal, OtlpFileWriter> protobuf = new EnumMap<>(OtlpSignal.class);
    private OutputStream json = OutputStream.nullOutputStream();
    private final boolean lines;

    private TelemetryFiles(boolean lines) {
        this.lines = lines;
    }

    /** Opens the files. */
    static TelemetryFiles open(Path target, Set<Signal> signals) throws IOException {
        String name = String.valueOf(target.getFileName());
        boolean lines = name.endsWith(".jsonl") || name.endsWith(".jsonl.gz");
        TelemetryFiles opened = new TelemetryFiles(lines);
        try {
            if (lines) {
                OutputFile file = opened.create(target);
                OutputStream raw = file.isGzip() ? new GZIPOutputStream(file.stream(), BUFFER_BYTES) : file.stream();
                opened.json = new BufferedOutputStream(raw, BUFFER_BYTES);
                return opened;
            }
            for (Signal signal : signals) {
                Path path = opened.paths.isEmpty() ? target : beside(target, name, otlp(signal));
                OutputFile file = opened.create(path);
                opened.protobuf.put(otlp(signal), OtlpFileWriter.open(file.stream(), file.isGzip()));
            }
            return opened;
        } catch (IOException failed) {
            opened.close();
            throw failed;
        }
    }

    /** All files, the first one being where the user said. */
    List<Path> paths() {
        return List.copyOf(paths);
    }

    void write(SimulatedRequest request) throws IOException {
        if (lines) {
            OtlpJsonText.writeLine(json, request.message());
            return;
        }
        OtlpFileWriter writer = protobuf.get(request.signal());
        if (writer == null) {
            throw new IllegalStateException("no file for " + request.signal());
        }
        writer.write(request.message().toByteArray());
    }

    /** Puts the files at their places. */
    void keep() throws IOException {
        json.close();
        for (OtlpFileWriter writer : protobuf.values()) {
            writer.close();
        }
        for (OutputFile file : files) {
            file.keep();
        }
    }

    @Override
    public void close() throws IOException {
        for (OutputFile file : files) {
            file.close();
        }
    }

    private OutputFile create(Path path) throws OutputFile.CannotCreateException {
        OutputFile file = OutputFile.create(path);
        files.add(file);
        paths.add(path);
        return file;
    }

    private static Path beside(Path target, String name, OtlpSignal signal) {
        String ending = ENDINGS.stream().filter(name::endsWith).findFirst().orElse("");
        String stem = name.substring(0, name.length() - ending.length());
        return target.resolveSibling(stem + "." + signal.name().toLowerCase(Locale.ROOT) + ending);
    }

    private static OtlpSignal otlp(Signal signal) {
        return switch (signal) {
            case TRACES -> OtlpSignal.SPANS;
            case METRICS -> OtlpSignal.METRICS;
            case ACCESS_LOGS -> OtlpSignal.LOGS;
        };
    }
}
