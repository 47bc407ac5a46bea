/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.models.baseline;

/** How likely something is that is so far out. Stateless. */
public final class Tail {
    private static final int MAX_TERMS = 1_000;

    private Tail() {}

    /**
     * One minus the share of ordinary observations that lie as many scales above the usual, if the noise has the tails of
     * Student's t with four degrees of freedom: 0.99 at 3.7 scales, 0.999 at 7.2, 0.9999 at 13. Measurements of services have
     * heavier tails than normal noise, for which 4 scales would already be once in 30,000.
     *
     * @param scales may be negative; NaN gives 0
     * @return from 0 to 1
     */
    public static double strength(double scales) {
        if (!(scales > 0)) {
            return 0;
        }
        if (scales == Double.POSITIVE_INFINITY) {
            return 1;
        }
        double square = scales * scales / 4;
        double root = Math.sqrt(1 + square);
        // Abramowitz and Stegun, Handbook of Mathematical Functions, 26.7.4, for four degrees of freedom
        double sine = scales / 2 / root;
        double central = sine * (1 + 0.5 / (1 + square));
        return Math.max(0, Math.min(1, 0.5 + 0.5 * central));
    }

    /**
     * The share of intervals that would show at least so many events, if these came independently of each other.
     *
     * @param count how many came, at least 0
     * @param expected how many come on average; 0 or less counts as none
     * @return from 0 to 1
     */
    public static double poisson(long count, double expected) {
        if (count <= 0) {
            return 1;
        }
        if (!(expected > 0)) {
            return 0;
        }
        if (expected > MAX_TERMS || count <= expected) {
            // Wilson and Hilferty's approximation of the gamma distribution by the normal one
            double root = Math.cbrt(expected / count);
            double z = (1 - 1.0 / (9 * count) - root) * 3 * Math.sqrt(count);
            return 1 - normal(z);
        }
        double term = 1;
        double sum = 0;
        for (int i = 1; i <= MAX_TERMS && term > sum * 1e-12; i++) {
            sum += term;
            term *= expected / (count + i);
        }
        double logOfFirst = count * StrictMath.log(expected) - expected - logFactorial(count);
        return Math.min(1, StrictMath.exp(logOfFirst) * sum);
    }

    private static double normal(double z) {
        // Zelen and Severo's approximation, Abramowitz and Stegun 26.2.17; error below 7.5e-8
        double t = 1 / (1 + 0.2316419 * Math.abs(z));
        double tail = StrictMath.exp(-z * z / 2)
                / Math.sqrt(2 * Math.PI)
                * t
                * (0.319381530 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
        return z > 0 ? 1 - tail : tail;
    }

    /** Stirling's series, exact to ten digits from 10 on; below that the product. */
    private static double logFactorial(long n) {
        if (n < 10) {
            double product = 1;
            for (long i = 2; i <= n; i++) {
                product *= i;
            }
            return StrictMath.log(product);
        }
        double x = n;
        return x * StrictMath.log(x) - x + 0.5 * StrictMath.log(2 * Math.PI * x) + 1 / (12 * x) - 1 / (360 * x * x * x);
    }
}
