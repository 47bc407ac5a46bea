/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.meshobservatory.core.alert.Activity;
import io.meshobservatory.core.alert.Alert;
import io.meshobservatory.core.alert.AlertJson;
import io.meshobservatory.core.alert.AlertKind;
import io.meshobservatory.core.alert.Severity;
import io.meshobservatory.core.graph.Node;
import io.meshobservatory.core.graph.NodeKind;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class AlertRecordsTest {
    @Test
    @DisplayName("an alert is one record under its id, at the time when it became known")
    void record() {
        Alert alert = new Alert(
                "ab12",
                1,
                AlertKind.DDOS,
                Activity.CREATE,
                75_000,
                0,
                60_000,
                Severity.HIGH,
                0.5,
                "a flood",
                "",
                List.of(),
                List.of(new Node("east", "shop", "cart", NodeKind.SERVICE)),
                List.of(),
                List.of(),
                List.of(),
                "ddos/1",
                null);

        ProducerRecord<byte[], byte[]> record = new AlertRecords().serialize(alert, null, 17L);

        assertThat(record.topic()).isEqualTo("mesh_alerts");
        assertThat(record.key()).isEqualTo("ab12".getBytes(UTF_8));
        assertThat(record.timestamp()).isEqualTo(75_000);
        assertThat(AlertJson.read(record.value())).isEqualTo(alert);
    }
}
