/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.bridge;

/**
 * How much the bridge accepts.
 *
 * @param maxHttpBytes largest body over HTTP, before and after decompression
 * @param maxGrpcBytes largest message over gRPC, before and after decompression
 * @param maxRecordBytes size of a Kafka record above which a request is cut at its resources (a resource that is larger
 *     alone stays whole)
 * @param maxRecordsPerRequest the number of Kafka records that one request may become
 * @param maxInFlightBytes bodies held at one time, over all requests; at least twice the largest body and 1 KiB, since a body
 *     and its decompressed form are held together
 * @param maxConcurrentRequests requests not yet answered, over all connections
 * @param maxConnections open connections on each of the two ports
 * @param workers threads that decompress, validate and hand over to Kafka
 */
public record BridgeLimits(
        int maxHttpBytes,
        int maxGrpcBytes,
        int maxRecordBytes,
        int maxRecordsPerRequest,
        long maxInFlightBytes,
        int maxConcurrentRequests,
        int maxConnections,
        int workers) {
    private static final int MEBIBYTE = 1024 * 1024;
    /** Above this, the largest record would not fit an int of bytes together with its frame. */
    private static final int MAX_BODY_BYTES = 1024 * MEBIBYTE;

    /** What a transport puts around a body. */
    private static final int FRAME_BYTES = 1_024;

    private static final int MIN_WORKERS = 4;

    public BridgeLimits {
        requireRange("maxHttpBytes", maxHttpBytes, 1, MAX_BODY_BYTES);
        requireRange("maxGrpcBytes", maxGrpcBytes, 1, MAX_BODY_BYTES);
        requireRange("maxRecordBytes", maxRecordBytes, 1_024, MAX_BODY_BYTES);
        requireRange("maxRecordsPerRequest", maxRecordsPerRequest, 1, Integer.MAX_VALUE);
        requireRange(
                "maxInFlightBytes",
                maxInFlightBytes,
                2L * Math.max(maxHttpBytes, maxGrpcBytes) + FRAME_BYTES,
                Long.MAX_VALUE);
        requireRange("maxConcurrentRequests", maxConcurrentRequests, 1, Integer.MAX_VALUE);
        requireRange("maxConnections", maxConnections, 1, Integer.MAX_VALUE);
        requireRange("workers", workers, 1, 1_024);
    }

    /** The limits that OTLP recommends, and 64 MiB in flight. */
    public static BridgeLimits defaults() {
        return new BridgeLimits(
                20 * MEBIBYTE,
                4 * MEBIBYTE,
                1_000_000,
                10_000,
                64L * MEBIBYTE,
                1_024,
                4_096,
                Math.max(MIN_WORKERS, 2 * Runtime.getRuntime().availableProcessors()));
    }

    /** These limits with other body sizes. */
    public BridgeLimits withBodies(int httpBytes, int grpcBytes) {
        return new BridgeLimits(
                httpBytes,
                grpcBytes,
                maxRecordBytes,
                maxRecordsPerRequest,
                maxInFlightBytes,
                maxConcurrentRequests,
                maxConnections,
                workers);
    }

    /** These limits with other Kafka record limits. */
    public BridgeLimits withRecords(int recordBytes, int recordsPerRequest) {
        return new BridgeLimits(
                maxHttpBytes,
                maxGrpcBytes,
                recordBytes,
                recordsPerRequest,
                maxInFlightBytes,
                maxConcurrentRequests,
                maxConnections,
                workers);
    }

    /** These limits with other bounds on what is in flight. */
    public BridgeLimits withInFlight(long bytes, int concurrentRequests) {
        return new BridgeLimits(
                maxHttpBytes,
                maxGrpcBytes,
                maxRecordBytes,
                maxRecordsPerRequest,
                bytes,
                concurrentRequests,
                maxConnections,
                workers);
    }

    /** These limits with another number of connections for each port, and of workers. */
    public BridgeLimits withConnections(int connections, int workerThreads) {
        return new BridgeLimits(
                maxHttpBytes,
                maxGrpcBytes,
                maxRecordBytes,
                maxRecordsPerRequest,
                maxInFlightBytes,
                maxConcurrentRequests,
                connections,
                workerThreads);
    }

    private static void requireRange(String what, long value, long min, long max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(what + ": " + value + " (expected: " + min + " to " + max + ")");
        }
    }
}
