/* SPDX-License-Identifier: Apache-2.0 */
// The drawing. Positions are kept for as long as the page is open: an update changes figures, and places new nodes only.

import { groupId, nodeId, edgeId } from "./model.js";
import { isTcp, level, load, loadPerSecond, millis, p95, percent } from "./format.js";
import { arrange } from "./layout.js";
import { freePlace } from "./placement.js";
import { warning } from "./security.js";
import { MANY_EDGES, SHAPES, style } from "./graph-style.js";

const MARGIN = 36;
const LARGEST_FIT = 1.1;

export class GraphView {
  #cy;
  #positions = new Map();
  #selected = null;
  #query = "";
  #styledFor = null;
  #fitted = true;
  #covered;

  /**
   * listener: { service(id), edge(id), nothing() }; covered(): the part of the container, from its left and bottom, that
   * something else covers, as { width, height }.
   */
  constructor(container, listener, covered) {
    this.#covered = covered;
    this.#cy = globalThis.cytoscape({
      container,
      style: style(0),
      minZoom: 0.05,
      maxZoom: 2.5,
      boxSelectionEnabled: false,
      autoungrabify: false,
      hideEdgesOnViewport: false,
      textureOnViewport: false,
    });
    this.#cy.on("tap", "node.service", (event) => listener.service(event.target.id()));
    this.#cy.on("tap", "edge", (event) => listener.edge(event.target.id()));
    this.#cy.on("tap", (event) => {
      if (event.target === this.#cy || event.target.hasClass("group")) listener.nothing();
    });
    this.#cy.on("dragfree", "node", () => this.#remember());
    this.#cy.on("mouseover", "node.service", (event) => event.target.connectedEdges().addClass("near"));
    this.#cy.on("mouseout", "node.service", (event) => event.target.connectedEdges().removeClass("near"));
    // whoever zooms or pans wants that view; until then, everything stays in sight when panels open
    this.#cy.on("scrollzoom dragpan pinchzoom", () => {
      this.#fitted = false;
    });
    new ResizeObserver(() => {
      this.#cy.resize();
      if (this.#fitted) this.fit();
    }).observe(container);
    matchMedia("(prefers-color-scheme: light)").addEventListener("change", () => {
      this.#styledFor = null;
      this.#restyle();
    });
  }

  show(topology) {
    const cy = this.#cy;
    const wanted = elementsOf(topology);
    const wasEmpty = cy.nodes(".service").empty();
    let appeared = [];
    let changed = false;
    cy.batch(() => {
      const gone = cy.elements().filter((element) => !wanted.has(element.id()));
      changed = gone.nonempty();
      // removing a box removes what is in it: take the nodes that stay out of it first
      gone.filter(".group").children().forEach((child) => {
        if (wanted.has(child.id())) child.move({ parent: wanted.get(child.id()).data.parent ?? null });
      });
      gone.remove();
      for (const element of wanted.values()) {
        const present = cy.getElementById(element.data.id);
        if (present.empty()) {
          const added = cy.add(element);
          if (added.hasClass("service")) appeared.push(added);
          changed = true;
        } else {
          present.data(element.data);
        }
      }
    });
    this.#restyle();
    const unknown = appeared.filter((node) => !this.#positions.has(node.id()));
    const services = cy.nodes(".service").length;
    if (services > 0 && (wasEmpty || unknown.length > services * 0.6) && unknown.length > 0) {
      this.arrange();
    } else if (appeared.length > 0) {
      this.#place(appeared);
      if (wasEmpty) this.fit();
    }
    if (changed || this.#query) this.search(this.#query);
    this.select(this.#selected);
  }

  /** Lays everything out anew. */
  arrange() {
    arrange(this.#cy);
    this.#remember();
    this.fit();
  }

  fit() {
    const cy = this.#cy;
    this.#fitted = true;
    if (cy.nodes().empty()) return;
    this.#fitInto({ left: 0, bottom: 0 });
    const { width, height } = this.#covered();
    const isCovered = (node) => {
      const box = node.renderedBoundingBox();
      return box.x1 < width && box.y2 > cy.height() - height;
    };
    if (!cy.nodes(".service").some(isCovered)) return;
    // beside what covers it or above it, wherever there is more room
    const beside = { left: width, bottom: 0 };
    const above = { left: 0, bottom: height };
    this.#fitInto(this.#room(beside).zoom >= this.#room(above).zoom ? beside : above);
  }

  #room({ left, bottom }) {
    const cy = this.#cy;
    const box = cy.elements().boundingBox();
    const width = cy.width() - left - 2 * MARGIN;
    const height = cy.height() - bottom - 2 * MARGIN;
    return { box, width, height, zoom: Math.max(cy.minZoom(), Math.min(LARGEST_FIT, width / box.w, height / box.h)) };
  }

  #fitInto(margins) {
    const { left } = margins;
    const { box, width, height, zoom } = this.#room(margins);
    this.#cy.viewport({
      zoom,
      pan: {
        x: left + MARGIN + width / 2 - zoom * (box.x1 + box.w / 2),
        y: MARGIN + height / 2 - zoom * (box.y1 + box.h / 2),
      },
    });
  }

  zoomBy(factor) {
    const cy = this.#cy;
    this.#fitted = false;
    cy.zoom({ level: cy.zoom() * factor, renderedPosition: { x: cy.width() / 2, y: cy.height() / 2 } });
  }

  /** Highlights the nodes whose name contains the query, with their edges; answers how many. */
  search(query) {
    this.#query = query;
    const cy = this.#cy;
    const matches = this.#matches();
    cy.batch(() => {
      cy.elements().removeClass("dim match hit");
      if (query) {
        matches.addClass("match");
        matches.connectedEdges().addClass("hit");
        const near = matches.union(matches.connectedEdges()).union(matches.connectedEdges().connectedNodes());
        cy.elements().not(near.union(near.parent())).addClass("dim");
      }
    });
    return matches.length;
  }

  /** Moves the view to the matches of the search; answers the first one's id. */
  showMatches() {
    const matches = this.#matches();
    if (matches.empty()) return null;
    this.#fitted = false;
    this.#cy.animate({ fit: { eles: matches.closedNeighborhood(), padding: 80 }, duration: 250 });
    return matches[0].id();
  }

  select(id) {
    this.#selected = id;
    this.#cy.elements(".selected").removeClass("selected");
    if (id !== null) this.#cy.getElementById(id).addClass("selected");
  }

  #matches() {
    const part = this.#query.toLowerCase();
    return this.#cy.nodes(".service").filter((node) => part !== "" && node.data("label").toLowerCase().includes(part));
  }

  #place(appeared) {
    const cy = this.#cy;
    const isNew = new Set(appeared.map((node) => node.id()));
    const positionsOf = (nodes) =>
      nodes.filter(".service").filter((node) => !isNew.has(node.id())).map((node) => node.position());
    for (const node of appeared) {
      const kept = this.#positions.get(node.id());
      const siblings = node.parent().nonempty() ? positionsOf(node.parent().children()) : [];
      node.position(kept ?? freePlace(positionsOf(cy.nodes()), siblings, positionsOf(node.neighborhood("node"))));
      isNew.delete(node.id());
    }
    this.#remember();
  }

  #remember() {
    this.#cy.nodes(".service").forEach((node) => this.#positions.set(node.id(), { ...node.position() }));
  }

  #restyle() {
    const many = this.#cy.edges().length > MANY_EDGES;
    if (this.#styledFor === many) return;
    this.#styledFor = many;
    this.#cy.style(style(this.#cy.edges().length));
  }
}

