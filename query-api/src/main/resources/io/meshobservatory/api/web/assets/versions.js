/* SPDX-License-Identifier: Apache-2.0 */
// Versions of an edge side by side, so that a canary is seen beside its baseline.

import { h } from "./dom.js";
import { count, isTcp, millis, p95, percent, rate } from "./format.js";
import { errorText, section, table } from "./panel-parts.js";

const MOST_COLUMNS = 3;

/** A version that only traces name has no calls of its own: they are counted under the versions that metrics name. */
const isCounted = (part) => part.calls > 0 || part.connections_opened > 0;

const speed = (part) => (isCounted(part) ? rate(part.calls_per_second) : "counted elsewhere");

const errors = (part) => (part.calls > 0 ? errorText(part.error_rate) : "–");

const name = (part, all) => {
  const oneSource = all.every((other) => other.source_version === part.source_version);
  return oneSource ? part.destination_version : part.source_version + " → " + part.destination_version;
};

export function versionsSection(edge) {
  const parts = edge.versions;
  const title = parts.length > 1 ? "Versions, side by side" : "Version";
  if (parts.length > MOST_COLUMNS) {
    return section(title, table(["From → to", "Rate", "Errors", "p95", "Traced"],
      parts.map((part) => [part.source_version + " → " + part.destination_version, speed(part), errors(part), millis(p95(part)), count(part.sampled_calls)])));
  }
  const row = (heading, cell) => [heading, ...parts.map(cell)];
  const rows = isTcp(edge) ? [row("Connections", (part) => count(part.connections_opened))] : [
    row("Rate", speed),
    parts.length > 1 ? row("Share", (part) => (isCounted(part) ? percent(part.call_share) : "–")) : null,
    row("Errors", errors),
    row("p95", (part) => millis(p95(part))),
    row("Traced", (part) => count(part.sampled_calls)),
    parts.some((part) => part.faults_injected > 0) ? row("Faults injected", (part) => count(part.faults_injected)) : null,
  ].filter(Boolean);
  const from = parts.every((part) => part.source_version === parts[0].source_version)
    ? h("p", { class: "note" }, "Called by version " + parts[0].source_version) : null;
  return section(title, table(["", ...parts.map((part) => name(part, parts))], rows), from);
}
