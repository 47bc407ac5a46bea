/* SPDX-License-Identifier: Apache-2.0 */
// Findings about a node, and facts about nodes and edges.

import { h } from "./dom.js";
import { count, moment } from "./format.js";
import { section, table } from "./panel-parts.js";
import { factWords, findingWords } from "./words.js";

export const findingsSection = (findings) => (findings.length === 0 ? null : section("Findings",
  findings.map((finding) => h("div", { class: "finding" },
    h("p", { class: "finding-title" }, h("strong", {}, findingWords(finding.finding)), h("span", {}, count(finding.count) + (finding.detail ? " · " + finding.detail : ""))),
    h("p", {}, finding.message), h("p", { class: "note" }, finding.advice)))));

export function unmatchedSection({ inbound, outbound }) {
  const rows = [
    ["Caller's span is missing", inbound.caller_missing, outbound.caller_missing],
    ["Called service was not seen", inbound.callee_unseen, outbound.callee_unseen],
  ].filter(([, into, out]) => into > 0 || out > 0);
  if (rows.length === 0) return null;
  return section("Traced calls seen from one side only", table(["", "In", "Out"], rows.map(([name, into, out]) => [name, count(into), count(out)])));
}

export function factsSection(title, facts) {
  if (facts.length === 0) return null;
  return section(title, table(["", "Value"], facts.map((fact) => [
    [h("span", {}, factWords(fact.fact)), h("span", { class: "sub" }, [fact.detail, fact.peer ? "to " + fact.peer.name : ""].filter(Boolean).join(" · "))],
    value(fact),
  ])));
}

function value(fact) {
  if (fact.fact === "certificate_expiry") return moment(new Date(fact.value * 1000).toISOString());
  if (fact.fact === "circuit_breaker_open") return fact.value > 0 ? h("span", { class: "bad-text" }, "open") : "closed";
  if (fact.fact === "control_plane_up") return fact.value > 0 ? "up" : h("span", { class: "bad-text" }, "was down");
  return count(Math.round(fact.value * 100) / 100);
}

/** Of facts minute by minute, the latest of each. */
export function latest(facts) {
  const newest = new Map();
  for (const fact of facts) newest.set(JSON.stringify([fact.fact, fact.detail]), fact);
  return [...newest.values()];
}
