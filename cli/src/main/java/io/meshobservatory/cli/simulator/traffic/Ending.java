/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.simulator.traffic;

import static java.util.Objects.requireNonNull;

import io.meshobservatory.cli.simulator.random.SeededRandom;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * How the requests of a stream end. Immutable.
 *
 * @param shares how often each verdict falls; they are 1 together
 * @param size the size of the body of an answer
 * @param holdMillis how long the callee works on it, uniform from half of it to one and a half times as long; 0 for as long
 *     as usual
 * @param deep whether the callee asks whom it always asks for an answer; else it answers by itself
 * @param rule the policy and rule that refuse what is {@link Verdict#RBAC_DENIED}
 */
public record Ending(Map<Verdict, Double> shares, Size size, long holdMillis, boolean deep, String rule) {
    private static final double TOLERANCE = 1e-9;

    public Ending {
        requireNonNull(size, "size");
        requireNonNull(rule, "rule");
        shares = Collections.unmodifiableMap(new EnumMap<>(shares));
        double sum = shares.values().stream().mapToDouble(Double::doubleValue).sum();
        if (Math.abs(sum - 1) > TOLERANCE || shares.values().stream().anyMatch(share -> !(share >= 0))) {
            throw new IllegalArgumentException("shares: " + shares + " (expected: ratios that are 1 together)");
        }
    }

    /** All are answered, by the callee alone. */
    public static Ending answered(Size size) {
        return new Ending(Map.of(Verdict.ANSWERED, 1.0), size, 0, false, "none");
    }

    /** All are answered as usual, with everything that this takes. */
    public static Ending usual() {
        return new Ending(Map.of(Verdict.ANSWERED, 1.0), Size.NONE, 0, true, "none");
    }

    /** Some of them end in another way, the others are answered. */
    public Ending with(Verdict verdict, double share) {
        Map<Verdict, Double> all = new EnumMap<>(Verdict.class);
        all.putAll(shares);
        all.merge(verdict, share, Double::sum);
        all.merge(Verdict.ANSWERED, -share, Double::sum);
        if (Math.abs(all.getOrDefault(Verdict.ANSWERED, 0.0)) < TOLERANCE) {
            all.remove(Verdict.ANSWERED);
        }
        return new Ending(all, size, holdMillis, deep, rule);
    }

    /** The same, and the callee works on each for so long. */
    public Ending holding(long millis) {
        return new Ending(shares, size, millis, deep, rule);
    }

    /** The same, refused by a policy's rule. */
    public Ending refusedBy(String policyRule) {
        return new Ending(shares, size, holdMillis, deep, policyRule);
    }

    /** How one request ends. */
    public Verdict draw(SeededRandom random) {
        double at = random.nextDouble();
        Verdict last = Verdict.ANSWERED;
        for (Map.Entry<Verdict, Double> share : shares.entrySet()) {
            last = share.getKey();
            at -= share.getValue();
            if (at < 0) {
                return last;
            }
        }
        return last;
    }
}
