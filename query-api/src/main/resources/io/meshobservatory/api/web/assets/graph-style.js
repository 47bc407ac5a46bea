/* SPDX-License-Identifier: Apache-2.0 */
// How the graph looks. Colours are the variables of the style sheet, so that dark and light are told in one place. Errors
// show by colour, by dash pattern and in the label, so that none of them must be seen alone.

const variable = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

export const SHAPES = {
  SERVICE: "ellipse",
  GATEWAY: "hexagon",
  DATABASE: "barrel",
  MESSAGING: "round-tag",
  EXTERNAL: "diamond",
  UNKNOWN: "ellipse",
};

/** Edge labels are drawn while there are few enough to read. */
export const MANY_EDGES = 600;

export function style(edgeCount) {
  const many = edgeCount > MANY_EDGES;
  const font = variable("--sans");
  return [
    {
      selector: "node.service",
      style: {
        "shape": "data(shape)", "width": 40, "height": 40,
        "background-color": variable("--node"), "border-width": 2, "border-color": variable("--node-line"),
        "label": "data(label)", "color": variable("--graph-label"), "font-family": font, "font-size": 15,
        "font-weight": 600, "text-valign": "bottom", "text-margin-y": 6, "text-max-width": 190, "text-wrap": "ellipsis",
        "text-background-color": variable("--graph-label-bg"), "text-background-opacity": 0.8,
        "text-background-padding": 2, "text-background-shape": "roundrectangle", "min-zoomed-font-size": 8, "z-index": 20,
      },
    },
    { selector: "node.service[shape = 'diamond'], node.service[shape = 'hexagon']", style: { "width": 46, "height": 44 } },
    { selector: "node.service[kind = 'UNKNOWN']", style: { "border-style": "dashed", "border-color": variable("--muted"), "background-opacity": 0.4 } },
    { selector: "node.service[kind = 'EXTERNAL']", style: { "border-color": variable("--muted") } },
    { selector: "node.service[overflow = 1]", style: { "border-style": "double", "border-width": 6, "background-opacity": 0.5 } },
    { selector: "node.service[level = 'warn']", style: { "border-color": variable("--warn"), "border-width": 3 } },
    { selector: "node.service[level = 'bad']", style: { "border-color": variable("--bad"), "border-width": 4.5 } },
    {
      selector: "node.group",
      style: {
        "shape": "round-rectangle", "corner-radius": 16, "background-color": variable("--box"), "background-opacity": 0.88,
        "border-width": 1, "border-color": variable("--box-line"), "padding": 26, "label": "data(label)",
        "color": variable("--muted"), "font-family": font, "font-size": many ? 64 : 15, "font-weight": 600, "text-valign": "top",
        "text-halign": "center", "text-margin-y": -6, "min-zoomed-font-size": 6, "z-index": 1,
      },
    },
    {
      selector: "edge",
      style: {
        "width": "data(width)", "line-color": variable("--ok"), "target-arrow-color": variable("--ok"),
        "target-arrow-shape": "triangle", "arrow-scale": 1, "curve-style": many ? "straight" : "bezier",
        "control-point-step-size": 56, "line-opacity": many ? 0.4 : 0.85, "source-distance-from-node": 3, "target-distance-from-node": 4,
        "loop-direction": "-45deg", "z-index": 10,
      },
    },
    {
      selector: "edge[level = 'warn']",
      style: { "line-color": variable("--warn"), "target-arrow-color": variable("--warn"), "line-style": "dashed", "line-dash-pattern": [10, 4], "z-index": 12 },
    },
    {
      selector: "edge[level = 'bad']",
      style: { "line-color": variable("--bad"), "target-arrow-color": variable("--bad"), "line-style": "dashed", "line-dash-pattern": [5, 4], "z-index": 13 },
    },
    {
      selector: many ? "edge.selected, edge.near" : "edge",
      style: {
        "label": "data(label)", "color": variable("--graph-label"), "font-family": font, "font-size": 12.5,
        "text-background-color": variable("--graph-label-bg"), "text-background-opacity": 0.88,
        "text-background-padding": 2.5, "text-background-shape": "roundrectangle", "min-zoomed-font-size": 7,
      },
    },
    { selector: "edge[level = 'bad']", style: { "color": variable("--bad"), "font-weight": 700 } },
    { selector: "edge[level = 'warn']", style: { "color": variable("--warn"), "font-weight": 700 } },
    { selector: "edge[plain = 1]", style: { "underlay-color": variable("--bad"), "underlay-opacity": 0.28, "underlay-padding": 4 } },
    { selector: "edge[level = 'bad'], edge.near, edge.hit, edge.selected", style: { "line-opacity": 0.95 } },
    { selector: ".dim", style: { "opacity": 0.14 } },
    { selector: "node.service.match", style: { "border-width": 5, "border-color": variable("--accent") } },
    { selector: "node.service.selected", style: { "border-width": 5, "border-color": variable("--accent"), "overlay-color": variable("--accent"), "overlay-opacity": 0.15, "overlay-padding": 7 } },
    { selector: "edge.selected", style: { "overlay-color": variable("--accent"), "overlay-opacity": 0.25, "overlay-padding": 4, "z-index": 15 } },
    { selector: "node:active, edge:active", style: { "overlay-opacity": 0.12 } },
  ];
}
