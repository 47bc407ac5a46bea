/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.bridge.export;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class GrowingBufferTest {
    private static final int BATCH = 300_000;
    private static final byte[] PIECE = new byte[1_000];

    private final MemoryBudget budget = new MemoryBudget(4 * BATCH);

    @Test
    @DisplayName("While there is much room, an ordinary size that was announced is taken at once")
    void announced() throws Exception {
        GrowingBuffer buffer = new GrowingBuffer(budget.open(), BATCH, BATCH);
        buffer.append(PIECE, 0, PIECE.length);
        assertThat(buffer.array()).hasSize(BATCH);
        assertThat(budget.usedBytes()).isEqualTo(BATCH);
    }

    @Test
    @DisplayName("When half of the memory is taken, an announcement is believed only as far as bytes arrive")
    void littleRoom() throws Exception {
        budget.open().grow(2 * BATCH);
        GrowingBuffer buffer = new GrowingBuffer(budget.open(), BATCH, BATCH);
        buffer.append(PIECE, 0, PIECE.length);
        assertThat(buffer.array()).hasSizeBetween(PIECE.length, 8 * 1024);
        for (int i = 1; i < 10; i++) {
            buffer.append(PIECE, 0, PIECE.length);
        }
        assertThat(buffer.array()).hasSizeBetween(10 * PIECE.length, 40 * PIECE.length);
    }

    @Test
    @DisplayName("An announcement beyond the ordinary is believed only as far as bytes arrive")
    void greatAnnouncement() throws Exception {
        MemoryBudget large = new MemoryBudget(100_000_000);
        GrowingBuffer buffer = new GrowingBuffer(large.open(), 16_000_000, 16_000_000);
        buffer.append(PIECE, 0, PIECE.length);
        assertThat(large.usedBytes()).isLessThanOrEqualTo(1024 * 1024);
    }
}
