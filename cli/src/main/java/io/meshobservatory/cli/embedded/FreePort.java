/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** Ports for servers that cannot choose one themselves. */
final class FreePort {
    private FreePort() {}

    /** A port of the loopback interface that nobody listens on at this moment. */
    static int find() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException none) {
            throw new UncheckedIOException("no free port on the loopback interface", none);
        }
    }
}
