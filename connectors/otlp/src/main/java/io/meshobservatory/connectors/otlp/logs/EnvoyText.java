/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.otlp.logs;

import static io.meshobservatory.connectors.otlp.logs.Field.AUTHORITY;
import static io.meshobservatory.connectors.otlp.logs.Field.BYTES_RECEIVED;
import static io.meshobservatory.connectors.otlp.logs.Field.BYTES_SENT;
import static io.meshobservatory.connectors.otlp.logs.Field.CONNECTION_TERMINATION_DETAILS;
import static io.meshobservatory.connectors.otlp.logs.Field.DOWNSTREAM_LOCAL_ADDRESS;
import static io.meshobservatory.connectors.otlp.logs.Field.DOWNSTREAM_REMOTE_ADDRESS;
import static io.meshobservatory.connectors.otlp.logs.Field.DURATION;
import static io.meshobservatory.connectors.otlp.logs.Field.METHOD;
import static io.meshobservatory.connectors.otlp.logs.Field.PATH;
import static io.meshobservatory.connectors.otlp.logs.Field.PROTOCOL;
import static io.meshobservatory.connectors.otlp.logs.Field.REQUESTED_SERVER_NAME;
import static io.meshobservatory.connectors.otlp.logs.Field.REQUEST_ID;
import static io.meshobservatory.connectors.otlp.logs.Field.RESPONSE_CODE;
import static io.meshobservatory.connectors.otlp.logs.Field.RESPONSE_CODE_DETAILS;
import static io.meshobservatory.connectors.otlp.logs.Field.RESPONSE_FLAGS;
import static io.meshobservatory.connectors.otlp.logs.Field.ROUTE_NAME;
import static io.meshobservatory.connectors.otlp.logs.Field.START_TIME;
import static io.meshobservatory.connectors.otlp.logs.Field.UPSTREAM_CLUSTER;
import static io.meshobservatory.connectors.otlp.logs.Field.UPSTREAM_HOST;
import static io.meshobservatory.connectors.otlp.logs.Field.UPSTREAM_LOCAL_ADDRESS;
import static io.meshobservatory.connectors.otlp.logs.Field.UPSTREAM_SERVICE_TIME;
import static io.meshobservatory.connectors.otlp.logs.Field.UPSTREAM_TRANSPORT_FAILURE_REASON;
import static io.meshobservatory.connectors.otlp.logs.Field.USER_AGENT;
import static io.meshobservatory.connectors.otlp.logs.Field.X_FORWARDED_FOR;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads lines in Istio's default text formats, in one pass. They differ behind the flags: since Istio 1.9 two bare fields
 * tell details; from 1.3 to 1.8 one quoted field told Mixer's status; before that there was no route name either; and
 * Envoy's own default leaves all of that out, and the upstream cluster too.
 *
 * <p>Envoy does not escape quotation marks, and half of the fields come from the client. A line counts only if it has
 * exactly the fields of a format, quoted exactly where the format quotes: a client that sends quotation marks can make a
 * line unreadable, but not make it tell something else. Not thread-safe.
 */
final class EnvoyText {
    /** Envoy's default: {@code [time] "request"} and these. Bare fields are those of {@link #isQuoted}'s complement. */
    private static final @Nullable Field[] PLAIN_ENVOY = {
        RESPONSE_CODE,
        RESPONSE_FLAGS,
        BYTES_RECEIVED,
        BYTES_SENT,
        DURATION,
        UPSTREAM_SERVICE_TIME,
        X_FORWARDED_FOR,
        USER_AGENT,
        REQUEST_ID,
        AUTHORITY,
        UPSTREAM_HOST
    };

    private static final @Nullable Field[] SINCE_1_9 = {
        RESPONSE_CODE,
        RESPONSE_FLAGS,
        RESPONSE_CODE_DETAILS,
        CONNECTION_TERMINATION_DETAILS,
        UPSTREAM_TRANSPORT_FAILURE_REASON,
        BYTES_RECEIVED,
        BYTES_SENT,
        DURATION,
        UPSTREAM_SERVICE_TIME,
        X_FORWARDED_FOR,
        USER_AGENT,
        REQUEST_ID,
        AUTHORITY,
        UPSTREAM_HOST,
        UPSTREAM_CLUSTER,
        UPSTREAM_LOCAL_ADDRESS,
        DOWNSTREAM_LOCAL_ADDRESS,
        DOWNSTREAM_REMOTE_ADDRESS,
        REQUESTED_SERVER_NAME,
        ROUTE_NAME
    };

