/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.allinone;

import io.meshobservatory.jobs.servicegraph.ServiceGraphTopology;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;

/**
 * Where an all-in-one listens and keeps its data. Everything listens on the loopback interface; port 0 is any free one.
 *
 * @param data directory of its own
 * @param grpcPort OTLP/gRPC
 * @param httpPort OTLP/HTTP
 * @param apiPort query API and dashboard
 * @param flinkPort Flink's web page
 * @param parallelism of the Flink job
 */
record AllInOneConfig(Path data, int grpcPort, int httpPort, int apiPort, int flinkPort, int parallelism) {
    AllInOneConfig {
        if (parallelism < 1 || parallelism > ServiceGraphTopology.MAX_PARALLELISM) {
            throw new IllegalArgumentException("parallelism: " + parallelism + " (expected: from 1 to "
                    + ServiceGraphTopology.MAX_PARALLELISM + ")");
        }
    }

    /**
     * Looks before anything is started, since some servers fail late and unclearly.
     *
     * @throws IOException if a port is taken; the message says which, and by which option to choose another
     */
    void requireFreePorts() throws IOException {
        requireFree(grpcPort, "OTLP/gRPC", "--grpc-port");
        requireFree(httpPort, "OTLP/HTTP", "--http-port");
        requireFree(apiPort, "API and dashboard", "--api-port");
        requireFree(flinkPort, "Flink's page", "--flink-port");
    }

    private static void requireFree(int port, String what, String option) throws IOException {
        if (port < 0 || port > 65_535) {
            throw new IOException(option + ": " + port + " (expected: from 0 to 65535)");
        }
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        } catch (IOException taken) {
            throw new IOException(
                    "port " + port + " (" + what + ") is taken by another program; choose another with " + option,
                    taken);
        }
    }
}
