/* SPDX-License-Identifier: Apache-2.0 */
// Makes a small drawing easier to read: simulated annealing over what readers stumble on, which forces alone do not see:
// labels on labels, lines through nodes, crossings, boxes in boxes, calls that run backwards.

const LABEL = { w: 152, h: 26 };
const NODE_HEIGHT = 84;
const BOX = { side: 30, top: 74, bottom: 76 };
const WANTED_LENGTH = 245;
const SHORTEST = 215;
const TIME_MS = 700;
const MOST_STEPS = 9000;
const SEED = 20261121;

/** nodes: [{ id, group, width, x, y }], width with the label, edges: [{ source, target }]; answers positions by id, the same for the same input. */
export function clarified(nodes, edges, aspect) {
  const index = new Map(nodes.map((node, at) => [node.id, at]));
  const points = nodes.map(({ x, y, group, width }) => ({ x, y, group, width: Math.max(90, width + 20) }));
  const lines = edges.map((edge) => [index.get(edge.source), index.get(edge.target)]).filter(([from, to]) => from !== to);
  const groups = new Map();
  points.forEach((point, at) => {
    if (point.group !== null) groups.set(point.group, [...(groups.get(point.group) ?? []), at]);
  });
  const members = [...groups.values()];
  const random = generator(SEED);
  const until = performance.now() + TIME_MS;
  let cost = costOf(points, lines, members, aspect);
  let best = { cost, points: points.map(({ x, y }) => ({ x, y })) };
  for (let step = 0; step < MOST_STEPS && (step % 32 !== 0 || performance.now() < until); step++) {
    const heat = 1 - step / MOST_STEPS;
    const moved = random() < 0.22 && members.length > 1 ? members[Math.floor(random() * members.length)] : [Math.floor(random() * points.length)];
    const reach = 40 + 260 * heat;
    const dx = (random() - 0.5) * reach;
    const dy = (random() - 0.5) * reach;
    moved.forEach((at) => shift(points[at], dx, dy));
    const changed = costOf(points, lines, members, aspect);
    if (changed <= cost || random() < Math.exp((cost - changed) / (0.05 + 5 * heat * heat))) {
      cost = changed;
      if (cost < best.cost) best = { cost, points: points.map(({ x, y }) => ({ x, y })) };
    } else {
      moved.forEach((at) => shift(points[at], -dx, -dy));
    }
  }
  return new Map(nodes.map((node, at) => [node.id, best.points[at]]));
}

function shift(point, dx, dy) {
  point.x += dx;
  point.y += dy;
}

function costOf(points, lines, members, aspect) {
  return nodesApart(points) + linesClear(points, lines) + boxesClear(points, members) + size(points, aspect);
}

function nodesApart(points) {
  let cost = 0;
  for (let one = 0; one < points.length; one++) {
    for (let other = one + 1; other < points.length; other++) {
      const near = overlap(points[one], points[other], (points[one].width + points[other].width) / 2, NODE_HEIGHT);
      if (near > 0) cost += 6 + 10 * near;
    }
  }
  return cost;
}

function linesClear(points, lines) {
  let cost = 0;
  const middles = lines.map(([from, to]) => ({ x: (points[from].x + points[to].x) / 2, y: (points[from].y + points[to].y) / 2 }));
  lines.forEach(([from, to], at) => {
    const a = points[from];
    const b = points[to];
    const length = Math.hypot(b.x - a.x, b.y - a.y);
    cost += ((length - WANTED_LENGTH) / 100) ** 2 + (length < SHORTEST ? (SHORTEST - length) / 12 : 0);
    const forward = b.x - a.x;
    if (forward < 110) cost += (110 - forward) / 40;
    for (let node = 0; node < points.length; node++) {
      if (node !== from && node !== to && distance(points[node], a, b) < 38) cost += 7;
      if (overlap(points[node], middles[at], (points[node].width + LABEL.w) / 2, (NODE_HEIGHT + LABEL.h) / 2) > 0) cost += 5;
    }
    for (let next = at + 1; next < lines.length; next++) {
      if (overlap(middles[at], middles[next], LABEL.w, LABEL.h) > 0) cost += 6;
      const [c, d] = lines[next];
      if (from !== c && from !== d && to !== c && to !== d && cross(a, b, points[c], points[d])) cost += 3.5;
    }
  });
  return cost;
}

function boxesClear(points, members) {
  let cost = 0;
  const boxes = members.map((nodes) => ({
    x1: Math.min(...nodes.map((at) => points[at].x - points[at].width / 2)) - BOX.side,
    x2: Math.max(...nodes.map((at) => points[at].x + points[at].width / 2)) + BOX.side,
    y1: Math.min(...nodes.map((at) => points[at].y)) - BOX.top,
    y2: Math.max(...nodes.map((at) => points[at].y)) + BOX.bottom,
  }));
  boxes.forEach((box, at) => {
    cost += ((box.x2 - box.x1) * (box.y2 - box.y1)) / 140000;
    const inside = new Set(members[at]);
    points.forEach((point, node) => {
      if (!inside.has(node) && point.x > box.x1 - point.width / 2 && point.x < box.x2 + point.width / 2 && point.y > box.y1 - 30 && point.y < box.y2 + 30) cost += 12;
    });
    for (const other of boxes.slice(at + 1)) {
      const w = Math.min(box.x2, other.x2) - Math.max(box.x1, other.x1) + 24;
      const h = Math.min(box.y2, other.y2) - Math.max(box.y1, other.y1) + 24;
      if (w > 0 && h > 0) cost += 14 + Math.min(w, h) / 6;
    }
  });
  return cost;
}

/** The larger of the sides in the shape of the window: what decides how small everything is drawn. */
function size(points, aspect) {
  const width = Math.max(...points.map((point) => point.x)) - Math.min(...points.map((point) => point.x)) + 200;
  const height = Math.max(...points.map((point) => point.y)) - Math.min(...points.map((point) => point.y)) + 180;
  return Math.max(width / aspect, height) / 27;
}

/** How far two boxes of this size around two points overlap, from 0 to 1. */
function overlap(one, other, w, h) {
  const x = 1 - Math.abs(one.x - other.x) / w;
  const y = 1 - Math.abs(one.y - other.y) / h;
  return x > 0 && y > 0 ? Math.min(x, y) : 0;
}

const side = (a, b, c) => (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);

const cross = (a, b, c, d) => side(a, b, c) * side(a, b, d) < 0 && side(c, d, a) * side(c, d, b) < 0;

function distance(point, from, to) {
  const dx = to.x - from.x;
  const dy = to.y - from.y;
  const length = dx * dx + dy * dy;
  const along = length === 0 ? 0 : Math.max(0, Math.min(1, ((point.x - from.x) * dx + (point.y - from.y) * dy) / length));
  return Math.hypot(point.x - from.x - along * dx, point.y - from.y - along * dy);
}

/** Mulberry32: a small generator, seeded so that the same graph is drawn the same way. */
function generator(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
