/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.alertmanager;

import java.io.Serializable;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where Alertmanager is. Immutable and serializable; {@link #toString} does not tell the token.
 *
 * @param urls of each instance, without {@code /api/v2}; an Alertmanager cluster wants every instance told. Not empty
 * @param token sent as {@code Authorization: Bearer}, null where none is needed
 * @param dashboardUrl of the page of the query API, to which each alert links, null where there is none
 */
public record AlertmanagerConfig(
        List<URI> urls, @Nullable String token, @Nullable URI dashboardUrl) implements Serializable {
    /** Names the instances, separated by commas. */
    public static final String URL_VARIABLE = "OBSERVATORY_ALERTMANAGER_URL";

    /** The bearer token. */
    public static final String TOKEN_VARIABLE = "OBSERVATORY_ALERTMANAGER_TOKEN";

    /** Where people reach the dashboard. */
    public static final String DASHBOARD_VARIABLE = "OBSERVATORY_DASHBOARD_URL";

    private static final String EXPECTED = " (expected: http://host:port or https://host:port, without credentials)";

    public AlertmanagerConfig {
        urls = List.copyOf(urls);
        if (urls.isEmpty()) {
            throw new IllegalArgumentException("Alertmanager: no URL" + EXPECTED);
        }
        urls.forEach(url -> requireHttp("Alertmanager", url));
        if (dashboardUrl != null) {
            requireHttp("dashboard", dashboardUrl);
        }
    }

    /** From the variables; empty where {@link #URL_VARIABLE} is not set. */
    public static Optional<AlertmanagerConfig> fromEnvironment() {
        return fromEnvironment(System.getenv());
    }

    /**
     * As {@link #fromEnvironment()}, from given variables.
     *
     * @throws IllegalArgumentException if a URL is set and wrong; the message does not tell credentials
     */
    public static Optional<AlertmanagerConfig> fromEnvironment(Map<String, String> environment) {
        String urls = environment.getOrDefault(URL_VARIABLE, "");
        if (urls.isBlank()) {
            return Optional.empty();
        }
        List<URI> parsed = new ArrayList<>();
        for (String url : urls.split(",", -1)) {
            parsed.add(parse(URL_VARIABLE, url));
        }
        String token = environment.getOrDefault(TOKEN_VARIABLE, "");
        String dashboard = environment.getOrDefault(DASHBOARD_VARIABLE, "");
        return Optional.of(new AlertmanagerConfig(
                parsed,
                token.isBlank() ? null : token.trim(),
                dashboard.isBlank() ? null : parse(DASHBOARD_VARIABLE, dashboard)));
    }

    @Override
    public String toString() {
        return "AlertmanagerConfig[urls=" + urls + ", token=" + (token == null ? "none" : "***") + ", dashboardUrl="
                + dashboardUrl + "]";
    }

    private static URI parse(String name, String url) {
        try {
            return requireHttp(name, URI.create(url.trim().replaceAll("/+$", "")));
        } catch (IllegalArgumentException wrong) {
            // without the cause: it quotes the URL
            throw new IllegalArgumentException(name + ": " + redacted(url.trim()) + EXPECTED);
        }
    }

    private static URI requireHttp(String name, URI url) {
        boolean http = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
        if (!http || url.getHost() == null || url.getUserInfo() != null) {
            throw new IllegalArgumentException(name + ": " + redacted(url.toString()) + EXPECTED);
        }
        return url;
    }

    private static String redacted(String url) {
        return url.replaceAll("//[^/?]*@", "//***@");
    }
}
