/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.linecorp.armeria.client.ClientFactory;
import com.linecorp.armeria.client.grpc.GrpcClients;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import io.opentelemetry.proto.collector.trace.v1.TraceServiceGrpc;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** TLS and mutual TLS on both ports, with certificates made here. */
class BridgeTlsTest {
    private static final byte[] TRACES = TestRequests.traces(1, "a").toByteArray();

    @TempDir
    static Path directory = Path.of("unset");

    private static @Nullable X509Bundle authority;
    private static @Nullable X509Bundle server;

    @BeforeAll
    static void makeCertificates() throws Exception {
        authority = new CertificateBuilder()
                .ecp256()
                .subject("CN=test authority")
                .setIsCertificateAuthority(true)
                .buildSelfSigned();
        server = new CertificateBuilder()
                .ecp256()
                .subject("CN=localhost")
                .addSanDnsName("localhost")
                .addSanIpAddress("127.0.0.1")
                .buildIssuedBy(authority());
        Files.writeString(directory.resolve("chain.pem"), server().getCertificatePathPEM());
        Files.writeString(directory.resolve("key.pem"), server().getPrivateKeyPEM());
        Files.writeString(directory.resolve("ca.pem"), authority().getRootCertificatePEM());
    }

    @Test
    void tlsServesThoseWhoTrustTheAuthority() throws Exception {
        try (TestBridge test = start(null)) {
            assertThat(post(test, trusting(null)).statusCode()).isEqualTo(200);
            exportOverGrpc(test, null);
            assertThat(test.sink.sent()).hasSize(2);
            assertThatThrownBy(() -> post(test, HttpClient.newHttpClient())).isInstanceOf(IOException.class);
            assertThat(test.sink.sent()).hasSize(2);
        }
    }

    @Test
    void mutualTlsServesOnlyClientsWithACertificateOfTheAuthority() throws Exception {
        X509Bundle known =
                new CertificateBuilder().ecp256().subject("CN=collector").buildIssuedBy(authority());
        X509Bundle stranger = new CertificateBuilder()
                .ecp256()
                .subject("CN=stranger")
                .setIsCertificateAuthority(true)
                .buildSelfSigned();
        try (TestBridge test = start(directory.resolve("ca.pem"))) {
            assertThat(post(test, trusting(known)).statusCode()).isEqualTo(200);
            exportOverGrpc(test, known);
            assertThat(test.sink.sent()).hasSize(2);
            assertThatThrownBy(() -> post(test, trusting(null))).isInstanceOf(IOException.class);
            assertThatThrownBy(() -> post(test, trusting(stranger))).isInstanceOf(IOException.class);
            assertThatThrownBy(() -> exportOverGrpc(test, null)).isInstanceOf(RuntimeException.class);
            assertThat(test.sink.sent()).hasSize(2);
        }
    }

    private static TestBridge start(@Nullable Path clientAuthorities) {
        return TestBridge.start(config -> config.withTls(
                new TlsFiles(directory.resolve("chain.pem"), directory.resolve("key.pem"), clientAuthorities)));
    }

    private static HttpResponse<String> post(TestBridge test, HttpClient client)
            throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(URI.create("https://localhost:" + test.bridge.httpPort() + "/v1/traces"))
                        .header("content-type", TestBridge.PROTOBUF)
                        // in TLS 1.3 the JDK's client may miss the alert that refuses its certificate, and wait
                        .timeout(Duration.ofSeconds(5))
                        .POST(HttpRequest.BodyPublishers.ofByteArray(TRACES))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static HttpClient trusting(@Nullable X509Bundle client) throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        KeyManager[] keys = client == null
                ? new KeyManager[0]
                : client.toKeyManagerFactory().getKeyManagers();
        context.init(keys, authority().toTrustManagerFactory().getTrustManagers(), null);
        return HttpClient.newBuilder().sslContext(context).build();
    }

    private static void exportOverGrpc(TestBridge test, @Nullable X509Bundle client) {
        try (ClientFactory factory = ClientFactory.builder()
                .tlsCustomizer(tls -> {
                    tls.trustManager(authority().getRootCertificate());
                    if (client != null) {
                        tls.keyManager(client.getKeyPair().getPrivate(), client.getCertificatePath());
                    }
                })
                .build()) {
            GrpcClients.builder("gproto+https://localhost:" + test.bridge.grpcPort())
                    .factory(factory)
                    .build(TraceServiceGrpc.TraceServiceBlockingStub.class)
                    .export(TestRequests.traces(1, "a"));
        }
    }

    private static X509Bundle authority() {
        return Objects.requireNonNull(authority);
    }

    private static X509Bundle server() {
        return Objects.requireNonNull(server);
    }
}
