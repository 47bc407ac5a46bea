/* SPDX-License-Identifier: Apache-2.0 */
// The page: controls on one side, the graph, the table and the panel on the other, and the refreshing in between.

import { AlertList, MOST_ALERTS } from "./alerts.js";
import { alertPanel } from "./alert-panel.js";
import * as api from "./api.js";
import { byId, h } from "./dom.js";
import { EdgeTable } from "./edge-table.js";
import { edgePanel } from "./edge-panel.js";
import { howToSend, nothingFound } from "./empty.js";
import { count, isTcp, localTime, moment, rate, time } from "./format.js";
import { GraphView } from "./graph.js";
import { legend } from "./legend.js";
import { edgeId, nodeId, rowId, withRows } from "./model.js";
import { servicePanel } from "./service-panel.js";
import { State } from "./state.js";
import { LiveStream } from "./stream.js";

const REFRESH_ON_EVENTS_MS = 2000;
const FIRST_RETRY_MS = 2000;
const LONGEST_RETRY_MS = 30000;

const state = State.fromAddress();
const actions = {
  service: (id) => select({ kind: "service", id }),
  edge: (id) => select({ kind: "edge", id }),
  alert: (id) => select({ kind: "alert", id }),
  nothing: () => select(null),
  close: () => select(null),
};
const graph = new GraphView(byId("graph"), actions, () => {
  const legendBox = byId("legend");
  return { width: legendBox.offsetLeft + legendBox.offsetWidth, height: legendBox.offsetHeight + legendBox.offsetLeft };
});
const table = new EdgeTable(actions);
const alertList = new AlertList(actions);

let topology = null;
let timer = null;
let request = null;
let panelRequest = null;
let retryMs = FIRST_RETRY_MS;
let streamState = "connecting";
let failure = null;
let lastRefresh = 0;
let eventRefresh = null;
let liveRows = new Map();

const stream = new LiveStream({
  edges(rows) {
    if (!state.isLive) return;
    rows.forEach((row) => liveRows.set(rowId(row), row));
    if (!topology) return;
    const grown = withRows(topology, rows.filter((row) => isInRange(row, topology)));
    if (grown) show(grown);
    refreshOnEvents();
  },
  state(word) {
    streamState = word;
    showStatus();
  },
  alert: () => refreshOnEvents(),
  lagged: () => refreshOnEvents(),
});

/* ---- refreshing ---- */

async function refresh() {
  clearTimeout(timer);
  clearTimeout(eventRefresh);
  eventRefresh = null;
  request?.abort();
  const mine = new AbortController();
  request = mine;
  lastRefresh = Date.now();
  try {
    const answer = await api.topology({ ...state.filter, ...state.topologyRange }, mine.signal);
    if (request !== mine) return;
    failure = null;
    retryMs = FIRST_RETRY_MS;
    show(withLiveRows(answer));
    refreshPanel();
    loadAlerts();
    schedule(state.refreshMs);
  } catch (problem) {
    if (problem.name === "AbortError" || request !== mine) return;
    failure = problem.message;
    schedule(retryMs);
    retryMs = Math.min(retryMs * 2, LONGEST_RETRY_MS);
    showStatus();
  }
}

const isInRange = (row, answer) => Date.parse(row.window_start) >= Date.parse(answer.range.from);

/** The stream may know of an edge a moment before the tables do: it must not vanish in between. */
function withLiveRows(answer) {
  liveRows = new Map([...liveRows].filter(([, row]) => isInRange(row, answer)));
  return (state.isLive && withRows(answer, [...liveRows.values()])) || answer;
}

function schedule(delayMs) {
  clearTimeout(timer);
  if (delayMs !== null) timer = setTimeout(refresh, delayMs);
}

function refreshOnEvents() {
  if (eventRefresh === null) {
    eventRefresh = setTimeout(refresh, Math.max(0, lastRefresh + REFRESH_ON_EVENTS_MS - Date.now()));
  }
}

function restart() {
  state.toAddress();
  showControls();
  liveRows = new Map();
  if (state.isLive) stream.open(state.filter);
  else stream.close();
  streamState = "connecting";
  refresh();
}

/* ---- showing ---- */

