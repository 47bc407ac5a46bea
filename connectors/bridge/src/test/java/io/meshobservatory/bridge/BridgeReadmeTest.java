/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshobservatory.bridge.result.BridgeResult;
import io.meshobservatory.bridge.validate.RejectReason;
import io.meshobservatory.connectors.otlp.OtlpSignal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The README says what operators rely upon, so it has to follow the code. */
class BridgeReadmeTest {
    private final String readme = read();

    @Test
    void everyResultIsThereWithItsHttpStatus() {
        for (BridgeResult result : BridgeResult.values()) {
            String row = readme.lines()
                    .filter(line -> line.contains("| `" + result.label() + "` |"))
                    .findFirst()
                    .orElse("");
            assertThat(row).as("row of %s", result).isNotEmpty();
            if (result != BridgeResult.CANCELLED) {
                assertThat(row).contains("| " + result.httpStatus() + " |");
            }
        }
        for (RejectReason reason : RejectReason.values()) {
            assertThat(readme).contains("`" + reason.label() + "`");
        }
    }

    @Test
    void everyKeyIsThereAndNoOther() {
        List<String> keys = readme.lines()
                .filter(line -> line.startsWith("| `" + BridgeEnvironment.PREFIX))
                .map(line -> line.substring(3 + BridgeEnvironment.PREFIX.length(), line.indexOf('`', 3)))
                .toList();
        assertThat(keys).isEqualTo(BridgeEnvironment.KEYS);
    }

    @Test
    void everyMetricIsThereAndNoOther() throws Exception {
        try (TestBridge test = TestBridge.start()) {
            assertThat(test.post(OtlpSignal.SPANS, TestRequests.traces(1, "a").toByteArray())
                            .statusCode())
                    .isEqualTo(200);
            List<String> served = test.get("/metrics")
                    .body()
                    .lines()
                    .filter(line -> line.startsWith("# TYPE "))
                    .map(line -> line.split(" ")[2])
                    .filter(name -> !name.endsWith("_max")) // the timer's maximum, beside its histogram
                    .sorted()
                    .toList();
            List<String> documented = readme.lines()
                    .filter(line -> line.startsWith("| `observatory_bridge_"))
                    .map(line -> line.substring(3, line.indexOf('`', 3)))
                    .sorted()
                    .toList();
            assertThat(documented).isEqualTo(served);
        }
    }

    private static String read() {
        try {
            return Files.readString(Path.of("README.md"));
        } catch (IOException missing) {
            throw new UncheckedIOException(missing);
        }
    }
}
