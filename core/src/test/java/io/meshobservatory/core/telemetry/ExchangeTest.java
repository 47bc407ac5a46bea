/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.core.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** How the words of up to four observers of one exchange become one, in whatever groups they are put together. */
class ExchangeTest {
    private static final int ROUNDS = 20_000;

    @Test
    @DisplayName("it does not matter how observers are grouped")
    void associative() {
        Random random = new Random(1);
        for (int round = 0; round < ROUNDS; round++) {
            Exchange a = any(random);
            Exchange b = any(random);
            Exchange c = any(random);
            assertThat(a.with(b).with(c)).as("%s, %s, %s", a, b, c).isEqualTo(a.with(b.with(c)));
        }
    }

    @Test
    @DisplayName("who is asked first matters only for what both tell and one of them may be wrong about")
    void commutativeInPart() {
        Random random = new Random(2);
        for (int round = 0; round < ROUNDS; round++) {
            Exchange a = any(random);
            Exchange b = any(random);
            Exchange ab = a.with(b);
            Exchange ba = b.with(a);
            for (Function<Exchange, Object> part : List.<Function<Exchange, Object>>of(
                    Exchange::outcome, Exchange::responseFlags, Exchange::security)) {
                assertThat(part.apply(ab)).as("%s, %s", a, b).isEqualTo(part.apply(ba));
            }
            assertThat(ab.requestBytes()).isEqualTo(a.requestBytes() >= 0 ? a.requestBytes() : b.requestBytes());
            assertThat(ab.operation()).isEqualTo(a.operation().isEmpty() ? b.operation() : a.operation());
            assertThat(ab.denial()).isEqualTo(a.denial().isEmpty() ? b.denial() : a.denial());
            assertThat(ab.sourcePrincipal())
                    .isEqualTo(a.sourcePrincipal().isEmpty() ? b.sourcePrincipal() : a.sourcePrincipal());
        }
    }

    @Test
    @DisplayName("texts are limited: whole flags, whole characters, and no half identity")
    void textsAreLimited() {
        String smile = "\ud83d\ude00";
        Exchange exchange = new Exchange(
                Outcome.OK,
                "URX,".repeat(70) + "UX",
                1,
                1,
                "x".repeat(159) + smile,
                "y".repeat(255) + smile,
                ConnectionSecurity.UNKNOWN,
                "s".repeat(1_024),
                "d".repeat(1_025));

        assertThat(exchange.responseFlags()).isEqualTo("URX,".repeat(63) + "URX");
        assertThat(exchange.operation()).isEqualTo("x".repeat(159));
        assertThat(exchange.denial()).isEqualTo("y".repeat(255));
        assertThat(exchange.sourcePrincipal()).hasSize(1_024);
        assertThat(exchange.destinationPrincipal()).isEmpty();
        assertThat(exchange.withOperation("z".repeat(160)).operation()).hasSize(160);
    }

    @Test
    @DisplayName("told twice is told once, and who tells nothing changes nothing")
    void idempotentAndNeutral() {
        Random random = new Random(3);
        for (int round = 0; round < ROUNDS; round++) {
            Exchange a = any(random);
            assertThat(a.with(a)).isEqualTo(a);
            assertThat(a.with(Exchange.NOTHING)).isEqualTo(a);
            assertThat(Exchange.NOTHING.with(a)).isEqualTo(a);
            assertThat(a.with(Exchange.of(Outcome.UNSET))).isEqualTo(a);
        }
    }

    @Test
    @DisplayName("flags are a sorted set, whatever their order and however often each was told")
    void flags() {
        assertThat(flagged("URX,UF").with(flagged("UF,DC")).responseFlags()).isEqualTo("DC,UF,URX");
        assertThat(flagged("UF").with(flagged("UF")).responseFlags()).isEqualTo("UF");
        assertThat(flagged("").with(flagged("UF,,UF")).responseFlags()).isEqualTo("UF");
    }

    @Test
    @DisplayName("an empty body is a size; only what is not told is taken from the other")
    void sizes() {
        Exchange empty = sized(0, Exchange.UNKNOWN_BYTES);

        assertThat(empty.with(sized(5, 6))).isEqualTo(sized(0, 6));
    }

    @Test
    @DisplayName("security seen by one side is seen; two that contradict are plain text, the worse of the two")
    void security() {
        for (ConnectionSecurity one : ConnectionSecurity.values()) {
            assertThat(ConnectionSecurity.combine(one, ConnectionSecurity.UNKNOWN))
                    .isEqualTo(one);
            assertThat(ConnectionSecurity.combine(one, ConnectionSecurity.PLAIN_TEXT))
                    .isEqualTo(ConnectionSecurity.PLAIN_TEXT);
        }
    }

    @Test
    @DisplayName("a policy that refused tells more than the status that its caller saw")
    void denials() {
        assertThat(denied("http_403").with(denied("rbac none")).denial()).isEqualTo("rbac none");
        assertThat(denied("rbac none").with(denied("http_403")).denial()).isEqualTo("rbac none");
        assertThat(denied("http_401").with(denied("http_403")).denial()).isEqualTo("http_401");
        assertThat(denied("http_403").with(denied("grpc_unauthenticated")).denial())
                .isEqualTo("grpc_unauthenticated");
        assertThat(denied("").with(denied("http_403")).denial()).isEqualTo("http_403");
        assertThat(denied("http_403").with(denied("")).denial()).isEqualTo("http_403");
    }

    @Test
    @DisplayName("another operation leaves all else as it is")
    void withOperation() {
        Random random = new Random(4);
        Exchange a = any(random);
        Exchange changed = a.withOperation("GET /x");

        assertThat(changed.operation()).isEqualTo("GET /x");
        assertThat(changed.withOperation(a.operation())).isEqualTo(a);
    }

    private static Exchange denied(String denial) {
        return new Exchange(Outcome.OK, "", -1, -1, "", denial, ConnectionSecurity.UNKNOWN, "", "");
    }

    private static Exchange flagged(String flags) {
        return new Exchange(Outcome.OK, flags, -1, -1, "", "", ConnectionSecurity.UNKNOWN, "", "");
    }

    private static Exchange sized(long request, long response) {
        return new Exchange(Outcome.OK, "", request, response, "", "", ConnectionSecurity.UNKNOWN, "", "");
    }

    private static Exchange any(Random random) {
        return new Exchange(
                one(random, Outcome.values()),
                one(random, "", "", "UF", "UF,URX", "DC", "DC,UT"),
                random.nextInt(4) - 1,
                random.nextInt(4) - 1,
                one(random, "", "GET /a", "GET /b"),
                one(random, "", "jwt", "rbac none"),
                one(random, ConnectionSecurity.values()),
                one(random, "", "spiffe://a", "spiffe://b"),
                one(random, "", "spiffe://c", "spiffe://d"));
    }

    @SafeVarargs
    private static <T> T one(Random random, T... of) {
        return Stream.of(of).skip(random.nextInt(of.length)).findFirst().orElseThrow();
    }
}