    /** With Mixer's status, which tells nothing that the flags do not. */
    private static final @Nullable Field[] SINCE_1_3 = {
        RESPONSE_CODE,
        RESPONSE_FLAGS,
        null,
        UPSTREAM_TRANSPORT_FAILURE_REASON,
        BYTES_RECEIVED,
        BYTES_SENT,
        DURATION,
        UPSTREAM_SERVICE_TIME,
        X_FORWARDED_FOR,
        USER_AGENT,
        REQUEST_ID,
        AUTHORITY,
        UPSTREAM_HOST,
        UPSTREAM_CLUSTER,
        UPSTREAM_LOCAL_ADDRESS,
        DOWNSTREAM_LOCAL_ADDRESS,
        DOWNSTREAM_REMOTE_ADDRESS,
        REQUESTED_SERVER_NAME,
        ROUTE_NAME
    };

    private static final int WITHOUT_ROUTE = SINCE_1_3.length - 1;

    private final List<String> tokens = new ArrayList<>();
    private final List<Boolean> quoted = new ArrayList<>();

    /** Whether what begins here is the start of such a line: a time in brackets, and a quoted request. */
    static boolean recognises(String line, int from) {
        if (from >= line.length() || line.charAt(from) != '[' || !Timestamps.looksLikeTime(line, from + 1)) {
            return false;
        }
        int end = Timestamps.end(line, from + 1);
        return line.startsWith("] \"", end);
    }

    /** Reads a line that is {@linkplain #recognises recognised}; null if all went well, else what is wrong with it. */
    @Nullable
    UnparsedReason read(String line, int from, int to, Fields into) {
        int bracket = line.indexOf(']', from);
        if (bracket + 2 >= to) {
            return UnparsedReason.UNKNOWN_FORMAT;
        }
        UnparsedReason problem = split(line, bracket + 1, to);
        if (problem != null) {
            return problem;
        }
        @Nullable Field[] format = format();
        if (format == null) {
            return UnparsedReason.UNKNOWN_FORMAT;
        }
        into.put(START_TIME, line.substring(from + 1, bracket));
        if (!readRequest(tokens.get(0), into)) {
            return UnparsedReason.UNKNOWN_FORMAT;
        }
        for (int i = 1; i < tokens.size(); i++) {
            Field field = format[i - 1];
            if (field != null) {
                into.put(field, tokens.get(i));
            }
        }
        return null;
    }

    /** Fields are divided by exactly one blank each. */
    private @Nullable UnparsedReason split(String line, int from, int to) {
        tokens.clear();
        quoted.clear();
        int position = from;
        while (position < to) {
            if (line.charAt(position) != ' ' || tokens.size() > SINCE_1_9.length) {
                return quoted.isEmpty() || !quoted.get(quoted.size() - 1)
                        ? UnparsedReason.UNKNOWN_FORMAT
                        : UnparsedReason.AMBIGUOUS_QUOTES;
            }
            position++;
            boolean quote = position < to && line.charAt(position) == '"';
            int begin = quote ? position + 1 : position;
            int end = line.indexOf(quote ? '"' : ' ', begin);
            if (end < 0 || end > to) {
                if (quote) {
                    return UnparsedReason.AMBIGUOUS_QUOTES;
                }
                end = to;
            }
            String token = line.substring(begin, end);
            if (!quote && (token.isEmpty() || token.indexOf('"') >= 0)) {
                return token.isEmpty() ? UnparsedReason.UNKNOWN_FORMAT : UnparsedReason.AMBIGUOUS_QUOTES;
            }
            tokens.add(token);
            quoted.add(quote);
            position = quote ? end + 1 : end;
        }
        return null;
    }

    private @Nullable Field @Nullable [] format() {
        int fields = tokens.size() - 1;
        if (fits(SINCE_1_9, SINCE_1_9.length, fields)) {
            return SINCE_1_9;
        }
        if (fits(SINCE_1_3, SINCE_1_3.length, fields) || fits(SINCE_1_3, WITHOUT_ROUTE, fields)) {
            return SINCE_1_3;
        }
        return fits(PLAIN_ENVOY, PLAIN_ENVOY.length, fields) ? PLAIN_ENVOY : null;
    }

    private boolean fits(@Nullable Field[] format, int length, int fields) {
        if (fields != length || !quoted.get(0)) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (quoted.get(i + 1) != isQuoted(format[i])) {
                return false;
            }
        }
        return true;
    }

    private static boolean isQuoted(@Nullable Field field) {
        return field == null
                || field == UPSTREAM_TRANSPORT_FAILURE_REASON
                || field == X_FORWARDED_FOR
                || field == USER_AGENT
                || field == REQUEST_ID
                || field == AUTHORITY
                || field == UPSTREAM_HOST;
    }

    /** {@code METHOD path PROTOCOL}; a path may hold blanks, method and protocol do not. */
    private static boolean readRequest(String request, Fields into) {
        int first = request.indexOf(' ');
        int last = request.lastIndexOf(' ');
        if (first <= 0 || last <= first || last == request.length() - 1) {
            return false;
        }
        into.put(METHOD, request.substring(0, first));
        into.put(PATH, request.substring(first + 1, last));
        into.put(PROTOCOL, request.substring(last + 1));
        return true;
    }
}
