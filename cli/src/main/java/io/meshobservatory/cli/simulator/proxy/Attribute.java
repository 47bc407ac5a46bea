/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.simulator.proxy;

import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;

/** Makes OTLP attributes. Stateless. */
public final class Attribute {
    private Attribute() {}

    /** A text. */
    public static KeyValue of(String key, String value) {
        return KeyValue.newBuilder()
                .setKey(key)
                .setValue(AnyValue.newBuilder().setStringValue(value))
                .build();
    }

    /** A whole number. */
    public static KeyValue of(String key, long value) {
        return KeyValue.newBuilder()
                .setKey(key)
                .setValue(AnyValue.newBuilder().setIntValue(value))
                .build();
    }
}
