/* SPDX-License-Identifier: Apache-2.0 */
// What shapes and lines mean.

import { h, svg } from "./dom.js";

const KINDS = [
  ["Service", svg("circle", { cx: 9, cy: 9, r: 7 })],
  ["Gateway", svg("polygon", { points: "1,9 5,2 13,2 17,9 13,16 5,16" })],
  ["Database", svg("path", { d: "M2 4c4-2.6 10-2.6 14 0v10c-4 2.6-10 2.6-14 0z" })],
  ["Messaging", svg("path", { d: "M2 4q0-2 2-2h8l5 7-5 7H4q-2 0-2-2z" })],
  ["External", svg("polygon", { points: "9,1 17,9 9,17 1,9" })],
  ["Unknown", svg("circle", { cx: 9, cy: 9, r: 7, "stroke-dasharray": "3 2.4" })],
  ["(overflow): many", svg("g", {}, svg("circle", { cx: 9, cy: 9, r: 7.5 }), svg("circle", { cx: 9, cy: 9, r: 4.5 }))],
];

const LINES = [
  ["errors below 1%", "var(--ok)", null, 2],
  ["errors 1% to 5%", "var(--warn)", "10 4", 3],
  ["errors 5% and more", "var(--bad)", "5 4", 3],
  ["wider: more calls", "var(--ok)", null, 5],
  ["plain text, no mTLS", "var(--ok)", null, 2, true],
];

export function legend() {
  const cells = [];
  for (let row = 0; row < KINDS.length; row++) {
    const [name, shape] = KINDS[row];
    shape.classList.add("shape");
    cells.push(svg("svg", { width: 18, height: 18, "aria-hidden": "true" }, shape), h("span", {}, name));
    const line = LINES[row];
    cells.push(
      line ? svg("svg", { width: 34, height: 10, "aria-hidden": "true" },
        line[4] ? svg("line", { x1: 1, y1: 5, x2: 33, y2: 5, stroke: "var(--bad)", "stroke-width": 9, "stroke-opacity": 0.3 }) : null,
        svg("line", { x1: 1, y1: 5, x2: 33, y2: 5, stroke: line[1], "stroke-width": line[3], "stroke-dasharray": line[2] })) : h("span"),
      h("span", {}, line ? line[0] : ""));
  }
  return [h("div", { class: "legend-grid" }, cells),
    h("p", { class: "legend-note" }, "On edges: calls per second · error rate · p95, or connections")];
}