function label(edge) {
  const figures = isTcp(edge) ? [load(edge)] : [load(edge), percent(edge.error_rate), millis(p95(edge))];
  return [...figures, warning(edge)].filter(Boolean).join(" · ");
}

/** The elements by id, boxes before what is in them, nodes before edges. */
function elementsOf(topology) {
  const groups = new Map();
  const rest = new Map();
  const clusters = new Set(topology.nodes.map((node) => node.cluster).filter((cluster) => cluster !== "-"));
  for (const node of topology.nodes) {
    const parent = groupId(node);
    if (parent !== null) {
      groups.set(parent, {
        group: "nodes",
        classes: "group",
        data: { id: parent, label: clusters.size > 1 ? node.cluster + " / " + node.namespace : node.namespace },
      });
    }
    rest.set(nodeId(node), {
      group: "nodes",
      classes: "service",
      data: {
        id: nodeId(node),
        parent: parent ?? undefined,
        label: node.name,
        kind: node.kind,
        shape: SHAPES[node.kind] ?? "ellipse",
        level: level(node.inbound.error_rate),
        overflow: node.overflow ? 1 : 0,
      },
    });
  }
  for (const edge of topology.edges) {
    rest.set(edgeId(edge), {
      group: "edges",
      data: {
        id: edgeId(edge),
        source: nodeId(edge.source),
        target: nodeId(edge.destination),
        label: label(edge),
        level: level(edge.error_rate),
        plain: warning(edge) ? 1 : 0,
        width: Math.min(9, 1.4 + 1.1 * Math.log2(1 + loadPerSecond(edge))),
      },
    });
  }
  return new Map([...groups, ...rest]);
}
