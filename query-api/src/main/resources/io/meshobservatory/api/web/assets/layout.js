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
    nodeRepulsion: 12000,
    idealEdgeLength: readable ? 150 : 100,
    edgeElasticity: 0.4,
    nestingFactor: 0.1,
    gravity: 0.4,
    gravityCompound: 1.2,
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
