/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.core.trace;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshobservatory.core.call.Call;
import java.util.List;
import java.util.stream.Stream;

/** Links the spans of a scenario, and tells its calls in short. */
final class Links {
    private Links() {}

    static List<Call> link(SpanMaker... spans) {
        return TraceLinker.link(Stream.of(spans).map(SpanMaker::make).toList());
    }

    static Call only(SpanMaker... spans) {
        List<Call> calls = link(spans);
        assertThat(calls).hasSize(1);
        return calls.get(0);
    }

    static Call to(String destination, List<Call> calls) {
        return calls.stream()
                .filter(call -> call.edge().destination().name().equals(destination))
                .findFirst()
                .orElseThrow();
    }

    static List<String> edges(List<Call> calls) {
        return calls.stream()
                .map(call -> call.edge().source().name() + ">"
                        + call.edge().destination().name())
                .toList();
    }
}
