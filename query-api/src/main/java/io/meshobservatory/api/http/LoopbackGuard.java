/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.api.http;

import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.server.DecoratingHttpServiceFunction;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.meshobservatory.api.http.Problem.Kind;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the API to this machine while it has no authentication: it is bound to loopback only, and answers only to names
 * of loopback. The second matters since any web page may let its own host name point to 127.0.0.1 (DNS rebinding) and
 * would then read the answers as its own.
 */
public final class LoopbackGuard implements DecoratingHttpServiceFunction {
    private static final Set<String> NAMES = Set.of("localhost", "127.0.0.1", "[::1]");
    private static final Pattern HOST = Pattern.compile("(\\[[0-9a-fA-F:.]+]|[^:\\[\\]]+)(:\\d{1,5})?");

    /**
     * The address to bind to.
     *
     * @throws IllegalArgumentException if it is not one of loopback
     */
    public static InetAddress requireLoopback(String host) {
        InetAddress address;
        try {
            address = InetAddress.getByName(host);
        } catch (UnknownHostException unknown) {
            throw new IllegalArgumentException(
                    "host: '" + host + "' is not known (expected: 127.0.0.1 or ::1)", unknown);
        }
        if (!address.isLoopbackAddress()) {
            throw new IllegalArgumentException("host: '" + host
                    + "' (expected: 127.0.0.1 or ::1; the API has no authentication yet and must not be reachable from"
                    + " other machines)");
        }
        return address;
    }

    @Override
    public HttpResponse serve(HttpService delegate, ServiceRequestContext request, HttpRequest http) throws Exception {
        String host = http.authority();
        if (!isLoopbackName(host)) {
            throw new ProblemException(new Problem(
                    Kind.FOREIGN_HOST,
                    "host: '" + host + "'",
                    null,
                    "localhost, 127.0.0.1 or [::1], with any port",
                    null));
        }
        return delegate.serve(request, http);
    }

    static boolean isLoopbackName(@Nullable String host) {
        if (host == null) {
            return false;
        }
        Matcher matcher = HOST.matcher(host);
        return matcher.matches() && NAMES.contains(matcher.group(1).toLowerCase(Locale.ROOT));
    }
}