function show(answer) {
  topology = answer;
  graph.show(answer);
  showSearchCount();
  showTable();
  showNamespaces();
  showEmpty();
  showSummary();
  showStatus();
  if (state.selection?.kind === "edge") showEdgePanel();
  document.documentElement.dataset.edges = String(answer.edges.length);
}

function showStatus() {
  const stale = failure !== null;
  const [level, words] = statusWords();
  byId("status").dataset.level = level;
  if (byId("status-text").textContent !== words) byId("status-text").textContent = words;
  byId("banner").hidden = !stale;
  if (stale) {
    const words = "No new data: " + failure + ". Trying again by itself.";
    if (byId("banner").textContent !== words) byId("banner").textContent = words;
  }
  document.querySelector(".canvas").classList.toggle("stale", stale && topology !== null);
}

function statusWords() {
  if (failure !== null) return ["bad", "Connection lost, retrying"];
  if (state.paused) return ["idle", "Paused"];
  if (state.range === "at") return ["idle", "History"];
  if (state.range !== "live") return ["idle", "Refreshing every " + state.refreshMs / 1000 + " s"];
  if (streamState === "open") return ["live", "Live"];
  return streamState === "lost" ? ["warn", "Stream lost, polling"] : ["idle", "Connecting…"];
}

function showSummary() {
  const { range, nodes, edges } = topology;
  const calls = edges.reduce((sum, edge) => sum + edge.calls_per_second, 0);
  const connections = edges.filter(isTcp).reduce((sum, edge) => sum + edge.connections_per_second, 0);
  const parts = [
    count(nodes.length) + " nodes", count(edges.length) + " edges", rate(calls) + " calls",
    ...(connections > 0 ? [rate(connections) + " connections of raw TCP"] : []),
    moment(range.from) + " – " + time(range.to) + " in windows of " + windowWords(range.resolution_seconds),
  ];
  if (topology.truncated) parts.push("the busiest of " + count(topology.edges_total) + " edges: filter to see the others");
  byId("summary").textContent = parts.join("  ·  ");
  byId("graph").setAttribute("aria-label", "Service graph: " + parts.slice(0, 2).join(", ") + ". The same figures are in the table of edges.");
}

const windowWords = (seconds) => (seconds === 10 ? "10 s" : seconds === 60 ? "1 min" : "1 h");

function showEmpty() {
  const box = byId("empty");
  box.hidden = topology.edges.length > 0;
  if (box.hidden || box.dataset.filtered === String(isFiltered())) return;
  box.dataset.filtered = String(isFiltered());
  box.replaceChildren(h("div", { class: "card" }, isFiltered() ? nothingFound(clearFilters) : howToSend()));
}

const isFiltered = () => Boolean(state.cluster || state.namespace) || state.range === "at";

function clearFilters() {
  Object.assign(state, { cluster: "", namespace: "", range: "live", paused: false });
  restart();
}

function showTable() {
  if (!byId("drawer").hidden && topology) table.show({ edges: [...topology.edges] }, state.query);
}

function showSearchCount() {
  const found = graph.search(state.query);
  byId("search-count").textContent = state.query ? found + (found === 1 ? " match" : " matches") : "";
}

/* ---- alerts ---- */

const chosenStatus = () => document.querySelector("input[name=alerts]:checked").value;

let alertsRequest = null;
let shownAlert = null;

/** The count is of open alerts, whichever are listed. */
async function loadAlerts() {
  alertsRequest?.abort();
  const mine = new AbortController();
  alertsRequest = mine;
  const isListed = !byId("alerts-drawer").hidden;
  const ask = (status) => api.alerts({ status, cluster: state.cluster, limit: MOST_ALERTS }, mine.signal);
  try {
    const open = await ask("OPEN");
    showAlertCount(open.alerts.length);
    if (isListed) alertList.show((chosenStatus() === "OPEN" ? open : await ask(chosenStatus())).alerts);
  } catch {
    // the topology tells that the API is away; the next refresh asks again
  }
}

function showAlertCount(open) {
  const badge = byId("alerts-count");
  badge.hidden = open === 0;
  badge.textContent = open === MOST_ALERTS ? open + "+" : String(open);
  badge.setAttribute("aria-label", badge.textContent + " open");
}

function toggleAlerts() {
  toggleDrawer("alerts-drawer", "alerts-toggle");
  loadAlerts();
}

