/* SPDX-License-Identifier: Apache-2.0 */
// The panel of an edge: how one service's calls to another went.

import { h } from "./dom.js";
import { level, moment, p95 } from "./format.js";
import { nodeId } from "./model.js";
import { spark } from "./spark.js";
import { count, errorText, figure, head, latencyRows, millis, mtlsTag, percent, rate, section, table, tag, trafficBytes } from "./panel-parts.js";

const FLAGS = {
  DC: "downstream closed the connection", DI: "delay injected", DPE: "downstream protocol error", FI: "fault injected",
  IH: "invalid header", LH: "local health check failed", LR: "connection reset locally", NR: "no route", NC: "no such cluster",
  OM: "overload manager", RL: "rate limited", RLSE: "rate limit service failed", SI: "stream idle timeout",
  UAEX: "denied by authorisation", UC: "upstream closed the connection", UF: "connection to upstream failed",
  UH: "no healthy upstream", UMSDR: "upstream reached its maximum duration", UO: "upstream overflow (circuit breaker)",
  UPE: "upstream protocol error", UR: "upstream reset", URX: "retries used up", UT: "upstream timed out", DT: "maximum duration reached",
};

export function edgePanel(edge, series, actions) {
  const classes = [
    ["HTTP 5xx", edge.errors_by_class.http_5xx], ["gRPC failure", edge.errors_by_class.grpc],
    ["No response", edge.errors_by_class.no_response], ["Span status ERROR", edge.errors_by_class.status],
    ["Refused: HTTP 4xx", edge.rejected.http_4xx], ["Refused: gRPC", edge.rejected.grpc], ["Injected faults", edge.faults_injected],
  ].filter(([, number]) => number > 0);
  const flags = Object.entries(edge.response_flags).sort((one, other) => other[1] - one[1]);
  const open = (node) => h("button", { class: "link", type: "button", onclick: () => actions.service(nodeId(node)) }, node.name);
  return [
    head(edge.source.name + " → " + edge.destination.name, [open(edge.source), " calls ", open(edge.destination)],
      [tag(edge.protocol), mtlsTag([edge])], actions.close),
    h("div", { class: "figures" },
      figure("calls", rate(edge.calls_per_second)),
      figure("error rate", percent(edge.error_rate), level(edge.error_rate)),
      figure("p95", millis(p95(edge)))),
    series ? section("Over time",
      spark({ title: "Calls per second", points: series.points, range: series.range, value: (point) => point.calls_per_second, format: (each) => (each === null ? "–" : rate(each)) }),
      spark({ title: "Error rate", points: series.points, range: series.range, value: (point) => point.error_rate, format: (each) => (each === null ? "–" : percent(each)), kind: "err" }),
      spark({ title: "p95 latency", points: series.points, range: series.range, value: p95, format: millis, kind: "lat", empty: null })) : null,
    section("Latency, by who measured it", table(["", "mean", "p50", "p95", "p99"], latencyRows(edge))),
    classes.length ? section("How calls failed", table(["", "Calls", "Share"], classes.map(([name, number]) => [name, count(number), percent(number / edge.calls)]))) : null,
    flags.length ? section("Response flags of the proxies", table(["", "Calls"], flags.map(([flag, number]) => [[h("strong", {}, flag), FLAGS[flag] ? h("span", { class: "sub" }, FLAGS[flag]) : null], count(number)]))) : null,
    edge.source_principal || edge.destination_principal ? section("Identities", [edge.source_principal, edge.destination_principal].filter(Boolean).map((principal) => h("p", { class: "principal" }, principal))) : null,
    section("Versions", table(["From → to", "Rate", "Errors"], edge.versions.map((part) => [part.source_version + " → " + part.destination_version, rate(part.calls_per_second), errorText(part.error_rate)]))),
    edge.slowest_trace_id || edge.error_trace_id ? section("Example traces", trace("slowest", edge.slowest_trace_id), trace("an error", edge.error_trace_id)) : null,
    section("Totals", h("p", { class: "note" }, count(edge.calls) + " calls, " + count(edge.errors) + " errors; " + trafficBytes(edge)),
      h("p", { class: "note" }, "First " + moment(edge.first_seen) + ", last " + moment(edge.last_seen))),
  ];
}

function trace(name, id) {
  if (!id) return null;
  const copy = async (event) => {
    const button = event.currentTarget;
    await navigator.clipboard.writeText(id);
    button.textContent = "copied";
  };
  return h("div", { class: "trace" }, h("span", {}, name), h("code", {}, id),
    navigator.clipboard ? h("button", { class: "link", type: "button", "aria-label": "Copy trace id, " + name, onclick: copy }, "copy") : null);
}
