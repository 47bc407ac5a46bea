/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.models.profile;

import static io.meshobservatory.models.profile.EdgeMinuteBuilder.service;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The prevalence of a destination")
class PrevalenceBookTest {
    private static final long MINUTE = 60_000;

    private static EdgeMinute call(String from, long start, String principal) {
        return new EdgeMinuteBuilder(service(from), SmallMesh.PAYMENTS, "http")
                .add(10, "", 1_000, 10)
                .principal(principal)
                .at(start);
    }

    private static byte[] bytes(PrevalenceBook book) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        book.write(new DataOutputStream(bytes));
        return bytes.toByteArray();
    }

    @Test
    @DisplayName("counts different callers of the last week, and knows since when and how much")
    void counts() throws IOException {
        PrevalenceBook book = new PrevalenceBook();
        Prevalence last = book.observe(
                SmallMesh.START, List.of(call("a", SmallMesh.START, "p"), call("b", SmallMesh.START, "q")));
        assertThat(last.sources()).isEqualTo(2);
        assertThat(last.callsPerMinute()).isNaN();
        long start = SmallMesh.START;
        for (int minute = 1; minute < 60; minute++) {
            start += MINUTE;
            last = book.observe(start, List.of(call("a", start, "p")));
        }
        assertThat(last.sources()).isEqualTo(2);
        assertThat(last.firstSeenMillis()).isEqualTo(SmallMesh.START);
        assertThat(last.peerBytesPerMinute()).isBetween(9_900.0, 10_100.0);
        assertThat(last.callsPerMinute()).isBetween(9.0, 13.0);
        long later = start + 8L * SmallMesh.DAY * MINUTE;
        byte[] written = bytes(book);
        assertThat(bytes(PrevalenceBook.read(new DataInputStream(new ByteArrayInputStream(written)))))
                .isEqualTo(written);
        assertThat(book.observe(later, List.of(call("c", later, "r"))).sources())
                .isEqualTo(1);
    }

    @Test
    @DisplayName("tells for half an hour of a principal that comes from elsewhere than in the half hour before")
    void displaced() {
        PrevalenceBook book = new PrevalenceBook();
        long start = SmallMesh.START;
        for (int minute = 0; minute < 40; minute++, start += MINUTE) {
            assertThat(book.observe(start, List.of(call("a", start, "p"))).displaced())
                    .isEmpty();
        }
        Prevalence moved = book.observe(start, List.of(call("a", start, "p"), call("b", start, "p")));
        assertThat(moved.displaced()).containsExactly(new DisplacedPrincipal("p", service("b"), 41));
        for (int minute = 1; minute < PrincipalPlaces.STRANGE_MINUTES; minute++) {
            long next = start + minute * MINUTE;
            assertThat(book.observe(next, List.of(call("b", next, "p"))).displaced())
                    .containsExactly(new DisplacedPrincipal("p", service("b"), 41));
        }
        long later = start + PrincipalPlaces.STRANGE_MINUTES * MINUTE;
        assertThat(book.observe(later, List.of(call("a", later, "p"), call("b", later, "p")))
                        .displaced())
                .isEmpty();
    }

    @Test
    @DisplayName("knows a node from its first own call on, if it was not called before")
    void calling() throws IOException {
        PrevalenceBook book = new PrevalenceBook();
        assertThat(book.observeCalling(SmallMesh.START)).isTrue();
        assertThat(book.observeCalling(SmallMesh.START + MINUTE))
                .as("nothing new")
                .isFalse();
        assertThat(book.forgettableMillis()).isEqualTo(SmallMesh.START + 14L * SmallMesh.DAY * MINUTE);
        byte[] written = bytes(book);
        PrevalenceBook read = PrevalenceBook.read(new DataInputStream(new ByteArrayInputStream(written)));
        assertThat(bytes(read)).isEqualTo(written);
        long called = SmallMesh.START + 90 * MINUTE;
        assertThat(read.observe(called, List.of(call("a", called, "p"))).firstSeenMillis())
                .isEqualTo(SmallMesh.START);
    }

    @Test
    @DisplayName("is bounded")
    void bounded() throws IOException {
        PrevalenceBook book = new PrevalenceBook();
        for (int minute = 0; minute < 10; minute++) {
            long start = SmallMesh.START + minute * MINUTE;
            List<EdgeMinute> calls = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                calls.add(call("s" + minute + "-" + i, start, "p" + minute + "-" + i));
            }
            assertThat(book.observe(start, calls).sources()).isLessThanOrEqualTo(PrevalenceBook.MAX_SOURCES);
        }
        assertThat(bytes(book).length).isLessThan(12_000);
    }
}
