/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.simulator;

import io.meshobservatory.cli.simulator.proxy.Peer;
import io.meshobservatory.cli.simulator.random.SeededRandom;
import io.meshobservatory.cli.simulator.traffic.Ending;
import io.meshobservatory.cli.simulator.traffic.Question;
import io.meshobservatory.cli.simulator.traffic.Stream;
import io.meshobservatory.cli.simulator.traffic.Verdict;

/**
 * What is decided of one request of a stream before it is sent. Immutable.
 *
 * @param fate how it ends
 * @param requestBytes size of its body
 * @param responseBytes size of the answer's body
 * @param holdNanos how long the callee works on it; 0 for as long as usual
 * @param deep whether the callee asks whom it always asks
 * @param plainText whether it is sent without mutual TLS
 * @param principal the identity presented in place of the sender's own, empty for its own
 * @param userAgent who it says to be, empty for the usual
 * @param policy what refuses it
 * @param path what is asked for
 */
record Script(
        Fate fate,
        long requestBytes,
        long responseBytes,
        long holdNanos,
        boolean deep,
        boolean plainText,
        String principal,
        String userAgent,
        Policy policy,
        String path) {
    private static final double NANOS_PER_MILLI = 1e6;

    static Script of(Stream stream, SeededRandom random) {
        Question question = stream.question();
        Ending ending = stream.ending();
        Verdict verdict = ending.draw(random);
        double held = ending.holdMillis() * (0.5 + random.nextDouble());
        return new Script(
                Fate.of(verdict),
                question.size().draw(random),
                ending.size().draw(random),
                (long) (held * NANOS_PER_MILLI),
                ending.deep(),
                question.plainText(),
                question.principal(),
                question.userAgent(),
                new Policy(0, 0, 0, 0, ending.rule()),
                question.paths().get(random.nextInt(question.paths().size())));
    }

    /** Whether chance decides as for any other request. */
    boolean isUsual() {
        return deep && fate == Fate.ANSWERED;
    }

    /** The sender, as it presents itself. */
    Peer present(Peer sender) {
        return principal.isEmpty() ? sender : sender.withPrincipal(principal);
    }

    /** The user agent. */
    String agent(String usual) {
        return userAgent.isEmpty() ? usual : userAgent;
    }
}
