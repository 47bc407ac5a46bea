/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.otlp.logs;

import java.util.List;
import java.util.Map;

/**
 * The log records of one request. Immutable by convention.
 *
 * @param lines lines of access logs, in the order of the request
 * @param passedOver how many records are no calls, by reason
 */
public record DecodedLogs(List<LogLine> lines, Map<PassedOver, Integer> passedOver) {}
