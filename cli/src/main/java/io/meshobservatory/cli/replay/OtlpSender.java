/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.replay;

import static java.util.Objects.requireNonNull;

import io.meshobservatory.connectors.otlp.OtlpSignal;
import io.opentelemetry.proto.collector.trace.v1.ExportTracePartialSuccess;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import javax.net.ssl.SSLException;

/**
 * Sends OTLP/HTTP in protobuf and gzip, and tries again as the OTLP specification asks: on 429, 502, 503 and 504, honouring
 * Retry-After, and when the connection fails; with exponential backoff and jitter, for a bounded time. A request whose
 * connection breaks may arrive twice, as with every exporter. Thread-safe.
 */
public final class OtlpSender {
    /** Where the bridge listens by default. */
    public static final URI DEFAULT_URL = URI.create("http://127.0.0.1:4318");

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

    private final URI baseUrl;
    private final RetryPolicy policy;
    private final RetryListener listener;
    private final Random jitter;
    private final HttpClient client;

    /**
     * What became of a request that was accepted.
     *
     * @param rejected how many spans, data points or log records the server refused all the same
     * @param message what it said about that, or a warning; empty for none
     * @param attempts how often it was sent, at least 1
     */
    public record Receipt(long rejected, String message, int attempts) {}

    /** Hears of every attempt that failed and will be repeated. Called on the thread that sends. */
    @FunctionalInterface
    public interface RetryListener {
        /**
         * An attempt failed.
         *
         * @param reason what the server answered, or why it could not be asked
         * @param wait until the next attempt
         */
        void onRetry(String reason, Duration wait);
    }

    /**
     * A sender.
     *
     * @param baseUrl http or https, without {@code /v1/traces}
     * @param seed of the jitter
     * @throws IllegalArgumentException if the URL is no such URL
     */
    public OtlpSender(URI baseUrl, RetryPolicy policy, long seed, RetryListener listener) {
        this.baseUrl = requireBaseUrl(baseUrl);
        this.policy = requireNonNull(policy, "policy");
        this.listener = requireNonNull(listener, "listener");
        this.jitter = new Random(seed);
        // HTTP/1.1: over plain text, the upgrade to HTTP/2 would cost an extra exchange on every new connection
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECT_TIMEOUT)
                .build();
    }

    /** A sender that nobody listens to, with the default policy. */
    public OtlpSender(URI baseUrl, long seed) {
        this(baseUrl, RetryPolicy.DEFAULT, seed, (reason, wait) -> {});
    }

    /** Where it sends to. */
    public URI baseUrl() {
        return baseUrl;
    }

    /**
     * Sends one request and waits until it is accepted.
     *
     * @param message the bytes of the signal's {@code Export*ServiceRequest}
     * @throws OtlpSendException if the server refuses it, or could not be reached for too long
     * @throws InterruptedException if the thread is interrupted
     */
    public Receipt send(OtlpSignal signal, byte[] message) throws OtlpSendException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(resolve(signal))
                .timeout(policy.requestTimeout())
                .header("Content-Type", "application/x-protobuf")
                .header("Content-Encoding", "gzip")
                .header("User-Agent", "mesh-observatory")
                .POST(HttpRequest.BodyPublishers.ofByteArray(gzip(message)))
                .build();
        long begin = System.nanoTime();
        for (int attempts = 1; ; attempts++) {
            String failure;
            Duration atLeast = Duration.ZERO;
            try {
                HttpResponse<byte[]> response = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
                if (response.statusCode() / 100 == 2) {
                    ExportTracePartialSuccess partial = OtlpResponses.partialSuccess(response);
                    return new Receipt(partial.getRejectedSpans(), partial.getErrorMessage(), attempts);
                }
                failure = OtlpResponses.describe(response);
                if (!isRetryable(response.statusCode())) {
                    throw new OtlpSendException(request.uri() + ": " + failure, null);
                }
                atLeast = OtlpResponses.retryAfter(response, Instant.now()).orElse(Duration.ZERO);
            } catch (OtlpSendException refused) {
                throw refused;
            } catch (SSLException insecure) {
                throw new OtlpSendException(request.uri() + ": TLS: " + insecure.getMessage(), insecure);
            } catch (IOException broken) {
                failure = describe(broken);
            }
            waitForNext(request.uri(), attempts, begin, failure, atLeast);
        }
    }

    private void waitForNext(URI uri, int attempts, long begin, String failure, Duration atLeast)
            throws OtlpSendException, InterruptedException {
        long backoff = policy.backoffNanos(attempts);
        long jittered = backoff / 2 + (long) (jitter.nextDouble() * (backoff / 2.0));
        long wait = Math.max(jittered, saturatedNanos(atLeast));
        long elapsed = System.nanoTime() - begin;
        if (wait > policy.giveUpAfter().toNanos() - elapsed) {
            String asked = atLeast.isZero() ? "" : ", Retry-After " + atLeast.toSeconds() + " s";
            throw new OtlpSendException(
                    uri + ": " + failure + asked + " (gave up after " + attempts
                            + (attempts == 1 ? " attempt in " : " attempts in ")
                            + TimeUnit.NANOSECONDS.toSeconds(elapsed) + " s)",
                    null);
        }
        listener.onRetry(failure, Duration.ofNanos(wait));
        TimeUnit.NANOSECONDS.sleep(wait);
    }

    private URI resolve(OtlpSignal signal) {
        String base = baseUrl.toString();
        String trimmed = base.endsWith("/") ? base.substring(0, base.length() - 1) : base;
        return URI.create(trimmed + signal.httpPath());
    }

    private static boolean isRetryable(int status) {
        return status == 429 || status == 502 || status == 503 || status == 504;
    }

    private static URI requireBaseUrl(URI url) {
        String scheme = url.getScheme();
        boolean http = scheme != null && (scheme.equalsIgnoreCase("http") || scheme.equalsIgnoreCase("https"));
        if (!http || url.getHost() == null || url.getQuery() != null || url.getFragment() != null) {
            throw new IllegalArgumentException(url + " (expected: a URL such as " + DEFAULT_URL + ")");
        }
        for (OtlpSignal signal : OtlpSignal.values()) {
            if (url.getPath().endsWith(signal.httpPath())) {
                throw new IllegalArgumentException(
                        url + " (expected: the URL without " + signal.httpPath() + ", which is added)");
            }
        }
        return url;
    }

    private static String describe(IOException broken) {
        String message = broken.getMessage();
        String name = broken.getClass().getSimpleName();
        // the client's ConnectException has no message of its own
        return message == null || message.isBlank() ? "no connection (" + name + ")" : message + " (" + name + ")";
    }

    private static long saturatedNanos(Duration duration) {
        return duration.compareTo(Duration.ofDays(1)) > 0 ? Long.MAX_VALUE : duration.toNanos();
    }

    private static byte[] gzip(byte[] message) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(message.length / 4 + 64);
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(message);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return out.toByteArray();
    }
}
