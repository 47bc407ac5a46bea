/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.otlp.metrics;

import com.google.protobuf.InvalidProtocolBufferException;
import io.meshobservatory.core.identity.Alias;
import io.meshobservatory.core.metric.TargetPoints;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import io.opentelemetry.proto.metrics.v1.ScopeMetrics;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Decodes requests into points with a meaning. Metrics that tell nothing of the mesh are passed over, except that they show
 * that their target was read. Stateless and thread-safe: what a request does not tell must be remembered by the caller.
 */
public final class MetricDecoder {
    /**
     * Decodes a request.
     *
     * @param request an {@code ExportMetricsServiceRequest} in protobuf
     * @throws MetricDecodeException if it is none
     */
    public DecodedMetrics decode(byte[] request) throws MetricDecodeException {
        ExportMetricsServiceRequest parsed;
        try {
            parsed = ExportMetricsServiceRequest.parseFrom(request);
        } catch (InvalidProtocolBufferException malformed) {
            throw new MetricDecodeException(malformed);
        }
        List<TargetPoints> targets = new ArrayList<>();
        Set<Alias> aliases = new LinkedHashSet<>();
        List<UnusablePoints> unusable = new ArrayList<>();
        long passedOver = 0;
        for (ResourceMetrics resourceMetrics : parsed.getResourceMetricsList()) {
            TargetResource resource = new TargetResource(resourceMetrics.getResource());
            for (ScopeMetrics scopeMetrics : resourceMetrics.getScopeMetricsList()) {
                ScopeDecoder scope = new ScopeDecoder(resource, scopeMetrics);
                scope.decode();
                for (TargetBuilder target : scope.targets()) {
                    targets.add(target.build());
                    unusable.addAll(target.unusable());
                }
                aliases.addAll(scope.aliases());
                passedOver += scope.passedOver();
            }
        }
        return new DecodedMetrics(targets, aliases, unusable, passedOver);
    }
}
