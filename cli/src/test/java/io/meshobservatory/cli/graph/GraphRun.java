/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.graph;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.meshobservatory.cli.ObservatoryCli;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine;

/** One run of the command line in this process, and how to read what {@code graph --format json} printed. */
record GraphRun(int exitCode, String out, String err) {
    static GraphRun of(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine commandLine = ObservatoryCli.commandLine();
        commandLine.setOut(new PrintWriter(out));
        commandLine.setErr(new PrintWriter(err));
        int exitCode = commandLine.execute(arguments);
        return new GraphRun(exitCode, out.toString(), err.toString());
    }

    JsonNode json() {
        assertThat(exitCode).as(err).isZero();
        try {
            return new ObjectMapper().readTree(out);
        } catch (JsonProcessingException notJson) {
            throw new UncheckedIOException(notJson);
        }
    }

    /** The edges by {@code namespace/source -> namespace/destination protocol}; each may occur once. */
    Map<String, JsonNode> edges() {
        Map<String, JsonNode> edges = new TreeMap<>();
        for (JsonNode edge : json().get("edges")) {
            String key = name(edge.get("source")) + " -> " + name(edge.get("destination")) + " "
                    + edge.get("protocol").asText();
            assertThat(edges.put(key, edge)).as("edge %s twice", key).isNull();
        }
        return edges;
    }

    private static String name(JsonNode node) {
        return node.get("namespace").asText() + "/" + node.get("name").asText();
    }
}
