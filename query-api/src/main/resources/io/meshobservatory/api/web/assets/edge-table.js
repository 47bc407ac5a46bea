/* SPDX-License-Identifier: Apache-2.0 */
// The edges as a table: for screen readers, for sorting, and for reading many figures at once.

import { h, byId } from "./dom.js";
import { count, isTcp, level, load, loadPerSecond, millis, p95, percent, place } from "./format.js";
import { edgeId, nodeId } from "./model.js";
import { basisWords } from "./words.js";

const MOST_ROWS = 500;
/** On what the counts of an edge rest. */
const basis = (edge) => basisWords(isTcp(edge) ? edge.basis.bytes : edge.basis.calls);

const COLUMNS = [
  ["Source", (edge) => edge.source.name], ["Destination", (edge) => edge.destination.name], ["Protocol", (edge) => edge.protocol],
  ["Rate", loadPerSecond, true], ["Errors", (edge) => edge.error_rate, true], ["p95", (edge) => p95(edge) ?? -1, true],
  ["Traced", (edge) => edge.sampled_calls, true], ["Basis", basis], ["mTLS", (edge) => edge.mtls],
];

export class EdgeTable {
  #column = 3;
  #down = true;
  #topology = null;
  #query = "";
  #actions;

  constructor(actions) {
    this.#actions = actions;
  }

  show(topology, query) {
    this.#topology = topology;
    this.#query = query.toLowerCase();
    this.#render();
  }

  #render() {
    const focused = document.activeElement?.dataset?.key;
    const [, value] = COLUMNS[this.#column];
    const found = this.#topology.edges.filter((edge) =>
      !this.#query || edge.source.name.toLowerCase().includes(this.#query) || edge.destination.name.toLowerCase().includes(this.#query));
    const sorted = found.sort((one, other) => {
      const order = value(one) < value(other) ? -1 : value(one) > value(other) ? 1 : 0;
      return this.#down ? -order : order;
    });
    const table = byId("edges");
    table.tHead.replaceChildren(h("tr", {}, COLUMNS.map(([name, , numeric], column) =>
      h("th", { scope: "col", class: numeric ? "n" : null, "aria-sort": column === this.#column ? (this.#down ? "descending" : "ascending") : null },
        h("button", { class: "link", type: "button", "data-key": "column-" + name, onclick: () => this.#sortBy(column) }, name + (column === this.#column ? (this.#down ? " ↓" : " ↑") : ""))))));
    table.tBodies[0].replaceChildren(...sorted.slice(0, MOST_ROWS).map((edge) => this.#row(edge)));
    const note = byId("edges-note");
    note.hidden = sorted.length <= MOST_ROWS;
    note.textContent = "The first " + MOST_ROWS + " of " + sorted.length + " edges are listed; search or filter to see the others.";
    if (focused) [...table.querySelectorAll("[data-key]")].find((element) => element.dataset.key === focused)?.focus();
  }

  #row(edge) {
    const id = edgeId(edge);
    const kind = level(edge.error_rate);
    const service = (node, side) => h("td", {},
      h("button", { class: "link", type: "button", "data-key": side + id, title: place(node), onclick: () => this.#actions.service(nodeId(node)) }, node.name));
    return h("tr", { "data-edge": id }, service(edge.source, "source"), service(edge.destination, "destination"),
      h("td", {}, h("button", { class: "link", type: "button", "data-key": "edge" + id, "aria-label": "Details of " + edge.source.name + " to " + edge.destination.name + ", " + edge.protocol, onclick: () => this.#actions.edge(id) }, edge.protocol)),
      h("td", { class: "n" }, load(edge)),
      h("td", { class: "n" }, isTcp(edge) ? "–" : h("span", { class: kind === "ok" ? null : kind + "-text" }, percent(edge.error_rate))),
      h("td", { class: "n" }, millis(p95(edge))), h("td", { class: "n" }, count(edge.sampled_calls)), h("td", {}, basis(edge)),
      h("td", {}, h("span", { class: edge.mtls === "plaintext" ? "bad-text" : null }, edge.mtls)));
  }

  #sortBy(column) {
    this.#down = column === this.#column ? !this.#down : COLUMNS[column][2] === true;
    this.#column = column;
    this.#render();
  }
}
