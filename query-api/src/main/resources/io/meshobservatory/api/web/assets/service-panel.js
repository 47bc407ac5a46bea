/* SPDX-License-Identifier: Apache-2.0 */
// The panel of a service: what calls it, what it calls, and how that went over the range.

import { h } from "./dom.js";
import { factsSection, findingsSection, unmatchedSection } from "./facts.js";
import { level, place } from "./format.js";
import { edgeId, nodeId } from "./model.js";
import { spark } from "./spark.js";
import { edgeFigures, figure, head, millis, percent, rate, section, table, tag, versionRows } from "./panel-parts.js";
import { mtlsTag } from "./security.js";

const KINDS = {
  SERVICE: "Service", GATEWAY: "Gateway", DATABASE: "Database", MESSAGING: "Messaging", EXTERNAL: "External host",
  UNKNOWN: "Unknown: sends no telemetry",
};

export function servicePanel(service, actions) {
  const inbound = service.inbound_edges;
  const outbound = service.outbound_edges;
  const called = inbound.length > 0;
  const flow = called ? service.inbound : service.outbound;
  const tcp = flow.calls === 0 && flow.connections_opened > 0;
  const series = called ? service.inbound_series : service.outbound_series;
  const latency = (point) => (point.server_latency ?? point.client_latency)?.p95_ms ?? null;
  const worst = Math.max(0, ...(called ? inbound : outbound).map((edge) => (edge.server_latency ?? edge.client_latency)?.p95_ms ?? 0));
  const versions = versionRows(inbound.flatMap((edge) => edge.versions.map((part) => [part.destination_version, part]))
    .concat(called ? [] : outbound.flatMap((edge) => edge.versions.map((part) => [part.source_version, part]))));
  return [
    head(service.name, place(service), [tag(KINDS[service.kind] ?? service.kind), service.overflow ? tag("stands for many names", "warn") : null, mtlsTag([...inbound, ...outbound])], actions.close),
    h("div", { class: "figures" },
      figure((tcp ? "connections " : "calls ") + (called ? "in" : "out"), rate(tcp ? flow.connections_per_second : flow.calls_per_second)),
      figure("error rate", percent(flow.error_rate), level(flow.error_rate)),
      figure(called ? "highest p95 in" : "highest p95 out", worst ? millis(worst) : "–")),
    findingsSection(service.findings),
    section(called ? "Inbound over time" : "Outbound over time",
      tcp ? spark({ title: "Connections per second", points: series, range: service.range, value: (point) => point.connections_per_second, format: (each) => (each === null ? "–" : rate(each)) })
        : spark({ title: "Calls per second", points: series, range: service.range, value: (point) => point.calls_per_second, format: (each) => (each === null ? "–" : rate(each)) }),
      spark({ title: "Error rate", points: series, range: service.range, value: (point) => point.error_rate, format: (each) => (each === null ? "–" : percent(each)), kind: "err" }),
      spark({ title: "p95 latency", points: series, range: service.range, value: latency, format: millis, kind: "lat", empty: null })),
    edges("Called by", inbound, (edge) => edge.source, actions),
    edges("Calls", outbound, (edge) => edge.destination, actions),
    service.truncated ? h("p", { class: "note" }, "The edges with the most calls of " + service.edges_total + " are shown.") : null,
    versions.length ? section("Versions", table(["Version", "Rate", "Errors"], versions)) : null,
    unmatchedSection(service.unmatched),
    factsSection("Facts", service.facts),
  ];
}

function edges(title, list, other, actions) {
  if (list.length === 0) return null;
  return section(title + " (" + list.length + ")",
    table(["Service", "Rate", "Errors", "p95"], list.map((edge) => {
      const peer = other(edge);
      return [
        [h("button", { class: "link", type: "button", onclick: () => actions.edge(edgeId(edge), edge) }, peer.name),
          h("span", { class: "sub" }, edge.protocol + " · " + place(peer) + " · ",
            h("button", { class: "link sub-link", type: "button", "aria-label": "Open " + peer.name, onclick: () => actions.service(nodeId(peer)) }, "open"))],
        ...edgeFigures(edge),
      ];
    })));
}
