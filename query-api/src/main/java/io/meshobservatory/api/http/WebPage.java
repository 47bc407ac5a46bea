/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.api.http;

import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.HttpStatusException;
import com.linecorp.armeria.server.ServerBuilder;
import com.linecorp.armeria.server.file.FileService;
import com.linecorp.armeria.server.file.HttpFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Properties;

/**
 * The page at `/`: its own files under `/assets/`, and the four libraries under `/webjars/`, all from the classpath, so
 * that it works without a network. The page asks for the libraries without their versions.
 */
public final class WebPage {
    private static final String ROOT = "io/meshobservatory/api/web";
    private static final String CACHE = "no-cache";
    private static final Map<String, String> LIBRARIES = Map.of(
            "cytoscape", "dist/cytoscape.min.js",
            "cytoscape-fcose", "cytoscape-fcose.js",
            "cose-base", "cose-base.js",
            "layout-base", "layout-base.js");

    private static final Map<String, String> SECURITY_HEADERS = Map.of(
            "content-security-policy",
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self';"
                    + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
            "x-content-type-options",
            "nosniff",
            "referrer-policy",
            "no-referrer",
            "cross-origin-resource-policy",
            "same-origin",
            "cross-origin-opener-policy",
            "same-origin");

    private WebPage() {}

    /** Adds the page, and to every answer of the server the headers that keep browsers careful. */
    public static void addTo(ServerBuilder server) {
        SECURITY_HEADERS.forEach(server::setHeader);
        ClassLoader classpath = WebPage.class.getClassLoader();
        HttpService index = file(classpath, ROOT + "/index.html", MediaType.HTML_UTF_8);
        server.route().get("/").head("/").build(index);
        server.route()
                .methods(HttpMethod.GET, HttpMethod.HEAD)
                .pathPrefix("/assets/")
                .build(FileService.builder(classpath, ROOT + "/assets")
                        .addHeader(HttpHeaderNames.CACHE_CONTROL, CACHE)
                        .build()
                        .orElse((request, http) -> {
                            throw HttpStatusException.of(HttpStatus.NOT_FOUND);
                        }));
        Properties versions = versions(classpath);
        LIBRARIES.forEach((library, file) -> {
            String version = versions.getProperty(library);
            String path = "/webjars/" + library + ".js";
            server.route()
                    .get(path)
                    .head(path)
                    .build(file(
                            classpath,
                            "META-INF/resources/webjars/" + library + "/" + version + "/" + file,
                            MediaType.JAVASCRIPT_UTF_8));
        });
    }

    private static HttpService file(ClassLoader classpath, String path, MediaType type) {
        if (classpath.getResource(path) == null) {
            throw new IllegalStateException("not on the classpath: " + path);
        }
        return HttpFile.builder(classpath, path)
                .contentType(type)
                .addHeader(HttpHeaderNames.CACHE_CONTROL, CACHE)
                .build()
                .asService();
    }

    private static Properties versions(ClassLoader classpath) {
        Properties versions = new Properties();
        try (InputStream in = classpath.getResourceAsStream("io/meshobservatory/api/webjars.properties")) {
            if (in == null) {
                throw new IllegalStateException("not on the classpath: io/meshobservatory/api/webjars.properties");
            }
            versions.load(in);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        return versions;
    }
}
