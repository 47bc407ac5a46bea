/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.api;

import com.linecorp.armeria.common.util.Exceptions;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs the query API by the configuration of the environment until the process is told to end. */
public final class QueryApiMain {
    private static final Logger LOG = LoggerFactory.getLogger(QueryApiMain.class);
    private static final int BAD_USAGE = 2;
    private static final int FAILURE = 1;

    private QueryApiMain() {}

    public static void main(String[] args) {
        ApiConfig config;
        try {
            if (args.length > 0) {
                throw new IllegalArgumentException(
                        "arguments: " + String.join(" ", args) + " (expected: none; the environment configures it)");
            }
            config = ApiConfig.fromEnvironment(System.getenv());
        } catch (IllegalArgumentException wrong) {
            System.err.println(wrong.getMessage());
            System.exit(BAD_USAGE);
            return;
        }
        QueryApi api;
        try {
            api = QueryApi.start(config);
        } catch (CompletionException notStarted) {
            Throwable cause = Exceptions.peel(notStarted);
            System.err.println("cannot listen on " + config.host() + ":" + config.port() + ": " + cause.getMessage());
            System.exit(FAILURE);
            return;
        }
        Runtime.getRuntime().addShutdownHook(new Thread(api::close, "observatory-api-shutdown"));
        LOG.info(
                "The query API and the page are at http://{}:{}/, reading {}",
                config.host(),
                api.port(),
                config.database());
    }
}