/** One drawer at a time: two would leave no room for the graph. */
function toggleDrawer(drawer, toggle) {
  const isOpening = byId(drawer).hidden;
  for (const [each, button] of [["drawer", "edges-toggle"], ["alerts-drawer", "alerts-toggle"]]) {
    byId(each).hidden = each !== drawer || !isOpening;
    byId(button).setAttribute("aria-expanded", String(!byId(each).hidden));
  }
}

async function loadAlertPanel() {
  const id = state.selection.id;
  await loadPanel(async (signal) => {
    const answer = await api.alert(id, signal);
    const key = JSON.stringify([id, answer.alert.unmapped.revision]);
    // evidence that somebody has folded stays so until there is news
    if (key === shownAlert && byId("panel").dataset.of === id) return null;
    shownAlert = key;
    return alertPanel(answer, actions);
  }, "this alert");
}

/** What of the selection is in the graph. */
const selectedInGraph = () => (state.selection === null || state.selection.kind === "alert" ? null : state.selection.id);

/* ---- the panel ---- */

function select(selection) {
  state.selection = selection;
  state.toAddress();
  graph.select(selectedInGraph());
  const panel = byId("panel");
  panelRequest?.abort();
  panel.dataset.of = "";
  if (selection === null) {
    panel.hidden = true;
    panel.replaceChildren();
    return;
  }
  panel.scrollTop = 0;
  refreshPanel();
}

function refreshPanel() {
  if (state.selection?.kind === "service") loadServicePanel();
  else if (state.selection?.kind === "edge") loadEdgeSeries();
  else if (state.selection?.kind === "alert") loadAlertPanel();
}

/** The range of what is drawn, so that panel and graph agree. */
const drawnRange = () => ({ from: topology.range.requested_from, to: topology.range.requested_to });

async function loadServicePanel() {
  const [cluster, namespace, name, kind] = JSON.parse(state.selection.id);
  await loadPanel(async (signal) => servicePanel(await api.service({ cluster, namespace, name, kind }, drawnRange(), signal), actions), name);
}

let loaded = null;

async function loadEdgeSeries() {
  const id = state.selection.id;
  const edge = topology?.edges.find((candidate) => edgeId(candidate) === id);
  if (!edge) {
    showEdgePanel();
    return;
  }
  await loadPanel(async (signal) => {
    const [series, known] = await Promise.all([api.edgeSeries(edge, drawnRange(), signal), api.edgeFacts(edge, drawnRange(), signal)]);
    loaded = { id, more: { series, facts: known.facts } };
    return edgePanel(edge, loaded.more, actions);
  }, edge.source.name + " → " + edge.destination.name);
}

function showEdgePanel() {
  const id = state.selection.id;
  const edge = topology?.edges.find((candidate) => edgeId(candidate) === id);
  if (edge) fillPanel(edgePanel(edge, loaded?.id === id ? loaded.more : null, actions));
  else fillPanel([closable("Nothing was seen of this edge in this time.")]);
}

async function loadPanel(load, title) {
  if (!topology) return;
  panelRequest?.abort();
  const mine = new AbortController();
  panelRequest = mine;
  try {
    const content = await load(mine.signal);
    if (panelRequest === mine && content !== null) fillPanel(content);
  } catch (problem) {
    if (problem.name === "AbortError" || panelRequest !== mine) return;
    const words = problem.status === 404 ? "Nothing is stored about " + title + " yet." : problem.message;
    fillPanel([closable(words)]);
  }
}

const closable = (words) => h("div", { class: "panel-head" }, h("div", {}, h("p", { class: "note" }, words)),
  h("button", { class: "close", type: "button", "aria-label": "Close details", onclick: actions.close }, "×"));

function fillPanel(content) {
  const panel = byId("panel");
  const isNew = panel.dataset.of !== state.selection.id;
  const hadFocus = panel.contains(document.activeElement);
  const focused = hadFocus ? [...panel.querySelectorAll("button")].indexOf(document.activeElement) : -1;
  const top = panel.scrollTop;
  panel.dataset.of = state.selection.id;
  panel.hidden = false;
  panel.replaceChildren(...content.flat(Infinity).filter(Boolean));
  panel.scrollTop = isNew ? 0 : top;
  if (isNew) panel.focus({ preventScroll: true });
  else if (focused >= 0) panel.querySelectorAll("button")[focused]?.focus({ preventScroll: true });
}

