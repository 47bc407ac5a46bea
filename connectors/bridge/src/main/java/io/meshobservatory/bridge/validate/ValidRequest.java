/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.bridge.validate;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What is in a well-formed request. Immutable.
 *
 * @param items spans, data points or log records, rejected spans included; 0 or more
 * @param rejected rejected spans by reason (one reason each); empty for metrics and logs
 * @param examples which spans were rejected and why: the first few, as text for the sender
 */
public record ValidRequest(int items, Map<RejectReason, Integer> rejected, List<String> examples) {
    public ValidRequest {
        EnumMap<RejectReason, Integer> copy = new EnumMap<>(RejectReason.class);
        copy.putAll(rejected);
        rejected = Map.copyOf(copy);
        examples = List.copyOf(examples);
    }

    /** A request without a rejected span. */
    static ValidRequest inOrder(int items) {
        return new ValidRequest(items, Map.of(), List.of());
    }

    /** The number of rejected spans, 0 to {@link #items}. */
    public int rejectedItems() {
        return rejected.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** Which spans were rejected and why, for the field {@code error_message}; empty if none was. */
    public String rejectionMessage() {
        int count = rejectedItems();
        if (count == 0) {
            return "";
        }
        StringBuilder message = new StringBuilder(128);
        message.append(count).append(" of ").append(items).append(" spans rejected: ");
        message.append(String.join("; ", examples));
        if (count > examples.size()) {
            message.append("; and ").append(count - examples.size()).append(" more");
        }
        return message.toString();
    }
}
