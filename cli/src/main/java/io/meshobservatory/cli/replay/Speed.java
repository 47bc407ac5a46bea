/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.replay;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * How much faster than recorded.
 *
 * @param factor above 0; infinite for as fast as possible
 */
public record Speed(double factor) {
    /** As fast as the receiver takes it. */
    static final Speed MAX = new Speed(Double.POSITIVE_INFINITY);

    boolean isMax() {
        return factor == Double.POSITIVE_INFINITY;
    }

    /** Reads {@code max} or a number above 0. */
    public static final class Converter implements ITypeConverter<Speed> {
        @Override
        public Speed convert(String value) {
            if (value.equals("max")) {
                return MAX;
            }
            double factor;
            try {
                factor = Double.parseDouble(value);
            } catch (NumberFormatException notANumber) {
                factor = Double.NaN;
            }
            if (!(factor > 0 && factor < Double.POSITIVE_INFINITY)) {
                throw new TypeConversionException("'" + value + "' (expected: a number above 0, or max)");
            }
            return new Speed(factor);
        }
    }
}
