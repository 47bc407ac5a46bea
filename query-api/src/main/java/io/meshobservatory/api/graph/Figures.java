/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.api.graph;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Instant;

/** How figures are written: six significant digits, which is finer than any of the figures is known. */
final class Figures {
    private static final MathContext SIX_DIGITS = new MathContext(6);

    private Figures() {}

    static double rounded(double value) {
        return new BigDecimal(value).round(SIX_DIGITS).doubleValue();
    }

    static double perSecond(long count, double seconds) {
        return rounded(count / seconds);
    }

    /** A share in [0,1]; 0 of nothing. */
    static double ratio(long part, long whole) {
        return whole == 0 ? 0 : rounded((double) part / whole);
    }

    static Instant instant(long millis) {
        return Instant.ofEpochMilli(millis);
    }
}
