/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.selfcheck;

import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;

/**
 * A mesh that was made up: its hops, the spans that tell of them, and which of these were lost. The same seed gives the
 * same mesh. A fifth of the seeds each loses 3, 15 and 40 percent of the spans, the others none; in two of three seeds
 * clocks differ by up to three seconds.
 */
record Mesh(long seed, List<Hop> hops, List<Told> spans) {
    static final long START_NANOS = 1_700_000_000_000_000_000L;
    private static final double[] LOSSES = {0, 0, 0.03, 0.15, 0.4};
    private static final long MAX_SKEW_NANOS = 3_000_000_000L;
    private static final int MAX_BATCH = 5;

    /** A request and the event time, in milliseconds, of the latest span in it. */
    record Request(byte[] bytes, long endMillis) {}

    /** @param canaries whether some services run in two versions */
    static Mesh generate(long seed, int traces, long durationNanos, boolean canaries) {
        Random random = new Random(seed * 1_000_003);
        Parties parties = new Parties(random, seed % 3 == 0 ? 0 : MAX_SKEW_NANOS, canaries);
        Journal journal = new Journal(random);
        Traffic traffic = new Traffic(random, parties, journal);
        for (int i = 0; i < traces; i++) {
            traffic.enter(START_NANOS + (long) (random.nextDouble() * durationNanos));
        }
        double loss = LOSSES[(int) (seed % LOSSES.length)];
        List<Told> spans = journal.spans();
        spans.forEach(span -> span.lost = random.nextDouble() < loss && !span.sharesId);
        return new Mesh(seed, journal.hops(), spans);
    }

    /** The spans that were not lost, as exporters batch them: a few of one teller that ended one after the other. */
    List<Request> requests(Random random) {
        Map<String, List<Told>> byTeller = spans.stream()
                .filter(span -> !span.lost)
                .sorted(Comparator.comparingLong(span -> span.endNanos))
                .collect(Collectors.groupingBy(
                        span -> span.party.address() + " " + span.dialect, LinkedHashMap::new, Collectors.toList()));
        List<Request> requests = new ArrayList<>();
        for (List<Told> told : byTeller.values()) {
            for (int i = 0; i < told.size(); ) {
                int to = Math.min(told.size(), i + 1 + random.nextInt(MAX_BATCH));
                requests.add(request(told.subList(i, to)));
                i = to;
            }
        }
        Collections.shuffle(requests, random);
        return requests;
    }

    private Request request(List<Told> told) {
        ScopeSpans.Builder scope = ScopeSpans.newBuilder();
        if (told.get(0).dialect.isEnvoy() && seed % 2 == 0) {
            scope.setScope(InstrumentationScope.newBuilder().setName("envoy"));
        }
        told.forEach(span -> scope.addSpans(Wording.span(span, seed)));
        byte[] bytes = ExportTraceServiceRequest.newBuilder()
                .addResourceSpans(ResourceSpans.newBuilder()
                        .setResource(Wording.resource(told.get(0)))
                        .addScopeSpans(scope))
                .build()
                .toByteArray();
        long end = told.stream().mapToLong(span -> span.endNanos).max().orElseThrow();
        return new Request(bytes, end / 1_000_000);
    }
}
