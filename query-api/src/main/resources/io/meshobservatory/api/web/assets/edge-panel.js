/* SPDX-License-Identifier: Apache-2.0 */
// The panel of an edge: how one service's calls to another went.

import { h } from "./dom.js";
import { factsSection, latest } from "./facts.js";
import { isTcp, level, moment, p95 } from "./format.js";
import { nodeId } from "./model.js";
import { count, figure, head, latencyRows, millis, percent, rate, section, table, tag, trafficBytes } from "./panel-parts.js";
import { mtlsTag, securitySection } from "./security.js";
import { spark } from "./spark.js";
import { versionsSection } from "./versions.js";
import { basisWords, resilienceWords } from "./words.js";

/** more: { series, facts } of the edge, null until they are loaded. */
export function edgePanel(edge, more, actions) {
  const open = (node) => h("button", { class: "link", type: "button", onclick: () => actions.service(nodeId(node)) }, node.name);
  return [
    head(edge.source.name + " → " + edge.destination.name, [open(edge.source), " calls ", open(edge.destination)],
      [tag(edge.protocol), mtlsTag([edge]), edge.cross_cluster ? tag(edge.source.cluster + " → " + edge.destination.cluster) : null], actions.close),
    figures(edge),
    basisSection(edge),
    more ? section("Over time", sparks(edge, more.series)) : null,
    versionsSection(edge),
    securitySection(edge),
    resilienceSection(edge),
    namedCounts("Refused by policy", "Who refused, by which rule", edge.denials, edge.calls),
    failures(edge),
    isTcp(edge) ? null : section("Latency, by who measured it", table(["", "mean", "p50", "p95", "p99"], latencyRows(edge))),
    namedCounts(edge.operations_total > Object.keys(edge.operations).length ? "Operations, the most frequent of " + edge.operations_total : "Operations", "Operation", edge.operations, edge.calls),
    more ? factsSection("Facts, in their latest minute", latest(more.facts)) : null,
    edge.slowest_trace_id || edge.error_trace_id ? section("Example traces", trace("slowest", edge.slowest_trace_id), trace("an error", edge.error_trace_id)) : null,
    section("Totals", h("p", { class: "note" }, totals(edge)),
      h("p", { class: "note" }, "First " + moment(edge.first_seen) + ", last " + moment(edge.last_seen))),
  ];
}

function figures(edge) {
  if (isTcp(edge)) {
    return h("div", { class: "figures" },
      figure("connections", rate(edge.connections_per_second)), figure("opened", count(edge.connections_opened)), figure("closed", count(edge.connections_closed)));
  }
  return h("div", { class: "figures" },
    figure("calls", rate(edge.calls_per_second)),
    figure("error rate", percent(edge.error_rate), level(edge.error_rate)),
    figure("p95", millis(p95(edge))));
}

/** On what each figure rests, and how many of the calls were traced. */
function basisSection(edge) {
  const chip = (name, basis) => h("span", { class: "basis" }, name + " ", h("b", {}, basisWords(basis)));
  return section("What the figures rest on",
    h("div", { class: "bases" }, chip("calls", edge.basis.calls), chip("bytes", edge.basis.bytes), chip("latency", edge.basis.latency), chip("security", edge.basis.security)),
    h("p", { class: "note" }, sampling(edge)));
}

function sampling(edge) {
  const traced = count(edge.sampled_calls);
  if (isTcp(edge)) return "Raw TCP: connections and bytes, no calls.";
  if (edge.sampled_calls === 0) return count(edge.calls) + " calls counted, none of them traced.";
  if (edge.basis.calls === "TRACES") {
    return edge.sampled_calls < edge.calls ? "About " + count(edge.calls) + " calls, estimated from " + traced + " sampled ones." : count(edge.calls) + " calls, all of them traced.";
  }
  return count(edge.calls) + " calls counted, " + traced + " of them traced.";
}

function sparks(edge, series) {
  const { points, range } = series;
  if (isTcp(edge)) {
    return spark({ title: "Connections per second", points, range, value: (point) => point.connections_per_second, format: (each) => (each === null ? "–" : rate(each)) });
  }
  return [
    spark({ title: "Calls per second", points, range, value: (point) => point.calls_per_second, format: (each) => (each === null ? "–" : rate(each)) }),
    spark({ title: "Error rate", points, range, value: (point) => point.error_rate, format: (each) => (each === null ? "–" : percent(each)), kind: "err" }),
    spark({ title: "p95 latency", points, range, value: p95, format: millis, kind: "lat", empty: null }),
  ];
}

function resilienceSection(edge) {
  if (edge.resilience.length === 0) return null;
  return section("Resilience", table(["", "Calls", "Share"], edge.resilience.map((fact) => [
    [h("span", {}, resilienceWords(fact.fact)), h("span", { class: "sub" }, [fact.flag, fact.name === fact.flag ? null : fact.name].filter(Boolean).join(" · "))],
    count(fact.calls), share(fact.calls, edge.calls),
  ])));
}

function failures(edge) {
  const classes = [
    ["HTTP 5xx", edge.errors_by_class.http_5xx], ["gRPC failure", edge.errors_by_class.grpc],
    ["No response", edge.errors_by_class.no_response], ["Span status ERROR", edge.errors_by_class.status],
    ["Refused: HTTP 4xx", edge.rejected.http_4xx], ["Refused: gRPC", edge.rejected.grpc], ["Injected faults, no real errors", edge.faults_injected],
  ].filter(([, number]) => number > 0);
  return classes.length ? section("How calls failed", table(["", "Calls", "Share"], classes.map(([name, number]) => [name, count(number), share(number, edge.calls)]))) : null;
}

function namedCounts(title, heading, counts, calls) {
  const rows = Object.entries(counts).sort((one, other) => other[1] - one[1]);
  return rows.length ? section(title, table([heading, "Calls", "Share"], rows.map(([name, number]) => [h("span", { class: "name" }, name), count(number), share(number, calls)]))) : null;
}

const share = (part, whole) => (whole > 0 ? percent(part / whole) : "–");

const totals = (edge) => (isTcp(edge)
  ? count(edge.connections_opened) + " connections opened, " + count(edge.connections_closed) + " closed; " + trafficBytes(edge)
  : count(edge.calls) + " calls, " + count(edge.errors) + " errors; " + trafficBytes(edge));

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
