/* SPDX-License-Identifier: Apache-2.0 */
// Figures for people. Missing figures are a dash, never a zero.

const DASH = "–";

function short(value) {
  const size = Math.abs(value);
  if (size === 0) return "0";
  if (size >= 999.5) {
    const units = [[1e12, "T"], [1e9, "G"], [1e6, "M"], [1e3, "k"]];
    const [unit, letter] = units.find(([least]) => size >= least * 0.9995);
    return short(value / unit) + letter;
  }
  if (size >= 99.5) return value.toFixed(0);
  if (size >= 9.95) return value.toFixed(size >= 20 ? 0 : 1).replace(/\.0$/, "");
  if (size >= 0.95) return value.toFixed(1).replace(/\.0$/, "");
  return Number(value.toPrecision(size >= 0.1 ? 2 : 1)).toString();
}

export const count = (value) => (value < 10000 ? value.toLocaleString("en") : short(value));

export const rate = (perSecond) => (perSecond > 0 && perSecond < 0.01 ? "<0.01/s" : short(perSecond) + "/s");

/** How busy an edge is: by its calls, or by its connections where it has no calls, as raw TCP. */
export const isTcp = (edge) => edge.calls === 0 && edge.connections_opened + edge.connections_closed > 0;

export const load = (edge) => (isTcp(edge) ? rate(edge.connections_per_second) + " conn." : rate(edge.calls_per_second));

export const loadPerSecond = (edge) => (isTcp(edge) ? edge.connections_per_second : edge.calls_per_second);

export function percent(ratio) {
  const value = ratio * 100;
  if (value === 0) return "0%";
  if (value < 0.1) return "<0.1%";
  return (value >= 9.95 ? value.toFixed(0) : value.toFixed(1).replace(/\.0$/, "")) + "%";
}

export function millis(value) {
  if (value === null || value === undefined) return DASH;
  if (value >= 60000) return short(value / 60000) + " min";
  if (value >= 1000) return short(value / 1000) + " s";
  if (value < 0.95) return value < 0.001 ? "<1 µs" : short(value * 1000) + " µs";
  return short(value) + " ms";
}

export function bytes(value) {
  const units = ["B", "KiB", "MiB", "GiB", "TiB", "PiB"];
  let unit = 0;
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit++;
  }
  return (unit === 0 ? String(value) : short(value)) + " " + units[unit];
}

export const time = (iso) => new Date(iso).toLocaleTimeString([], { hour12: false });

export const moment = (iso) => new Date(iso).toLocaleString([], { hour12: false, dateStyle: "medium", timeStyle: "medium" });

/** As an input of type datetime-local wants it. */
export const localTime = (date) => new Date(date.getTime() - date.getTimezoneOffset() * 60000).toISOString().slice(0, 19);

export const p95 = (edge) => (edge.client_latency ?? edge.server_latency)?.p95_ms ?? null;

export function place(node) {
  if (node.cluster === "-" && node.namespace === "-") return "outside the mesh";
  return node.namespace + " · " + node.cluster;
}

/** How bad an error rate is. The same limits hold for colour, dash pattern and words. */
export function level(errorRate) {
  if (errorRate >= 0.05) return "bad";
  return errorRate >= 0.01 ? "warn" : "ok";
}
