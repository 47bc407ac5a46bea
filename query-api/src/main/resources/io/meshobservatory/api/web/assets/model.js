/* SPDX-License-Identifier: Apache-2.0 */
// The graph as the page holds it: identities, and rows of the stream in the form of the topology.

export const nodeId = (node) => JSON.stringify([node.cluster, node.namespace, node.name, node.kind]);

export const edgeId = (edge) => JSON.stringify([nodeId(edge.source), nodeId(edge.destination), edge.protocol]);

export const groupId = (node) =>
  node.cluster === "-" && node.namespace === "-" ? null : JSON.stringify([node.cluster, node.namespace]);

/** Of a row of the stream, whose ends have versions. */
export const rowId = (row) => JSON.stringify([edgeId(row), row.source.version, row.destination.version]);

const NO_FLOW = { calls: 0, calls_per_second: 0, errors: 0, error_rate: 0 };

const end = ({ cluster, namespace, name, kind }) => ({ cluster, namespace, name, kind });

/** A row of the stream as an edge of a topology, its figures those of its one window. */
function edgeOfRow(row) {
  const perSecond = row.calls / row.window_seconds;
  return {
    ...row,
    source: end(row.source),
    destination: end(row.destination),
    calls_per_second: perSecond,
    error_rate: row.calls ? row.errors / row.calls : 0,
    versions: [{
      source_version: row.source.version,
      destination_version: row.destination.version,
      calls: row.calls,
      calls_per_second: perSecond,
      errors: row.errors,
      error_rate: row.calls ? row.errors / row.calls : 0,
      client_latency: row.client_latency,
      server_latency: row.server_latency,
    }],
  };
}

/**
 * Adds to a topology the edges that only the stream knows yet. Edges that are in the topology keep its figures, which are
 * over the whole range. Answers null if there is nothing to add.
 */
export function withRows(topology, rows) {
  const known = new Set(topology.edges.map(edgeId));
  const added = rows.filter((row) => row.calls > 0).map(edgeOfRow).filter((edge) => {
    const id = edgeId(edge);
    if (known.has(id)) return false;
    known.add(id);
    return true;
  });
  if (added.length === 0) return null;
  const nodes = new Map(topology.nodes.map((node) => [nodeId(node), node]));
  for (const edge of added) {
    for (const node of [edge.source, edge.destination]) {
      if (!nodes.has(nodeId(node))) nodes.set(nodeId(node), { ...node, inbound: NO_FLOW, outbound: NO_FLOW });
    }
  }
  return { ...topology, nodes: [...nodes.values()], edges: [...topology.edges, ...added] };
}
