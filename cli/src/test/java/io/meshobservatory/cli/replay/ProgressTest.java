/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class ProgressTest {
    private final StringWriter text = new StringWriter();
    private long nanos = 5;

    @Test
    void drawsABarOnATerminalSeveralTimesASecond() {
        Progress progress = progress(true, 200);
        progress.update(1, "never seen: too early");
        nanos += 300_000_000L;
        progress.update(50, "7 spans");
        progress.update(51, "never seen: too soon");
        progress.clear();
        assertThat(text.toString())
                .isEqualTo("\r\u001B[Kwork [#######-----------------------]  25 %  7 spans\r\u001B[K");
    }

    @Test
    void writesALineEveryTenSecondsElsewhere() {
        Progress progress = progress(false, 200);
        for (int second = 1; second <= 25; second++) {
            nanos += 1_000_000_000L;
            progress.update(second, second + " s");
        }
        progress.clear();
        assertThat(text.toString().lines()).containsExactly("work   5 %  10 s", "work  10 %  20 s");
        assertThat(progress.seconds()).isEqualTo(25);
    }

    @Test
    void workOfUnknownSizeHasNoBar() {
        Progress progress = progress(true, Progress.UNKNOWN);
        nanos += 300_000_000L;
        progress.update(50, "7 spans");
        assertThat(text.toString()).isEqualTo("\r\u001B[Kwork  7 spans");
    }

    private Progress progress(boolean terminal, long total) {
        return new Progress(new PrintWriter(text), terminal, "work", total, () -> nanos);
    }
}
