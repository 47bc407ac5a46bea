/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.serialization;

import java.util.Objects;
import org.apache.flink.api.common.serialization.SerializerConfig;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.jspecify.annotations.Nullable;

/** The type of a stream or state whose serializer is written by hand. Immutable. */
public final class RecordTypeInfo<T> extends TypeInformation<T> {
    private static final long serialVersionUID = 1L;

    private final Class<T> type;
    private final TypeSerializer<T> serializer;
    private final boolean keyType;

    /** @param keyType whether streams may be keyed by it: its hash code must be the same in every JVM */
    public RecordTypeInfo(Class<T> type, TypeSerializer<T> serializer, boolean keyType) {
        this.type = type;
        this.serializer = serializer;
        this.keyType = keyType;
    }

    @Override
    public boolean isBasicType() {
        return false;
    }

    @Override
    public boolean isTupleType() {
        return false;
    }

    @Override
    public int getArity() {
        return 1;
    }

    @Override
    public int getTotalFields() {
        return 1;
    }

    @Override
    public Class<T> getTypeClass() {
        return type;
    }

    @Override
    public boolean isKeyType() {
        return keyType;
    }

    @Override
    public TypeSerializer<T> createSerializer(SerializerConfig config) {
        return serializer.duplicate();
    }

    @Override
    public String toString() {
        return type.getSimpleName();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof RecordTypeInfo<?> that
                && type.equals(that.type)
                && serializer.equals(that.serializer)
                && keyType == that.keyType;
    }

    @Override
    public int hashCode() {
        return Objects.hash(type, serializer, keyType);
    }

    @Override
    public boolean canEqual(Object other) {
        return other instanceof RecordTypeInfo<?>;
    }
}
