/* SPDX-License-Identifier: Apache-2.0 */
// Small time series. Windows in which nothing was seen have no point: a rate is zero there, a latency is a gap.

import { h, svg } from "./dom.js";

const WIDTH = 320;
const HEIGHT = 38;

/** value(point) may answer null for "not measured"; empty tells what a window without a point means. */
export function spark({ title, points, range, value, format, kind = "", empty = 0 }) {
  const from = Date.parse(range.from);
  const step = range.resolution_seconds * 1000;
  const until = Math.max(from + step, Math.min(Date.parse(range.to), Date.parse(range.data_until ?? range.to)));
  const slots = Math.max(1, Math.ceil((until - from) / step));
  const values = new Array(slots).fill(empty);
  for (const point of points) {
    const slot = Math.floor((Date.parse(point.window_start) - from) / step);
    if (slot >= 0 && slot < slots) values[slot] = value(point);
  }
  const known = values.filter((each) => each !== null);
  const top = Math.max(...known, 0);
  const last = known.length ? known[known.length - 1] : null;
  const x = (slot) => (slots === 1 ? WIDTH / 2 : (slot / (slots - 1)) * WIDTH);
  const y = (each) => (top === 0 ? HEIGHT - 1 : HEIGHT - 1 - (each / top) * (HEIGHT - 4));
  const lines = runs(values).map((run) => {
    const ends = run.length === 1 ? [run[0], { ...run[0], dot: true }] : run;
    return ends.map((at) => (x(at.slot) + (at.dot ? 2 : 0)).toFixed(1) + "," + y(at.value).toFixed(1));
  });
  const base = (line) => line[0].split(",")[0] + "," + HEIGHT + " " + line.join(" ") + " " + line.at(-1).split(",")[0] + "," + HEIGHT;
  const words = title + ": last " + format(last) + ", highest " + format(known.length ? top : null);
  return h("figure", { class: "spark " + kind },
    h("figcaption", {}, h("span", {}, title), h("span", {}, "max " + format(known.length ? top : null) + " · now ", h("b", {}, format(last)))),
    svg("svg", { viewBox: "0 0 " + WIDTH + " " + HEIGHT, preserveAspectRatio: "none", role: "img", "aria-label": words },
      lines.map((line) => svg("polygon", { class: "area", points: base(line) })),
      lines.map((line) => svg("polyline", { class: "line", points: line.join(" ") }))));
}

function runs(values) {
  const all = [];
  let run = [];
  values.forEach((value, slot) => {
    if (value !== null) {
      run.push({ slot, value });
    } else if (run.length) {
      all.push(run);
      run = [];
    }
  });
  if (run.length) all.push(run);
  return all;
}
