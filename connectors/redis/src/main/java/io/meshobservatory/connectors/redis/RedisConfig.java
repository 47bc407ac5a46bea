/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.redis;

import static java.util.Objects.requireNonNull;

import io.lettuce.core.RedisURI;
import java.io.Serializable;
import java.util.Map;
import java.util.Optional;

/**
 * Where Redis is. Immutable and serializable; {@link #toString} does not tell the password.
 *
 * @param url {@code redis://host:port}, {@code rediss://} with TLS or {@code redis-sentinel://}; credentials as {@code redis://user:password@host}
 */
public record RedisConfig(String url) implements Serializable {
    /** Names the server. */
    public static final String URL_VARIABLE = "OBSERVATORY_REDIS_URL";

    public RedisConfig {
        requireNonNull(url, "url");
        url = url.trim();
        try {
            RedisURI.create(url);
        } catch (IllegalArgumentException wrong) {
            // without the cause: it quotes the URL
            throw new IllegalArgumentException("Redis URL: " + redacted(url) + " (expected: redis://host:port)");
        }
    }

    /** From {@link #URL_VARIABLE}; empty where it is not set. */
    public static Optional<RedisConfig> fromEnvironment() {
        return fromEnvironment(System.getenv());
    }

    /**
     * As {@link #fromEnvironment()}, from given variables.
     *
     * @throws IllegalArgumentException if the URL is set and wrong
     */
    public static Optional<RedisConfig> fromEnvironment(Map<String, String> environment) {
        String url = environment.get(URL_VARIABLE);
        if (url == null || url.isBlank()) {
            return Optional.empty();
        }
        return Optional.of(new RedisConfig(url));
    }

    RedisURI uri() {
        return RedisURI.create(url);
    }

    @Override
    public String toString() {
        return "RedisConfig[url=" + redacted(url) + "]";
    }

    private static String redacted(String url) {
        return url.replaceAll("//[^/?]*@", "//***@");
    }
}
