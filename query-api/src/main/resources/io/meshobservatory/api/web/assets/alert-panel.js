/* SPDX-License-Identifier: Apache-2.0 */
// The panel of an alert: what happened, what was seen against what was expected, what else it may be, and what to do next.

import { severityTag, statusTag } from "./alerts.js";
import { h } from "./dom.js";
import { bytes, count, millis, moment, percent, place, time } from "./format.js";
import { nodeId } from "./model.js";
import { figure, head, section, table, tag } from "./panel-parts.js";
import { alertKindWords, plainWords } from "./words.js";

export function alertPanel(answer, actions) {
  const finding = answer.alert;
  const info = finding.finding_info;
  const { checks, next_steps: nextSteps, revision } = finding.unmapped;
  return [
    head(info.title, iso(finding.start_time, moment) + " – " + iso(finding.end_time, moment),
      [severityTag(finding), statusTag(finding), tag(alertKindWords(info.types[0])), ...(info.attacks ?? []).map(attackTag)], actions.close),
    h("div", { class: "figures" },
      figure("confidence", finding.confidence_score === undefined ? "–" : finding.confidence_score + "%"),
      figure("pieces of evidence", count(finding.evidences?.length ?? 0)),
      figure("state", revision + " of " + answer.states_total)),
    finding.status_detail ? h("p", { class: "note" }, "Suppressed: " + finding.status_detail) : null,
    info.desc ? section("What happened", h("p", { class: "story" }, info.desc)) : null,
    section("About", h("p", {}, finding.resources.map((resource) => [nodeLink(resource.data, actions), " "]))),
    nextSteps.length ? section("What to look at next", h("ul", {}, nextSteps.map((step) => h("li", {}, step)))) : null,
    section("Evidence", (finding.evidences ?? []).map((evidence) => evidenceCard(evidence.data, answer.trace_url, actions))),
    checks.length ? section("Harmless explanations", table(["", ""], checks.map((check) => [
      [h("span", {}, plainWords(check.explanation)), h("span", { class: "sub" }, check.finding)],
      check.ruled_out ? "ruled out" : h("span", { class: "warn-text" }, "possible"),
    ]))) : null,
    section("History", table(["State", "Severity", "Status", "Time"], answer.history.slice(0, 20).map((state) => [
      state.revision, SEVERITIES[state.severity_id], plainWords(state.status.toLowerCase()), moment(state.time),
    ]))),
    h("p", { class: "note" }, "Found by " + info.analytic.uid + " · " + info.uid),
  ];
}

const SEVERITIES = ["", "Informational", "Low", "Medium", "High", "Critical"];

const iso = (millisSinceEpoch, format) => format(new Date(millisSinceEpoch).toISOString());

function attackTag(attack) {
  const technique = attack.sub_technique ?? attack.technique;
  return tag(technique.uid + " " + technique.name);
}

const nodeLink = (node, actions) =>
  h("button", { class: "link", type: "button", title: place(node), onclick: () => actions.service(nodeId(node)) }, node.name);

function evidenceCard(data, traceUrl, actions) {
  const ends = [nodeLink(data.source, actions), data.destination ? [" → ", nodeLink(data.destination, actions)] : null];
  return h("details", { class: "evidence", open: true },
    h("summary", {}, data.summary),
    h("p", { class: "sub" }, ends, " · " + data.protocol + " · " + iso(data.start_time, time) + " – " + iso(data.end_time, time)),
    data.measures.length === 0 ? null : table(["Figure", "Seen", "Expected", "Weight"], data.measures.map((measure) => [
      plainWords(measure.feature), value(measure.observed, measure.unit),
      measure.expected === null ? "never seen" : value(measure.expected, measure.unit),
      measure.share === null ? "–" : percent(measure.share),
    ])),
    data.trace_ids.map((id) => h("div", { class: "trace" }, h("span", {}, "trace"), traceLink(id, traceUrl))));
}

/** A configured address, else the id alone, to be looked up by hand. */
const traceLink = (id, traceUrl) => (traceUrl
  ? h("a", { href: traceUrl.replaceAll("{trace_id}", encodeURIComponent(id)), target: "_blank", rel: "noopener noreferrer" }, h("code", {}, id))
  : h("code", {}, id));

function value(number, unit) {
  if (number === null) return "–";
  if (unit === "bytes") return bytes(Math.round(number));
  if (unit === "ms") return millis(number);
  if (unit === "share") return percent(number);
  const digits = count(Math.round(number * 100) / 100);
  return unit === "" || unit === "count" ? digits : digits + " " + unit;
}
