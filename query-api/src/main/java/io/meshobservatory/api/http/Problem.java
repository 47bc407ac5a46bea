/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.api.http;

import static java.util.Objects.requireNonNull;

import com.linecorp.armeria.common.HttpStatus;
import org.jspecify.annotations.Nullable;

/**
 * An answer that says what is wrong, as RFC 9457 writes it. Immutable.
 *
 * @param kind what sort of problem; part of the contract
 * @param detail what is wrong with this request, with the offending value
 * @param parameter the parameter that is wrong, null where none is
 * @param expected what would have been right, null where nothing the caller sends would have been
 * @param retryAfterSeconds when it is worth to try again, null where it is not
 */
public record Problem(
        Kind kind,
        String detail,
        @Nullable String parameter,
        @Nullable String expected,
        @Nullable Integer retryAfterSeconds) {
    private static final int MAX_ECHO = 100;

    /** The sorts of problems: the last part of the `type`, a title, and the HTTP status. */
    public enum Kind {
        INVALID_PARAMETER("invalid-parameter", "A parameter is not as expected", HttpStatus.BAD_REQUEST),
        BAD_REQUEST("bad-request", "The request is not understood", HttpStatus.BAD_REQUEST),
        NOT_FOUND("not-found", "There is no such thing", HttpStatus.NOT_FOUND),
        METHOD_NOT_ALLOWED("method-not-allowed", "This is only for reading", HttpStatus.METHOD_NOT_ALLOWED),
        FOREIGN_HOST("foreign-host", "This host name is not served", HttpStatus.MISDIRECTED_REQUEST),
        TOO_MANY_STREAMS("too-many-streams", "All event streams are taken", HttpStatus.SERVICE_UNAVAILABLE),
        DATABASE_UNAVAILABLE("database-unavailable", "The database does not answer", HttpStatus.SERVICE_UNAVAILABLE),
        QUERY_TIMEOUT("query-timeout", "The database took too long", HttpStatus.SERVICE_UNAVAILABLE),
        LIVE_GRAPH_UNAVAILABLE(
                "live-graph-unavailable", "The live graph does not answer", HttpStatus.SERVICE_UNAVAILABLE),
        SERVER_ERROR("server-error", "The server failed", HttpStatus.INTERNAL_SERVER_ERROR),
        OTHER("http", "The request was not served", HttpStatus.BAD_REQUEST);

        private final String slug;
        private final String title;
        private final HttpStatus status;

        Kind(String slug, String title, HttpStatus status) {
            this.slug = slug;
            this.title = title;
            this.status = status;
        }

        /** The `type` of the answer: a name, not an address. */
        public String type() {
            return "urn:mesh-observatory:problem:" + slug;
        }

        public String title() {
            return title;
        }

        public HttpStatus status() {
            return status;
        }
    }

    public Problem {
        requireNonNull(kind, "kind");
        requireNonNull(detail, "detail");
    }

    public static Problem of(Kind kind, String detail) {
        return new Problem(kind, detail, null, null, null);
    }

    public static Problem retryable(Kind kind, String detail, int retryAfterSeconds) {
        return new Problem(kind, detail, null, null, retryAfterSeconds);
    }

    /** The exception for a parameter with a wrong value. */
    public static ProblemException badParameter(String parameter, String value, String expected) {
        return new ProblemException(new Problem(
                Kind.INVALID_PARAMETER,
                parameter + ": '" + shortened(value) + "' (expected: " + expected + ")",
                parameter,
                expected,
                null));
    }

    /** The exception for parameters that are wrong together, or missing. */
    public static ProblemException badParameters(String parameter, String detail, String expected) {
        return new ProblemException(new Problem(Kind.INVALID_PARAMETER, detail, parameter, expected, null));
    }

    public static ProblemException notFound(String detail) {
        return new ProblemException(of(Kind.NOT_FOUND, detail));
    }

    private static String shortened(String value) {
        return value.length() <= MAX_ECHO
                ? value
                : value.substring(0, MAX_ECHO) + "… (" + value.length() + " characters)";
    }
}
