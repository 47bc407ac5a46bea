/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.simulator;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The scenarios that come with the program: plain YAML to copy and change. Stateless. */
public final class ScenarioLibrary {
    /** What is simulated where nobody says otherwise. */
    public static final String DEFAULT = "shop";

    private static final String DIRECTORY = "/scenarios/";

    private ScenarioLibrary() {}

    /** Their names, sorted. */
    public static List<String> names() {
        return resource("index.txt")
                .lines()
                .filter(line -> !line.isBlank())
                .sorted()
                .toList();
    }

    /**
     * The YAML of a scenario, with its comments.
     *
     * @throws IllegalArgumentException if there is none of that name
     */
    public static String yaml(String name) {
        if (!names().contains(name)) {
            throw new IllegalArgumentException("scenario: '" + name + "' (expected: one of " + names() + ")");
        }
        return resource(name + ".yaml");
    }

    /**
     * A scenario.
     *
     * @throws IllegalArgumentException if there is none of that name
     */
    public static Scenario scenario(String name) {
        try {
            return ScenarioReader.read(yaml(name));
        } catch (ScenarioException broken) {
            throw new IllegalStateException("the scenario " + name + " of this program is broken", broken);
        }
    }

    private static String resource(String file) {
        try (InputStream in = ScenarioLibrary.class.getResourceAsStream(DIRECTORY + file)) {
            if (in == null) {
                throw new IllegalStateException("this program lacks its file " + DIRECTORY + file);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
