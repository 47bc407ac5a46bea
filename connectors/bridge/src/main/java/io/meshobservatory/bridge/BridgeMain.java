/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.bridge;

import java.util.concurrent.CountDownLatch;

/** Runs a bridge that is configured by the environment, until SIGTERM or SIGINT. Exit code 2: bad configuration. */
public final class BridgeMain {
    private static final int EXIT_FAILURE = 1;
    private static final int EXIT_USAGE = 2;

    private BridgeMain() {}

    /** Takes no arguments: everything is in {@code OBSERVATORY_KAFKA} and {@code OBSERVATORY_BRIDGE_*}. */
    public static void main(String[] arguments) throws InterruptedException {
        if (arguments.length > 0) {
            exit(
                    EXIT_USAGE,
                    "argument " + arguments[0] + " (expected: none; configure by OBSERVATORY_KAFKA and "
                            + BridgeEnvironment.PREFIX
                            + String.join(", " + BridgeEnvironment.PREFIX, BridgeEnvironment.KEYS)
                            + ")");
        }
        BridgeConfig config;
        try {
            config = BridgeConfig.fromEnvironment(System.getenv());
        } catch (IllegalArgumentException invalid) {
            exit(EXIT_USAGE, String.valueOf(invalid.getMessage()));
            return;
        }
        OtlpBridge bridge;
        try {
            bridge = OtlpBridge.start(config);
        } catch (RuntimeException notStarted) {
            exit(EXIT_FAILURE, notStarted.getMessage() + ": " + rootCause(notStarted));
            return;
        }
        CountDownLatch ended = new CountDownLatch(1);
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            bridge.close();
                            ended.countDown();
                        },
                        "otlp-bridge-shutdown"));
        ended.await();
    }

    private static Throwable rootCause(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }

    private static void exit(int code, String message) {
        System.err.println("bridge: " + message);
        System.exit(code);
    }
}
