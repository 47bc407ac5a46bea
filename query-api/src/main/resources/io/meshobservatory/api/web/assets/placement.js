/* SPDX-License-Identifier: Apache-2.0 */
// Where a node that appears later goes: beside its namespace or its peers, on the first free place of a spiral. Nodes that
// are drawn already never move for it.

const SPACING = 130;
const STEPS = 400;

const middle = (points) => ({
  x: points.reduce((sum, point) => sum + point.x, 0) / points.length,
  y: points.reduce((sum, point) => sum + point.y, 0) / points.length,
});

const isFree = (point, taken) =>
  taken.every((other) => Math.abs(other.x - point.x) > SPACING * 0.8 || Math.abs(other.y - point.y) > SPACING * 0.6);

/** taken: all positions; siblings: those of the same namespace; peers: those it calls or is called by. */
export function freePlace(taken, siblings, peers) {
  if (taken.length === 0) return { x: 0, y: 0 };
  const start = siblings.length ? middle(siblings) : peers.length ? middle(peers) : rightOf(taken);
  for (let step = 0; step < STEPS; step++) {
    // a sunflower: even density, no direction preferred
    const radius = SPACING * 0.45 * Math.sqrt(step);
    const angle = step * 2.39996;
    const point = { x: start.x + radius * Math.cos(angle), y: start.y + radius * Math.sin(angle) };
    if (isFree(point, taken)) return point;
  }
  return rightOf(taken);
}

function rightOf(taken) {
  return { x: Math.max(...taken.map((point) => point.x)) + SPACING * 1.6, y: middle(taken).y };
}
