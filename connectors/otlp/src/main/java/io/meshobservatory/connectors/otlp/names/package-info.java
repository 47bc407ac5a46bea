/* SPDX-License-Identifier: Apache-2.0 */
/**
 * What names tell that Kubernetes, Istio and operators give to things: of hosts, pods, and Envoy's clusters. Spans, metrics
 * and logs carry the same names, and must read them alike.
 */
@NullMarked
package io.meshobservatory.connectors.otlp.names;

import org.jspecify.annotations.NullMarked;
