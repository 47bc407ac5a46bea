/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.core.alert;

/** What an alert is about. The names are part of the public contract: {@code finding_info.types}. Constants may only be appended. */
public enum AlertKind {
    /** Data leaves the mesh, or reaches a place where it has no business. */
    EXFILTRATION,
    /** From one workload to the next, by ways that nobody took before. */
    LATERAL_MOVEMENT,
    /** Small calls at regular distances to a place that hardly anybody calls. */
    BEACONING,
    /** Credentials are tried out, or used from where they do not belong. */
    CREDENTIAL_ABUSE,
    /** Somebody tries what the policies allow. */
    POLICY_PROBING,
    /** Plain text where there was mutual TLS. */
    MTLS_DOWNGRADE,
    /** A service is kept from its work by floods, slow requests or expensive ones. */
    DDOS,
    /** Unlike anything that the workload did before, without a pattern that names it. */
    ANOMALY
}
