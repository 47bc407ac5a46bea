/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.allinone;

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
record AllInOneConfig(Path data, int grpcPort, int httpPort, int apiPort, int flinkPort, int parallelism) {}