/* ---- the controls ---- */

function showControls() {
  byId("search").value = state.query;
  document.querySelector("input[name=range][value='" + state.range + "']").checked = true;
  byId("moment").hidden = state.range !== "at";
  if (state.at) byId("moment-time").value = localTime(new Date(state.at));
  byId("pause").setAttribute("aria-pressed", String(state.paused));
  byId("pause").querySelector("span").textContent = state.paused ? "Resume" : "Pause";
  byId("cluster").value = state.cluster;
  byId("namespace").value = state.namespace;
}

function options(select, everything, values, chosen) {
  const all = [...new Set(chosen ? [...values, chosen] : values)].sort();
  const wanted = ["", ...all];
  if (JSON.stringify([...select.options].map((option) => option.value)) === JSON.stringify(wanted)) return;
  select.replaceChildren(h("option", { value: "" }, everything), ...all.map((value) => h("option", { value }, value)));
  select.value = chosen;
}

let namespaces = new Set();

function showNamespaces() {
  // a filtered answer does not tell of the others: keep those that were seen
  if (!state.namespace) namespaces = new Set();
  topology.nodes.filter((node) => node.namespace !== "-" && (!state.cluster || node.cluster === state.cluster))
    .forEach((node) => namespaces.add(node.namespace));
  options(byId("namespace"), "All namespaces", [...namespaces], state.namespace);
}

async function loadClusters() {
  try {
    const answer = await api.clusters();
    options(byId("cluster"), "All clusters", answer.clusters.map((cluster) => cluster.cluster), state.cluster);
  } catch {
    // the topology tells that the API is away; the next time the list is opened it is loaded again
  }
}

function toggleTable() {
  toggleDrawer("drawer", "edges-toggle");
  showTable();
}

function togglePause() {
  state.paused = !state.paused;
  restart();
}

function listen() {
  byId("search").addEventListener("input", (event) => {
    state.query = event.target.value.trim();
    state.toAddress();
    showSearchCount();
    showTable();
  });
  byId("search").addEventListener("keydown", (event) => {
    if (event.key === "Enter") {
      const first = graph.showMatches();
      if (first !== null) actions.service(first);
    }
  });
  byId("cluster").addEventListener("change", (event) => {
    state.cluster = event.target.value;
    state.namespace = "";
    restart();
  });
  byId("cluster").addEventListener("focus", loadClusters);
  byId("namespace").addEventListener("change", (event) => {
    state.namespace = event.target.value;
    restart();
  });
  byId("times").addEventListener("change", (event) => {
    state.range = event.target.value;
    if (state.range === "at" && !state.at) state.at = new Date().toISOString();
    state.paused = false;
    restart();
  });
  byId("moment-time").addEventListener("change", (event) => {
    if (!event.target.value) return;
    state.at = new Date(event.target.value).toISOString();
    restart();
  });
  byId("pause").addEventListener("click", togglePause);
  byId("zoom-in").addEventListener("click", () => graph.zoomBy(1.3));
  byId("zoom-out").addEventListener("click", () => graph.zoomBy(1 / 1.3));
  byId("fit").addEventListener("click", () => graph.fit());
  byId("arrange").addEventListener("click", () => graph.arrange());
  byId("edges-toggle").addEventListener("click", toggleTable);
  byId("alerts-toggle").addEventListener("click", toggleAlerts);
  byId("alerts-filter").addEventListener("change", () => loadAlerts());
  document.addEventListener("keydown", shortcut);
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden && state.refreshMs !== null) refresh();
  });
}

function shortcut(event) {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Escape") {
    if (document.activeElement === byId("search") && state.query) {
      byId("search").value = "";
      byId("search").dispatchEvent(new Event("input"));
    } else if (state.selection) {
      select(null);
    }
    return;
  }
  if (event.target.matches("input:not([type=radio]), select, textarea")) return;
  const action = { "/": () => byId("search").focus(), p: togglePause, t: toggleTable, a: toggleAlerts, f: () => graph.fit() }[event.key];
  if (action) {
    event.preventDefault();
    action();
  }
}

byId("legend-body").replaceChildren(...legend());
if (matchMedia("(max-width: 1300px), (max-height: 760px)").matches) byId("legend").open = false;
listen();
loadClusters();
restart();
graph.select(selectedInGraph());
