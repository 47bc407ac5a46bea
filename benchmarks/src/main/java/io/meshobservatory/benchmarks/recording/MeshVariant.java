/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.benchmarks.recording;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Makes another mesh of a recording: its traces are dealt out to several copies of the mesh, whose services have names and
 * addresses of their own; and event time may go faster or slower. The spans of each sidecar are batched anew, as
 * {@link SidecarBatches} tells, since one that has a request for itself in the recording has few spans to send in a copy.
 *
 * @param copies how many copies, at least 1
 * @param spansPerEventSecond how many spans there are in a second of event time; 0 to keep it as recorded
 */
public record MeshVariant(int copies, long spansPerEventSecond) {
    /** The mesh as it was recorded. */
    public static final MeshVariant AS_RECORDED = new MeshVariant(1, 0);

    /**
     * Spans in a second of event time that suit a mesh of many copies: about what one core carries. A mesh that is hundreds of
     * times as large has hundreds of times the traffic; at the rate of the recording hardly any edge would have two calls in
     * a window.
     */
    public static final long RATE_OF_COPIES = 300_000;

    private static final Pattern PRIVATE_ADDRESS = Pattern.compile("\\b10\\.(\\d{1,3})\\.(\\d{1,3}\\.\\d{1,3})\\b");
    private static final double NANOS_PER_SECOND = 1e9;

    public MeshVariant {
        if (copies < 1 || copies > 10_000) {
            throw new IllegalArgumentException("copies: " + copies + " (expected: from 1 to 10000)");
        }
        if (spansPerEventSecond < 0) {
            throw new IllegalArgumentException(
                    "spans per event second: " + spansPerEventSecond + " (expected: at least 1, or 0)");
        }
    }

    /** Makes it of a recording. */
    public Recording of(Recording recorded) throws IOException {
        if (equals(AS_RECORDED)) {
            return recorded;
        }
        List<ExportTraceServiceRequest> requests = new ArrayList<>();
        for (ShiftableRequest request : recorded.requests()) {
            requests.add(ExportTraceServiceRequest.parseFrom(request.bytes()));
        }
        Renaming renaming = new Renaming(serviceNames(requests));
        double seconds = (recorded.lastEndNanos() - recorded.firstEndNanos()) / NANOS_PER_SECOND;
        double stretch = spansPerEventSecond == 0 ? 1 : recorded.spans() / (double) spansPerEventSecond / seconds;
        SidecarBatches batches = new SidecarBatches();
        for (ExportTraceServiceRequest request : requests) {
            for (ResourceSpans resource : request.getResourceSpansList()) {
                deal(resource, renaming, recorded.firstEndNanos(), stretch, batches);
            }
        }
        return Recording.of(batches.requests(), "the variant");
    }

    private void deal(
            ResourceSpans resource, Renaming renaming, long fromNanos, double stretch, SidecarBatches batches) {
        Map<Integer, ResourceSpans> resources = new HashMap<>();
        for (ScopeSpans scope : resource.getScopeSpansList()) {
            for (Span span : scope.getSpansList()) {
                int copy = Math.floorMod(span.getTraceId().hashCode(), copies);
                Span.Builder changed = span.toBuilder()
                        .setName(renaming.of(span.getName(), copy))
                        .clearAttributes()
                        .setStartTimeUnixNano(stretched(span.getStartTimeUnixNano(), fromNanos, stretch))
                        .setEndTimeUnixNano(stretched(span.getEndTimeUnixNano(), fromNanos, stretch));
                span.getAttributesList().forEach(attribute -> changed.addAttributes(renaming.of(attribute, copy)));
                ResourceSpans sidecar = resources.computeIfAbsent(copy, key -> renaming.of(resource, key));
                batches.add(sidecar, scope.getScope(), changed.build());
            }
        }
    }

    private static long stretched(long nanos, long fromNanos, double stretch) {
        return fromNanos + Math.round((nanos - fromNanos) * stretch);
    }

    /** The services' names, without what follows the first dot: Istio writes {@code name.namespace}. */
    private static Set<String> serviceNames(List<ExportTraceServiceRequest> requests) {
        Set<String> names = new TreeSet<>();
        for (ExportTraceServiceRequest request : requests) {
            for (ResourceSpans resource : request.getResourceSpansList()) {
                for (KeyValue attribute : resource.getResource().getAttributesList()) {
                    if (attribute.getKey().equals("service.name")) {
                        names.add(attribute.getValue().getStringValue().split("\\.", 2)[0]);
                    }
                }
            }
        }
        return names;
    }

    /** Gives the services of a copy other names wherever they are named, and the pods other addresses. */
    private static final class Renaming {
        private final Pattern names;

        Renaming(Set<String> names) {
            // the longest first: "orders-db" is not "orders"
            String any = names.stream()
                    .sorted(Comparator.comparingInt(String::length).reversed())
                    .map(Pattern::quote)
                    .collect(Collectors.joining("|"));
            this.names = Pattern.compile("(?<![\\w-])(" + any + ")(?=[.|:/-]|$)");
        }

        /** The resource of a copy, without spans. */
        ResourceSpans of(ResourceSpans resource, int copy) {
            ResourceSpans.Builder changed = resource.toBuilder().clearScopeSpans();
            changed.getResourceBuilder().clearAttributes();
            resource.getResource()
                    .getAttributesList()
                    .forEach(attribute -> changed.getResourceBuilder().addAttributes(of(attribute, copy)));
            return changed.build();
        }

        KeyValue of(KeyValue attribute, int copy) {
            if (copy == 0 || !attribute.getValue().hasStringValue()) {
                return attribute;
            }
            String value = of(attribute.getValue().getStringValue(), copy);
            return attribute.toBuilder()
                    .setValue(AnyValue.newBuilder().setStringValueBytes(ByteString.copyFromUtf8(value)))
                    .build();
        }

        String of(String text, int copy) {
            if (copy == 0) {
                return text;
            }
            String renamed = names.matcher(text).replaceAll("$1-" + copy);
            Matcher address = PRIVATE_ADDRESS.matcher(renamed);
            return address.replaceAll(found ->
                    (10 + copy / 256) + "." + (Integer.parseInt(found.group(1)) + copy) % 256 + "." + found.group(2));
        }
    }
}
