/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.selfcheck;

import java.util.Random;

/** Makes up requests and how they end. */
final class Messages {
    private static final String[] METHODS = {"GET", "POST", "DELETE"};
    private static final int[] GRPC_STATUS = {0, 0, 0, 0, 5, 13, 14};
    private static final int[] HTTP_STATUS = {200, 200, 200, 204, 404, 500, 503};

    private final Random random;

    Messages(Random random) {
        this.random = random;
    }

    /** A message of which only this is known: how it ended. */
    static Message quiet(int status) {
        return new Message(false, "GET", "/", "/", "/", status, -1, "", false, 0, 0);
    }

    Message any() {
        boolean grpc = random.nextInt(3) == 0;
        String method = grpc ? "POST" : METHODS[random.nextInt(METHODS.length)];
        String collection = "things" + random.nextInt(3);
        String rpc = "/shop.v1.Things/Get" + random.nextInt(3);
        Message message = new Message(
                grpc,
                method,
                grpc ? rpc : "/" + collection + "/" + (1000 + random.nextInt(9000)),
                grpc ? rpc : "/" + collection + "/{id}",
                grpc ? rpc : "/" + collection + "/{thing}",
                200,
                grpc ? 0 : -1,
                "",
                false,
                random.nextInt(5_000),
                random.nextInt(50_000));
        return ended(message);
    }

    /** Whether a proxy of the caller answered, so that nothing went to the callee. */
    boolean isRefused(Message message) {
        return message.flags().matches("UAEX|RL|FI|UO|UH");
    }

    /** Nobody answered. */
    Message failed(Message message) {
        return switch (random.nextInt(3)) {
            case 0 -> message.answered(0, 14, "DC", false);
            case 1 -> message.answered(503, 14, "UF,URX", false);
            default -> message.answered(504, 4, "UT", false);
        };
    }

    /** The callee answered, but its answer was lost. */
    Message cutOff(Message message) {
        return message.answered(503, 14, "UC", false);
    }

    private Message ended(Message message) {
        return switch (random.nextInt(16)) {
            case 0 -> message.answered(403, 7, "UAEX", false);
            case 1 -> message.answered(429, 8, "RL", false);
            case 2 -> message.answered(503, 14, "FI", false);
            case 3 -> message.answered(503, 14, random.nextBoolean() ? "UO" : "UH", false);
            case 4 -> message.answered(message.httpStatus(), 0, "DI", false);
            case 5 -> message.grpc() ? message.answered(200, 7, "", true) : message.answered(403, -1, "", false);
            default ->
                message.grpc()
                        ? message.answered(200, GRPC_STATUS[random.nextInt(GRPC_STATUS.length)], "", false)
                        : message.answered(HTTP_STATUS[random.nextInt(HTTP_STATUS.length)], -1, "", false);
        };
    }
}
