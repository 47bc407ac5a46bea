/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.otlp.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import java.math.BigInteger;
import java.util.stream.Collectors;

/** JSON values to the Java types that the protobuf reflection API takes for scalar fields. */
final class JsonScalars {
    private static final BigInteger MAX_UINT64 = BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);
    private static final BigInteger MIN_INT64 = BigInteger.valueOf(Long.MIN_VALUE);
    private static final BigInteger MAX_INT64 = BigInteger.valueOf(Long.MAX_VALUE);
    private static final long MAX_UINT32 = 0xFFFF_FFFFL;
    private static final double MAX_EXACT_DOUBLE = 9_007_199_254_740_992.0; // 2^53
    /** The longest 64-bit integer has 20 characters; a few leading zeros do no harm. */
    private static final int MAX_INTEGER_CHARS = 32;
    /** A double needs at most about 770 digits to be written exactly. */
    private static final int MAX_DOUBLE_CHARS = 1_000;

    private static final int MAX_NAMES_IN_MESSAGE = 8;

    private JsonScalars() {}

    static Object read(FieldDescriptor field, JsonNode value) throws JsonMismatch {
        return switch (field.getType()) {
            case DOUBLE -> real(value);
            case FLOAT -> (float) real(value);
            case INT64, SINT64, SFIXED64 ->
                integer(value, MIN_INT64, MAX_INT64, "a 64-bit integer, as a number or a string")
                        .longValue();
            case UINT64, FIXED64 ->
                integer(value, BigInteger.ZERO, MAX_UINT64, "an unsigned 64-bit integer, as a number or a string")
                        .longValue();
            case INT32, SINT32, SFIXED32 ->
                integer(
                                value,
                                BigInteger.valueOf(Integer.MIN_VALUE),
                                BigInteger.valueOf(Integer.MAX_VALUE),
                                "a 32-bit integer")
                        .intValue();
            case UINT32, FIXED32 ->
                integer(value, BigInteger.ZERO, BigInteger.valueOf(MAX_UINT32), "an unsigned 32-bit integer")
                        .intValue();
            case BOOL -> bool(value);
            case STRING -> string(value);
            case BYTES -> JsonBytes.read(field.getName(), value);
            case ENUM -> enumValue(field.getEnumType(), value);
            case MESSAGE, GROUP ->
                throw new IllegalArgumentException("field: " + field.getFullName() + " (expected: a scalar field)");
        };
    }

    private static boolean bool(JsonNode value) throws JsonMismatch {
        if (!value.isBoolean()) {
            throw JsonMismatch.of(value, "true or false");
        }
        return value.booleanValue();
    }

    private static String string(JsonNode value) throws JsonMismatch {
        if (!value.isTextual()) {
            throw JsonMismatch.of(value, "a string");
        }
        return value.textValue();
    }

    private static double real(JsonNode value) throws JsonMismatch {
        String expected = "a number, \"NaN\", \"Infinity\" or \"-Infinity\"";
        if (value.isNumber()) {
            double number = value.doubleValue();
            if (Double.isInfinite(number)) {
                throw JsonMismatch.of(value, "a number within the range of a double");
            }
            return number;
        }
        if (!value.isTextual()) {
            throw JsonMismatch.of(value, expected);
        }
        String text = value.textValue();
        return switch (text) {
            case "NaN" -> Double.NaN;
            case "Infinity" -> Double.POSITIVE_INFINITY;
            case "-Infinity" -> Double.NEGATIVE_INFINITY;
            default -> realFromText(value, text, expected);
        };
    }

    private static double realFromText(JsonNode value, String text, String expected) throws JsonMismatch {
        // Double.parseDouble also takes blanks, hexadecimal and a trailing 'd', none of which is JSON
        boolean plain = !text.isEmpty()
                && text.length() <= MAX_DOUBLE_CHARS
                && text.chars().allMatch(c -> (c >= '0' && c <= '9') || "+-.eE".indexOf(c) >= 0);
        if (!plain) {
            throw JsonMismatch.of(value, expected);
        }
        try {
            double number = Double.parseDouble(text);
            if (Double.isInfinite(number)) {
                throw JsonMismatch.of(value, "a number within the range of a double");
            }
            return number;
        } catch (NumberFormatException notANumber) {
            throw JsonMismatch.of(value, expected);
        }
    }

    private static BigInteger integer(JsonNode value, BigInteger min, BigInteger max, String expected)
            throws JsonMismatch {
        BigInteger integer;
        if (value.isIntegralNumber()) {
            integer = value.bigIntegerValue();
        } else if (value.isNumber()) {
            integer = integerFromReal(value, expected);
        } else if (value.isTextual()) {
            integer = integerFromText(value, expected);
        } else {
            throw JsonMismatch.of(value, expected);
        }
        if (integer.compareTo(min) < 0 || integer.compareTo(max) > 0) {
            throw JsonMismatch.of(value, expected);
        }
        return integer;
    }

    /** {@code 5.0} and {@code 1e3} are integers too, as protobuf JSON has it. */
    private static BigInteger integerFromReal(JsonNode value, String expected) throws JsonMismatch {
        double number = value.doubleValue();
        if (number != Math.rint(number) || Math.abs(number) > MAX_EXACT_DOUBLE) {
            throw JsonMismatch.of(value, expected);
        }
        return BigInteger.valueOf((long) number);
    }

    private static BigInteger integerFromText(JsonNode value, String expected) throws JsonMismatch {
        String text = value.textValue();
        int digitsFrom = text.startsWith("-") ? 1 : 0;
        boolean plain = text.length() > digitsFrom
                && text.length() <= MAX_INTEGER_CHARS
                && text.chars().skip(digitsFrom).allMatch(c -> c >= '0' && c <= '9');
        if (!plain) {
            throw JsonMismatch.of(value, expected);
        }
        return new BigInteger(text);
    }

    private static EnumValueDescriptor enumValue(EnumDescriptor type, JsonNode value) throws JsonMismatch {
        if (value.isTextual()) {
            EnumValueDescriptor named = type.findValueByName(value.textValue());
            if (named == null) {
                throw JsonMismatch.of(value, expectedOf(type));
            }
            return named;
        }
        if (!value.isNumber()) {
            throw JsonMismatch.of(value, expectedOf(type));
        }
        int number = integer(
                        value,
                        BigInteger.valueOf(Integer.MIN_VALUE),
                        BigInteger.valueOf(Integer.MAX_VALUE),
                        expectedOf(type))
                .intValue();
        // the enums of OTLP are open: a number from a newer version is kept as it is
        return type.findValueByNumberCreatingIfUnknown(number);
    }

    private static String expectedOf(EnumDescriptor type) {
        String names = type.getValues().stream()
                .limit(MAX_NAMES_IN_MESSAGE)
                .map(EnumValueDescriptor::getName)
                .collect(Collectors.joining(", "));
        String more = type.getValues().size() > MAX_NAMES_IN_MESSAGE ? ", ..." : "";
        return "an integer, or a name of " + type.getName() + ": " + names + more;
    }
}
