/* SPDX-License-Identifier: Apache-2.0 */
/**
 * From OTLP log requests to calls: access logs of Envoy, as Istio configures it, and of ztunnel.
 *
 * <p>A record is read in three steps. {@link io.meshobservatory.connectors.otlp.logs.EnvoyText},
 * {@link io.meshobservatory.connectors.otlp.logs.ZtunnelText} and {@link io.meshobservatory.connectors.otlp.logs.JsonLine}
 * turn the line, and attributes that the operator of the mesh added, into {@link io.meshobservatory.connectors.otlp.logs.Fields},
 * which are the same for every form. {@link io.meshobservatory.connectors.otlp.logs.Emitters} finds out who wrote it.
 * {@link io.meshobservatory.connectors.otlp.logs.EnvoyEntries} and
 * {@link io.meshobservatory.connectors.otlp.logs.ZtunnelEntries} make a call of both. A line that does not fit is kept with
 * the reason, and never guessed at.
 */
@NullMarked
package io.meshobservatory.connectors.otlp.logs;

import org.jspecify.annotations.NullMarked;
