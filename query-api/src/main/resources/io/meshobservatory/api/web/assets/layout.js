/* SPDX-License-Identifier: Apache-2.0 */
// Lays the whole graph out: forces first, and while the graph is small enough for its labels to be read, a second step that
// makes room for them.

import { clarified } from "./clarity.js";

const READABLE_NODES = 60;
const READABLE_EDGES = 140;

export function arrange(cy) {
  const services = cy.nodes(".service");
  if (services.empty()) return;
  const readable = services.length <= READABLE_NODES && cy.edges().length <= READABLE_EDGES;
  cy.layout({
    name: "fcose",
    quality: services.length <= 150 ? "proof" : "default",
    randomize: true,
    animate: false,
    fit: false,
    nodeDimensionsIncludeLabels: true,
    packComponents: true,
    nodeSeparation: 120,
    nodeRepulsion: readable ? 12000 : 9000,
    // in a large graph, namespaces must not be drawn into each other by the many calls between them
    idealEdgeLength: (edge) => (readable ? 150 : isWithinOne(edge) ? 90 : 700),
    edgeElasticity: (edge) => (readable || isWithinOne(edge) ? 0.4 : 0.005),
    nestingFactor: 0.1,
    gravity: readable ? 0.4 : 0.1,
    gravityCompound: readable ? 1.2 : 2.5,
    numIter: services.length <= 150 ? 2500 : 1500,
    tilingPaddingVertical: 50,
    tilingPaddingHorizontal: 50,
    relativePlacementConstraint: readable ? flow(cy) : undefined,
  }).run();
  if (!readable) return;
  const better = clarified(
    services.map((node) => ({ id: node.id(), group: node.parent().nonempty() ? node.parent().id() : null, width: node.data("label").length * 9, ...node.position() })),
    cy.edges().map((edge) => ({ source: edge.source().id(), target: edge.target().id() })),
    cy.width() / Math.max(1, cy.height()),
  );
  cy.batch(() => services.positions((node) => better.get(node.id())));
}

const isWithinOne = (edge) => edge.source().parent().id() === edge.target().parent().id();

/** Callers left of callees, for all edges that do not close a circle: the graph then reads in the direction of calls. */
function flow(cy) {
  const state = new Map();
  const constraints = [];
  const visit = (node) => {
    state.set(node.id(), "open");
    node.outgoers("edge").forEach((edge) => {
      const next = edge.target();
      if (state.get(next.id()) === "open") return;
      constraints.push({ left: node.id(), right: next.id(), gap: 165 });
      if (!state.has(next.id())) visit(next);
    });
    state.set(node.id(), "done");
  };
  const services = cy.nodes(".service");
  services.filter((node) => node.indegree(false) === 0).forEach(visit);
  services.filter((node) => !state.has(node.id())).forEach(visit);
  return constraints;
}
