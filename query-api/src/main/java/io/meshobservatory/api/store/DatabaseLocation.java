/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.api.store;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Where the database is, and as whom to read it. Immutable; its text does not show the password.
 *
 * @param jdbcUrl `jdbc:postgresql://…`
 * @param user the role, null where the address or the driver's default tells it
 * @param password its password, null where none is needed
 */
public record DatabaseLocation(
        String jdbcUrl, @Nullable String user, @Nullable String password) {
    private static final String JDBC = "jdbc:postgresql:";
    private static final String EXPECTED =
            " (expected: jdbc:postgresql://host:5432/database or postgres://user:password@host:5432/database)";

    public DatabaseLocation {
        requireNonNull(jdbcUrl, "jdbcUrl");
        if (!jdbcUrl.startsWith(JDBC)) {
            throw new IllegalArgumentException("database URL does not begin with " + JDBC + EXPECTED);
        }
    }

    /**
     * Reads an address in the form of JDBC or of libpq.
     *
     * @param user the role, null to take the one in the address
     * @param password the password, null to take the one in the address
     * @throws IllegalArgumentException if it is in neither form; the message does not repeat the address, which may hold
     *     a password
     */
    public static DatabaseLocation parse(String url, @Nullable String user, @Nullable String password) {
        if (url.startsWith(JDBC)) {
            return new DatabaseLocation(url, user, password);
        }
        URI uri;
        try {
            uri = new URI(url);
        } catch (URISyntaxException malformed) {
            throw new IllegalArgumentException("database URL: not a URL" + EXPECTED);
        }
        if (uri.getHost() == null || !("postgres".equals(uri.getScheme()) || "postgresql".equals(uri.getScheme()))) {
            throw new IllegalArgumentException("database URL: scheme or host is not as expected" + EXPECTED);
        }
        String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
        String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
        String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        String[] account = uri.getRawUserInfo() == null
                ? new String[0]
                : uri.getRawUserInfo().split(":", 2);
        return new DatabaseLocation(
                JDBC + "//" + uri.getHost() + port + path + query,
                user == null && account.length > 0 ? decoded(account[0]) : user,
                password == null && account.length > 1 ? decoded(account[1]) : password);
    }

    private static String decoded(String part) {
        return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return jdbcUrl.replaceAll("(?i)(password=)[^&]*", "$1***") + (user == null ? "" : " as " + user);
    }
}
