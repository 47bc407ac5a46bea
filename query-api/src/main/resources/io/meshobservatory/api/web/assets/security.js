/* SPDX-License-Identifier: Apache-2.0 */
// Mutual TLS in words. What was not observed is never called plain, and never protected.

import { h, svg } from "./dom.js";
import { count, isTcp, percent } from "./format.js";
import { section, table, tag } from "./panel-parts.js";

const SHACKLES = { closed: "M3 5V3.5a2 2 0 0 1 4 0V5", open: "M3 5V3.5a2 2 0 0 1 3.9-.6" };

const lock = (shackle) => svg("svg", { class: "lock", viewBox: "0 0 10 11", "aria-hidden": "true" },
  svg("path", { d: SHACKLES[shackle] }), svg("rect", { x: 1, y: 5, width: 8, height: 5.3, rx: 1 }));

const locked = (shackle, text, kind) => tag([lock(shackle), text], kind);

/** Of one edge, or of all edges of a node. */
export function mtlsTag(edges) {
  if (edges.length === 0) return null;
  const all = (word) => edges.every((edge) => edge.mtls === word);
  if (all("mutual")) return locked("closed", "mTLS on all " + (edges.every(isTcp) ? "connections" : "calls"), "good");
  if (all("unknown")) return tag("mTLS not observed");
  if (all("plaintext")) return locked("open", "plain text, no mTLS", "bad");
  if (edges.some((edge) => warning(edge) !== "")) return locked("open", "partly plain text", "bad");
  return locked("closed", "mTLS on some calls", "warn");
}

/** What an edge's label says of it, empty where there is nothing to warn of. */
export function warning(edge) {
  if (edge.mtls === "plaintext") return "plain text";
  return edge.mtls === "mixed" && edge.plain_text_calls > 0 ? "partly plain" : "";
}

export function securitySection(edge) {
  const total = edge.mutual_tls_calls + edge.plain_text_calls + edge.unobserved_tls_calls;
  if (total === 0 && !edge.source_principal && !edge.destination_principal) return null;
  const rows = [
    ["Mutual TLS", edge.mutual_tls_calls, null], ["Plain text", edge.plain_text_calls, "bad-text"], ["Not observed", edge.unobserved_tls_calls, null],
  ].filter(([, number]) => number > 0)
    .map(([name, number, kind]) => [h("span", { class: kind }, name), count(number), percent(number / total)]);
  const identities = [["Caller", edge.source_principal], ["Callee", edge.destination_principal]].filter(([, principal]) => principal);
  return section("Security",
    rows.length ? table(["", edge.calls > 0 ? "Calls" : "Connections", "Share"], rows) : null,
    identities.map(([side, principal]) => h("p", { class: "principal" }, h("span", { class: "side" }, side), principal)));
}
