/* SPDX-License-Identifier: Apache-2.0 */
// The event stream, with a retry of its own: a browser gives up on a stream that answers 503, and does not notice one
// that silently stopped.

import { streamPath } from "./api.js";

const FIRST_RETRY_MS = 1000;
const LONGEST_RETRY_MS = 30000;
const SILENCE_MS = 25000;

export class LiveStream {
  #source = null;
  #retry = null;
  #watch = null;
  #retryMs = FIRST_RETRY_MS;
  #filter = {};
  #listener;

  /** listener: { edges(rows), state("open" | "lost", retryMs), alert(), lagged(count) } */
  constructor(listener) {
    this.#listener = listener;
  }

  open(filter) {
    this.close();
    this.#filter = filter;
    this.#connect();
  }

  close() {
    clearTimeout(this.#retry);
    clearTimeout(this.#watch);
    this.#source?.close();
    this.#source = null;
    this.#retryMs = FIRST_RETRY_MS;
  }

  #connect() {
    const source = new EventSource(streamPath(this.#filter));
    this.#source = source;
    this.#alive();
    const on = (name, action) =>
      source.addEventListener(name, (event) => {
        if (source !== this.#source) return;
        this.#alive();
        action(JSON.parse(event.data));
      });
    on("snapshot", ({ edges }) => {
      this.#retryMs = FIRST_RETRY_MS;
      this.#listener.state("open", 0);
      this.#listener.edges(edges);
    });
    on("edge", (edge) => this.#listener.edges([edge]));
    on("alert", () => this.#listener.alert());
    on("lagged", ({ dropped_events: dropped }) => this.#listener.lagged(dropped));
    on("heartbeat", () => {});
    on("unavailable", () => this.#lost());
    source.onerror = () => {
      if (source === this.#source) this.#lost();
    };
  }

  #alive() {
    clearTimeout(this.#watch);
    this.#watch = setTimeout(() => this.#lost(), SILENCE_MS);
  }

  #lost() {
    clearTimeout(this.#watch);
    clearTimeout(this.#retry);
    this.#source?.close();
    this.#source = null;
    this.#listener.state("lost", this.#retryMs);
    this.#retry = setTimeout(() => this.#connect(), this.#retryMs);
    this.#retryMs = Math.min(this.#retryMs * 2, LONGEST_RETRY_MS);
  }
}
