/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.simulator.rows;

import io.meshobservatory.cli.simulator.Fate;
import io.meshobservatory.cli.simulator.ReplyStatus;
import io.meshobservatory.cli.simulator.random.Draws;
import io.meshobservatory.cli.simulator.random.SeededRandom;
import java.util.ArrayList;
import java.util.List;

/**
 * The attempts to have some requests answered, and how they are counted: traces count attempts as far as spans tell of
 * them, metrics and logs count requests. Not thread-safe.
 */
final class Attempting {
    /** What a proxy answers in place of the callee, and an application to what it refuses. */
    private static final long DENIAL_BODY_BYTES = 19;

    private static final long ERROR_BODY_BYTES = 100;
    private static final LatencyPool AT_ONCE = LatencyPool.fixed(300_000);

    private final Asking asking;
    private final List<Alternative> alternatives;
    private final SeededRandom random;
    private final List<Final> finals = new ArrayList<>();
    private double weights;
    private long tlsFailures;

    /** How some requests ended for their caller. */
    record Final(ReplyStatus status, long calls, LatencyPool latency) {}

    Attempting(Asking asking, List<Alternative> alternatives, SeededRandom random) {
        this.asking = asking;
        this.alternatives = alternatives;
        this.random = random;
        for (Alternative alternative : alternatives) {
            weights += alternative.weight();
        }
    }

    /** Asks, and asks again where that is worth it. */
    void run(long requests) {
        // those of which no attempt has arrived yet, and the others
        long[] open = {requests, 0};
        for (int attempt = 0; attempt <= asking.retries() && open[0] + open[1] > 0; attempt++) {
            long[] next = {0, 0};
            attempt(open[0], false, attempt == asking.retries(), next);
            attempt(open[1], true, attempt == asking.retries(), next);
            open = next;
        }
    }

    /** How the requests ended. */
    List<Final> finals() {
        return finals;
    }

    /** How many requests failed. */
    long failed() {
        return finals.stream()
                .filter(end -> end.status().failed())
                .mapToLong(Final::calls)
                .sum();
    }

    /** How many TLS handshakes failed. */
    long tlsFailures() {
        return tlsFailures;
    }

    private void attempt(long requests, boolean arrivedBefore, boolean last, long[] next) {
        long left = requests;
        double weight = weights;
        for (Alternative alternative : alternatives) {
            if (left == 0) {
                return;
            }
            long chosen = Draws.binomial(left, weight <= 0 ? 1 : alternative.weight() / weight, random);
            left -= chosen;
            weight -= alternative.weight();
            new Round(alternative, arrivedBefore, last, next).ask(chosen);
        }
    }

    /** One attempt at one alternative. */
    private final class Round {
        private final Alternative alternative;
        private final boolean arrivedBefore;
        private final boolean last;
        private final long[] next;

        Round(Alternative alternative, boolean arrivedBefore, boolean last, long[] next) {
            this.alternative = alternative;
            this.arrivedBefore = arrivedBefore;
            this.last = last;
            this.next = next;
        }

        void ask(long requests) {
            double[] shares = alternative.shares();
            long left = requests;
            double rest = 1;
            for (int i = 0; i < shares.length && left > 0; i++) {
                if (shares[i] > 0) {
                    long met = Draws.binomial(left, shares[i] / rest, random);
                    left -= met;
                    rest -= shares[i];
                    settle(asking.possible(Fate.drawn(i)), met);
                }
            }
            settle(Fate.ANSWERED, left);
        }

        private void settle(Fate fate, long calls) {
            if (calls == 0) {
                return;
            }
            if (fate == Fate.TLS_FAILURE) {
                tlsFailures += calls;
            }
            boolean answered = fate == Fate.ANSWERED || fate == Fate.FAULT_DELAY;
            long broken = answered ? alternative.failing().applyAsLong(calls) : 0;
            end(fate, fate.told(asking.protocol(), asking.policy()), calls - broken);
            end(fate, ReplyStatus.internalError(asking.protocol()), broken);
        }

        private void end(Fate fate, ReplyStatus status, long calls) {
            if (calls == 0) {
                return;
            }
            boolean retriable = status.failed() && fate.isRetried();
            boolean again = retriable && !last;
            boolean arrives = fate.arrives();
            if (again) {
                next[arrives || arrivedBefore ? 1 : 0] += calls;
            }
            ReplyStatus told = retriable && last && asking.retries() > 0 ? status.withRetriesExhausted() : status;
            LatencyPool latency = latency(fate);
            if (!again) {
                finals.add(new Final(told, calls, latency));
            }
            Sight sight = alternative.sight();
            boolean counted = sight.attempts() ? sight.eachTold() || arrives || (!again && !arrivedBefore) : !again;
            if (counted) {
                count(fate, again ? status : told, calls, latency);
            } else if (arrives) {
                alternative.sum().addObserved(secured(calls), calls);
            }
        }

        private void count(Fate fate, ReplyStatus status, long calls, LatencyPool latency) {
            boolean arrives = fate.arrives();
            boolean hungUp = fate == Fate.TIMEOUT && alternative.sight().attempts();
            long secured = arrives ? secured(calls) : 0;
            long answers = status.isRefused() ? 0 : calls;
            long body = fate.isDenied() ? DENIAL_BODY_BYTES : ERROR_BODY_BYTES;
            long responseBytes = asking.response().total(answers, random) + (hungUp ? 0 : (calls - answers) * body);
            alternative
                    .sum()
                    .add(
                            new Batch(
                                    calls,
                                    hungUp ? ReplyStatus.hungUp() : status,
                                    hungUp ? "DC,UT" : status.flags(),
                                    asking.operation(),
                                    asking.request().total(calls, random),
                                    responseBytes,
                                    secured,
                                    arrives ? calls - secured : 0,
                                    asking.principal(),
                                    latency,
                                    arrives),
                            random);
        }

        private LatencyPool latency(Fate fate) {
            return switch (fate) {
                case ANSWERED, FAULT_DELAY, SERVER_ERROR, NOT_FOUND -> alternative.latency();
                case TIMEOUT -> LatencyPool.fixed(asking.timeoutNanos());
                default -> AT_ONCE;
            };
        }

        private long secured(long calls) {
            return asking.secured() ? calls - Draws.binomial(calls, asking.plainText(), random) : 0;
        }
    }
}
