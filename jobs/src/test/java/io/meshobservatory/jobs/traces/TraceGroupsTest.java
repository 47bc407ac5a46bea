/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.traces;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshobservatory.core.telemetry.Span;
import io.meshobservatory.core.telemetry.SpanFields;
import io.meshobservatory.core.telemetry.SpanKind;
import io.meshobservatory.core.telemetry.TraceId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The spans of a request, by trace")
class TraceGroupsTest {
    private static final int MAX_PARALLELISM = 128;
    private static final int SPANS = 500;
    private static final int TRACES = 60;

    private final SpanFields fields = new SpanFields();

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5})
    @DisplayName("go to the subtask of their trace, in one batch for each, request after request")
    void bySubtask(int parallelism) throws IOException {
        TraceTargets targets = new TraceTargets(parallelism, MAX_PARALLELISM);
        TraceGroups groups = new TraceGroups(targets);
        for (int request = 1; request <= 3; request++) {
            List<Span> spans = spans(request);

            List<SliceBatch> batches = drain(groups, spans);

            assertThat(batches).hasSize(parallelism);
            for (SliceBatch batch : batches) {
                int target = targets.of(batch.key());
                assertThat(unpack(batch)).isEqualTo(byTrace(spans, targets, target));
            }
        }
    }

    @Test
    @DisplayName("have a batch for each trace where there are no subtasks")
    void byTrace() throws IOException {
        List<Span> spans = spans(1);

        List<SliceBatch> batches = drain(new TraceGroups(null), spans);

        assertThat(batches).extracting(SliceBatch::key).doesNotHaveDuplicates().hasSize(TRACES);
        List<Span> unpacked = new ArrayList<>();
        for (SliceBatch batch : batches) {
            assertThat(unpack(batch)).extracting(Span::traceId).containsOnly(batch.key());
            unpacked.addAll(unpack(batch));
        }
        assertThat(unpacked).isEqualTo(byTrace(spans, null, 0));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    @DisplayName("are forgotten when the request is refused")
    void refused(int parallelism) throws IOException {
        TraceGroups groups = new TraceGroups(new TraceTargets(parallelism, MAX_PARALLELISM));
        spans(1).forEach(span -> add(groups, span));
        assertThat(groups.size()).isEqualTo(SPANS);

        groups.clear();

        assertThat(groups.size()).isZero();
        assertThat(drain(groups, List.of())).isEmpty();
        Span span = Spans.span(7, 1, 0, SpanKind.CLIENT, "a", 1_000, 2_000);
        assertThat(unpack(drain(groups, List.of(span)).get(0))).containsExactly(span);
    }

    private List<SliceBatch> drain(TraceGroups groups, List<Span> spans) {
        spans.forEach(span -> add(groups, span));
        List<SliceBatch> batches = new ArrayList<>();
        groups.drainTo(batches::add);
        return batches;
    }

    private void add(TraceGroups groups, Span span) {
        fields.set(span);
        groups.add(fields);
    }

    private static List<Span> unpack(SliceBatch batch) throws IOException {
        List<Span> spans = new ArrayList<>();
        new SpanUnpacker().unpack(batch, spans);
        return spans;
    }

    /** Those of a target, or all; the traces in the order in which they appear. */
    private static List<Span> byTrace(List<Span> spans, @Nullable TraceTargets targets, int target) {
        Map<TraceId, List<Span>> traces = new LinkedHashMap<>();
        for (Span span : spans) {
            if (targets == null || targets.of(span.traceId()) == target) {
                traces.computeIfAbsent(span.traceId(), id -> new ArrayList<>()).add(span);
            }
        }
        return traces.values().stream().flatMap(List::stream).toList();
    }

    /** More services than numbers of one byte. */
    private static List<Span> spans(int request) {
        List<Span> spans = new ArrayList<>();
        for (int i = 1; i <= SPANS; i++) {
            String service = "service-" + i * request % 301;
            spans.add(
                    Spans.span(1 + i % TRACES, i, 0, SpanKind.SERVER, service, 1_000L * request, 1_000L * request + i));
        }
        return spans;
    }
}
