/* SPDX-License-Identifier: Apache-2.0 */
// What the page shows, kept in the address so that a view can be reloaded and shared.

const RANGES = { live: "-1m", "5m": "-5m", "15m": "-15m", "1h": "-1h", "24h": "-24h" };
const REFRESH_MS = { live: 5000, "5m": 10000, "15m": 15000, "1h": 30000, "24h": 60000 };

export class State {
  cluster = "";
  namespace = "";
  query = "";
  range = "live";
  at = "";
  paused = false;
  selection = null;

  static fromAddress() {
    const state = new State();
    const hash = new URLSearchParams(location.hash.slice(1));
    state.cluster = hash.get("cluster") ?? "";
    state.namespace = hash.get("namespace") ?? "";
    state.query = hash.get("q") ?? "";
    state.range = hash.get("range") in RANGES || hash.get("range") === "at" ? hash.get("range") : "live";
    state.at = Number.isNaN(Date.parse(hash.get("at"))) ? "" : hash.get("at");
    if (state.range === "at" && !state.at) state.range = "live";
    for (const kind of ["service", "edge", "alert"]) {
      if (hash.has(kind)) state.selection = { kind, id: hash.get(kind) };
    }
    return state;
  }

  toAddress() {
    const hash = new URLSearchParams();
    if (this.cluster) hash.set("cluster", this.cluster);
    if (this.namespace) hash.set("namespace", this.namespace);
    if (this.query) hash.set("q", this.query);
    if (this.range !== "live") hash.set("range", this.range);
    if (this.range === "at") hash.set("at", this.at);
    if (this.selection) hash.set(this.selection.kind, this.selection.id);
    history.replaceState(null, "", hash.size ? "#" + hash : location.pathname);
  }

  get isLive() {
    return this.range === "live" && !this.paused;
  }

  get filter() {
    return { cluster: this.cluster, namespace: this.namespace };
  }

  /** The range as parameters of the topology. */
  get topologyRange() {
    return this.range === "at" ? { at: this.at, width: "1m" } : { from: RANGES[this.range] };
  }

  /** Milliseconds until the next refresh, null where nothing can change. */
  get refreshMs() {
    return this.paused || this.range === "at" ? null : REFRESH_MS[this.range];
  }
}
