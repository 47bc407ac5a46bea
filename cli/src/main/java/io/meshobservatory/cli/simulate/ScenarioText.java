/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.simulate;

import io.meshobservatory.cli.simulator.NearestName;
import io.meshobservatory.cli.simulator.Scenario;
import io.meshobservatory.cli.simulator.ScenarioException;
import io.meshobservatory.cli.simulator.ScenarioLibrary;
import io.meshobservatory.cli.simulator.ScenarioReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/**
 * A scenario as it is written. Immutable.
 *
 * @param name as the user gave it: of one that comes with the program, or of a file
 * @param yaml its text, not looked at yet
 */
record ScenarioText(String name, String yaml) {
    /**
     * The text of a shipped scenario, or of a file; a file of that name comes second, so that the names stay reliable.
     *
     * @throws ScenarioException if there is neither, or the file cannot be read
     */
    static ScenarioText of(String name) throws ScenarioException {
        List<String> shipped = ScenarioLibrary.names();
        if (shipped.contains(name)) {
            return new ScenarioText(name, ScenarioLibrary.yaml(name));
        }
        try {
            return new ScenarioText(name, Files.readString(Path.of(name)));
        } catch (NoSuchFileException missing) {
            throw new ScenarioException(
                    "'" + name + "': no such scenario or file" + NearestName.suggestion(name, shipped)
                            + " (expected: a YAML file, or one of " + String.join(", ", shipped) + ")",
                    missing);
        } catch (CharacterCodingException notText) {
            throw new ScenarioException(name + ": no text in UTF-8 (expected: YAML)", notText);
        } catch (IOException unreadable) {
            throw new ScenarioException(
                    name + ": cannot be read: " + unreadable.getMessage() + " ("
                            + unreadable.getClass().getSimpleName() + ")",
                    unreadable);
        }
    }

    /** @throws ScenarioException if the text is no scenario; the message begins with the name */
    Scenario scenario() throws ScenarioException {
        try {
            return ScenarioReader.read(yaml);
        } catch (ScenarioException unusable) {
            throw new ScenarioException(name + ": " + unusable.getMessage(), unusable);
        }
    }
}
