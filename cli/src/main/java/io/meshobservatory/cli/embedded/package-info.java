/* SPDX-License-Identifier: Apache-2.0 */
/** Real servers within this process tree, for one machine: Kafka, PostgreSQL, Redis and Flink. */
@NullMarked
package io.meshobservatory.cli.embedded;

import org.jspecify.annotations.NullMarked;
