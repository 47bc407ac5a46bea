/* SPDX-License-Identifier: Apache-2.0 */
// The API's names in words for people. A name that is not here is shown as it is, without its underscores.

const RESILIENCE = {
  retry_limit_exceeded: "Retries used up", upstream_timeout: "Upstream timed out", circuit_breaker_open: "Circuit breaker open",
  rate_limited: "Rate limited", rate_limit_service_failed: "Rate limit service failed", fault_aborted: "Fault injected: aborted",
  fault_delayed: "Fault injected: delayed", no_healthy_upstream: "No healthy upstream",
  upstream_connection_failure: "Connection to upstream failed", upstream_connection_lost: "Upstream ended the connection",
  caller_gone: "Caller went away", denied: "Denied by policy", no_route: "No route or cluster",
  duration_limit_exceeded: "Open or idle for too long", protocol_error: "Protocol error", overloaded: "Load was shed",
  name_not_resolved: "Name not resolved", answered_from_cache: "Answered from cache", other: "Another flag",
};

const FACTS = {
  outlier_ejections: "Hosts ejected as outliers", outliers_ejected: "Hosts ejected now", circuit_breaker_open: "Circuit breaker",
  upstream_overflow: "Refused by a circuit breaker", upstream_connect_failures: "Upstream connections failed",
  tls_handshake_failures: "TLS handshakes failed", rbac_denied: "Denied by authorization policy",
  rbac_shadow_denied: "Would be denied by a dry-run policy", jwt_denied: "Denied for their JWT",
  external_authorization_denied: "Denied by an external authorizer", rate_limited: "Rate limited", control_plane_up: "Control plane",
  configuration_rejected: "Configurations rejected", certificate_signing_errors: "Certificate signings failed",
  certificate_expiry: "Certificate expires", healthy_hosts: "Healthy hosts", names_overflowed: "Names past the limit",
  unparsed_log_lines: "Log lines of no known format", unusable_metric_points: "Metric points that could not be used",
};

const FINDINGS = {
  trace_context_not_forwarded: "Trace context is not forwarded", plain_text_traffic: "Traffic in plain text",
  names_overflowed: "Too many names", unparsed_log_lines: "Log lines that cannot be read",
};

const ALERT_KINDS = {
  EXFILTRATION: "Exfiltration", LATERAL_MOVEMENT: "Lateral movement", BEACONING: "Beaconing", CREDENTIAL_ABUSE: "Credential abuse",
  POLICY_PROBING: "Policy probing", MTLS_DOWNGRADE: "mTLS downgrade", DDOS: "Denial of service", ANOMALY: "Anomaly",
};

const BASES = { NONE: "not told", TRACES: "traces", LOGS: "access logs", METRICS: "metrics", mixed: "several" };

const plain = (name) => name.charAt(0).toUpperCase() + name.slice(1).replaceAll("_", " ");

export const resilienceWords = (fact) => RESILIENCE[fact] ?? plain(fact);

export const factWords = (fact) => FACTS[fact] ?? plain(fact);

export const findingWords = (finding) => FINDINGS[finding] ?? plain(finding);

export const alertKindWords = (kind) => ALERT_KINDS[kind] ?? plain(kind);

export const plainWords = (name) => (name === "" ? "" : plain(name));

export const basisWords = (basis) => BASES[basis] ?? basis;
