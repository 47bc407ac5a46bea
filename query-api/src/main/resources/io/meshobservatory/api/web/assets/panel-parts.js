/* SPDX-License-Identifier: Apache-2.0 */
// Parts that both panels use.

import { h } from "./dom.js";
import { bytes, count, isTcp, level, load, millis, p95, percent, rate } from "./format.js";

export const figure = (name, value, kind = "") => h("div", { class: "figure " + kind }, h("b", {}, value), h("span", {}, name));

export const section = (title, ...content) => [h("h3", {}, title), ...content];

export const errorText = (errorRate) => {
  const kind = level(errorRate);
  return h("span", { class: kind === "ok" ? null : kind + "-text" }, percent(errorRate));
};

export function head(title, where, tags, close) {
  return h("div", { class: "panel-head" },
    h("div", {}, h("h2", {}, title), h("div", { class: "where" }, where), h("div", { class: "tags" }, tags)),
    h("button", { class: "close", type: "button", "aria-label": "Close details", title: "Close (Esc)", onclick: close }, "×"));
}

export const tag = (text, kind = "") => h("span", { class: "tag " + kind }, text);

export function table(headings, rows) {
  return h("table", { class: "rows" },
    h("thead", {}, h("tr", {}, headings.map((heading, column) => h("th", { scope: "col", class: column ? "n" : null }, heading)))),
    h("tbody", {}, rows.map((row) => h("tr", {}, row.map((cell, column) => h("td", { class: column ? "n" : null }, cell))))));
}

export const latencyRows = (edge) => [
  ["Client", edge.client_latency],
  ["Server", edge.server_latency],
].map(([side, latency]) => [side, millis(latency?.mean_ms), millis(latency?.p50_ms), millis(latency?.p95_ms), millis(latency?.p99_ms)]);

export function versionRows(edges) {
  const sums = new Map();
  for (const [version, part] of edges) {
    const sum = sums.get(version) ?? { calls: 0, perSecond: 0, errors: 0 };
    sum.calls += part.calls;
    sum.perSecond += part.calls_per_second;
    sum.errors += part.errors;
    sums.set(version, sum);
  }
  return [...sums].sort((one, other) => other[1].calls - one[1].calls)
    .map(([version, sum]) => (sum.calls ? [version, rate(sum.perSecond), errorText(sum.errors / sum.calls)] : [version, "–", "–"]));
}

export const trafficBytes = (edge) => bytes(edge.request_bytes) + " in requests, " + bytes(edge.response_bytes) + " in responses";

export const edgeFigures = (edge) => [load(edge), isTcp(edge) ? "–" : errorText(edge.error_rate), millis(p95(edge))];

export { bytes, count, millis, percent, rate };
