/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.timescale;

import static java.util.Objects.requireNonNull;

import java.io.Serializable;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Where the database is. Immutable and serializable; {@link #toString} does not tell the password.
 *
 * @param url a JDBC URL without credentials, {@code jdbc:postgresql://host:port/database?parameters}
 * @param user the user, null to let the driver choose (the operating system's user)
 * @param password the password, null where none is needed
 */
public record DatabaseConfig(
        String url, @Nullable String user, @Nullable String password) implements Serializable {
    /** Names the database: a JDBC URL or {@code postgres://user:password@host:port/database}. */
    public static final String URL_VARIABLE = "OBSERVATORY_DATABASE_URL";

    /** Overrides the user in the URL. */
    public static final String USER_VARIABLE = "OBSERVATORY_DATABASE_USER";

    /** Overrides the password in the URL. */
    public static final String PASSWORD_VARIABLE = "OBSERVATORY_DATABASE_PASSWORD";

    private static final String JDBC_PREFIX = "jdbc:postgresql://";
    private static final String EXPECTED =
            " (expected: jdbc:postgresql://host:port/database or postgres://user:password@host:port/database)";

    public DatabaseConfig {
        requireNonNull(url, "url");
        if (!url.startsWith(JDBC_PREFIX)) {
            throw new IllegalArgumentException("database URL: " + redacted(url) + EXPECTED);
        }
    }

    /**
     * Reads either form of URL, with credentials before the host (percent-encoded) or in the parameters {@code user} and
     * {@code password}, or with none.
     *
     * @throws IllegalArgumentException if it is neither; the message does not tell the password
     */
    public static DatabaseConfig parse(String url) {
        requireNonNull(url, "url");
        String trimmed = url.trim();
        String withoutJdbc = trimmed.startsWith("jdbc:") ? trimmed.substring("jdbc:".length()) : trimmed;
        int schemeEnd = withoutJdbc.indexOf("://");
        String scheme = schemeEnd < 0 ? "" : withoutJdbc.substring(0, schemeEnd);
        if (!scheme.equals("postgresql") && !scheme.equals("postgres")) {
            throw new IllegalArgumentException("database URL: " + redacted(trimmed) + EXPECTED);
        }
        String rest = withoutJdbc.substring(schemeEnd + "://".length());
        int authorityEnd = firstOf(rest, '/', '?');
        String authority = rest.substring(0, authorityEnd);
        String tail = rest.substring(authorityEnd);

        String user = null;
        String password = null;
        int at = authority.lastIndexOf('@');
        if (at >= 0) {
            String credentials = authority.substring(0, at);
            int colon = credentials.indexOf(':');
            user = decode(colon < 0 ? credentials : credentials.substring(0, colon), trimmed);
            password = colon < 0 ? null : decode(credentials.substring(colon + 1), trimmed);
        }
        String hosts = authority.substring(at + 1);

        int question = tail.indexOf('?');
        String database = question < 0 ? tail : tail.substring(0, question);
        List<String> parameters = new ArrayList<>();
        for (String parameter :
                question < 0 ? new String[0] : tail.substring(question + 1).split("&", -1)) {
            if (parameter.startsWith("user=")) {
                user = decode(parameter.substring("user=".length()), trimmed);
            } else if (parameter.startsWith("password=")) {
                password = decode(parameter.substring("password=".length()), trimmed);
            } else if (!parameter.isEmpty()) {
                parameters.add(parameter);
            }
        }
        if (hosts.isEmpty() || database.length() < 2) {
            throw new IllegalArgumentException("database URL: " + redacted(trimmed) + EXPECTED);
        }
        String query = parameters.isEmpty() ? "" : "?" + String.join("&", parameters);
        return new DatabaseConfig(JDBC_PREFIX + hosts + database + query, user, password);
    }

    /** From {@link #URL_VARIABLE} and the two that override its credentials; empty where the URL is not set. */
    public static Optional<DatabaseConfig> fromEnvironment() {
        return fromEnvironment(System.getenv());
    }

    /**
     * As {@link #fromEnvironment()}, from given variables.
     *
     * @throws IllegalArgumentException if the URL is set and wrong
     */
    public static Optional<DatabaseConfig> fromEnvironment(Map<String, String> environment) {
        String url = environment.get(URL_VARIABLE);
        if (url == null || url.isBlank()) {
            return Optional.empty();
        }
        DatabaseConfig parsed;
        try {
            parsed = parse(url);
        } catch (IllegalArgumentException wrong) {
            throw new IllegalArgumentException(URL_VARIABLE + ": " + wrong.getMessage(), wrong);
        }
        String user = environment.getOrDefault(USER_VARIABLE, parsed.user());
        String password = environment.getOrDefault(PASSWORD_VARIABLE, parsed.password());
        return Optional.of(new DatabaseConfig(parsed.url(), user, password));
    }

    /** A source of single connections, each new; for migrations and maintenance, not for many requests. */
    public DataSource dataSource() {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(url);
        if (user != null) {
            source.setUser(user);
        }
        if (password != null) {
            source.setPassword(password);
        }
        return source;
    }

    @Override
    public String toString() {
        return "DatabaseConfig[url=" + url + ", user=" + user + ", password=" + (password == null ? "none" : "***")
                + "]";
    }

    private static int firstOf(String text, char one, char other) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) == one || text.charAt(i) == other) {
                return i;
            }
        }
        return text.length();
    }

    private static String decode(String encoded, String url) {
        try {
            // a plus is a plus here: only forms write blanks so
            return URLDecoder.decode(encoded.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notEncoded) {
            throw new IllegalArgumentException(
                    "database URL: " + redacted(url) + " (expected: credentials percent-encoded)", notEncoded);
        }
    }

    private static String redacted(String url) {
        return url.replaceAll("//[^/?]*@", "//***@").replaceAll("(password=)[^&]*", "$1***");
    }
}
