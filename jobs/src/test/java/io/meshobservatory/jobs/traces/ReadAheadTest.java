/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.traces;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshobservatory.core.telemetry.TraceId;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Reading ahead")
class ReadAheadTest {
    @Test
    @DisplayName("looks at each line of each slice of the traces in the part of the list, and at no others")
    void readsAll() throws IOException {
        OpenTrace first = new OpenTrace(new TraceId(0, 1));
        first.append(ones(300), 10, 74);
        first.append(ones(300), 20, 220);
        OpenTrace ended = new OpenTrace(new TraceId(0, 2));
        ended.append(ones(100));
        ended.end();
        OpenTrace last = new OpenTrace(new TraceId(0, 3));
        last.append(ones(10));
        OpenTrace behind = new OpenTrace(new TraceId(0, 4));
        behind.append(ones(64));
        ReadAhead ahead = new ReadAhead();

        ahead.read(List.of(behind, first, ended, last, behind), 1, 4);

        int slices = 2 + 1;
        int lengths = 64 + 200 + 10;
        int lines = 1 + 1 + 4 + 1 + 1 + 1;
        assertThat(ahead.seen()).isEqualTo(slices + lengths + lines);
    }

    private static PackedSpans ones(int length) throws IOException {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) 1);
        return PackedSpans.of(new SliceBatch(new TraceId(0, 1), 0, new byte[0], bytes), new DecodedTexts());
    }
}
