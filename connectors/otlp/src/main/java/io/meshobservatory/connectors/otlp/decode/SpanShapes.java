/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.otlp.decode;

import org.jspecify.annotations.Nullable;

/**
 * Remembers the shapes of spans by what they depend on: the resource, the kind, which attributes there are, and the texts of
 * those that name something. A sidecar has one for each of its peers, so that its spans mostly have one that is known, and
 * neither strings nor parts of them need to be looked at. Fixed memory: {@value #PLACES} shapes, two places for each hash. Not
 * thread-safe.
 */
final class SpanShapes {
    private static final int PLACES_LOG_2 = 18;
    private static final int PLACES = 1 << PLACES_LOG_2;

    private final @Nullable KnownShape[] places = new KnownShape[PLACES];

    private @Nullable ResourceId resource;
    private long hash;
    private boolean keyed;

    /** The spans that follow have another resource; null for one that is not known again. */
    void beginResource(@Nullable ResourceId id) {
        resource = id;
    }

    /** The shape of a span, null if it is not known. */
    @Nullable
    KnownShape find(RawSpan span) {
        ResourceId of = resource;
        keyed = of != null && readHash(span, of);
        if (of == null || !keyed) {
            return null;
        }
        int place = place();
        KnownShape first = places[place];
        if (first != null && first.is(span, hash, of)) {
            return first;
        }
        KnownShape second = places[place ^ 1];
        return second != null && second.is(span, hash, of) ? second : null;
    }

    /**
     * Remembers a shape that was not known, if it depends on nothing but the key.
     *
     * @param span of whose attributes nothing was asked for since it was looked for, but to find the shape
     */
    void remember(RawSpan span, KnownShape shape) {
        if (!keyed || resource == null || !span.attributes.askedOnly(KnownShape.NAMES)) {
            return;
        }
        int place = place();
        if (places[place] != null) {
            places[place ^ 1] = places[place];
        }
        shape.isOf(span, hash, resource);
        places[place] = shape;
    }

    private int place() {
        return (int) (hash >>> (Long.SIZE - PLACES_LOG_2));
    }

    /** Whether there is a hash: no name came otherwise than as a text of bytes. */
    private boolean readHash(RawSpan span, ResourceId id) {
        Attributes attributes = span.attributes;
        long sum = id.hash() + KnownShape.kind(span);
        for (int word = 0; word < AttributeSet.WORDS; word++) {
            long told = attributes.told(word);
            sum = (sum ^ told) * Words.MULTIPLIER;
            sum ^= sum >>> 31;
            for (long rest = told & KnownShape.NAMES.word(word); rest != 0; rest &= rest - 1) {
                int key = (word << 6) + Long.numberOfTrailingZeros(rest);
                if (attributes.start(key) < 0) {
                    return false;
                }
                // which name has which text is told by the order
                sum = Long.rotateLeft(sum, 17) + attributes.hash(key);
            }
        }
        hash = Words.mixed(sum * Words.MULTIPLIER) * Words.MULTIPLIER;
        return true;
    }
}
