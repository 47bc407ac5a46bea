/* SPDX-License-Identifier: Apache-2.0 */
// The list of alerts: what was found, the newest first.

import { h, byId } from "./dom.js";
import { moment } from "./format.js";
import { tag } from "./panel-parts.js";
import { alertKindWords } from "./words.js";

/** More are found by the API, with a cursor. */
export const MOST_ALERTS = 200;

export const severityTag = (finding) => tag(finding.severity, finding.severity_id >= 4 ? "bad" : finding.severity_id === 3 ? "warn" : "");

export const statusTag = (finding) => tag(finding.status, finding.is_alert ? "bad" : finding.status_id === 4 ? "good" : "");

export class AlertList {
  #actions;
  #shown = null;

  /** actions: { alert(id) } */
  constructor(actions) {
    this.#actions = actions;
  }

  /** alerts: the answer of the API to the filter that is chosen. */
  show(alerts) {
    const key = JSON.stringify(alerts.map((finding) => [finding.finding_info.uid, finding.unmapped.revision]));
    if (key === this.#shown) return;
    this.#shown = key;
    const list = byId("alerts");
    const focused = document.activeElement?.dataset?.alert;
    list.replaceChildren(...alerts.map((finding) => this.#row(finding)));
    byId("alerts-note").textContent = alerts.length === 0 ? "No alerts."
      : alerts.length === MOST_ALERTS ? "The newest " + MOST_ALERTS + " alerts are listed." : "";
    byId("alerts-note").hidden = byId("alerts-note").textContent === "";
    if (focused) [...list.querySelectorAll("[data-alert]")].find((element) => element.dataset.alert === focused)?.focus();
  }

  #row(finding) {
    const id = finding.finding_info.uid;
    return h("li", {},
      h("button", { class: "alert-row", type: "button", "data-alert": id, onclick: () => this.#actions.alert(id) },
        severityTag(finding),
        h("span", { class: "alert-title" }, finding.finding_info.title,
          h("span", { class: "sub" }, alertKindWords(finding.finding_info.types[0]) + " · " + finding.resources.map((resource) => resource.name).join(", "))),
        statusTag(finding),
        h("span", { class: "alert-time" }, moment(new Date(finding.end_time).toISOString()))));
  }
}
