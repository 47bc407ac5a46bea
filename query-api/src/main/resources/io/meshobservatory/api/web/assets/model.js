/* SPDX-License-Identifier: Apache-2.0 */
// The graph as the page holds it: identities, and rows of the stream in the form of the topology.

export const nodeId = (node) => JSON.stringify([node.cluster, node.namespace, node.name, node.kind]);

export const edgeId = (edge) => JSON.stringify([nodeId(edge.source), nodeId(edge.destination), edge.protocol]);

export const groupId = (node) =>
  node.cluster === "-" && node.namespace === "-" ? null : JSON.stringify([node.cluster, node.namespace]);

/** Of a row of the stream, whose ends have versions. */
export const rowId = (row) => JSON.stringify([edgeId(row), row.source.version, row.destination.version]);

const NO_FLOW = { calls: 0, calls_per_second: 0, sampled_calls: 0, errors: 0, error_rate: 0, connections_opened: 0, connections_per_second: 0 };

const OVERFLOW = "(overflow)";

const end = ({ cluster, namespace, name, kind }) => ({ cluster, namespace, name, kind });

/** Whether a row of the stream only says that an earlier one is void. */
const isVoid = (row) => !row.calls && !row.request_bytes && !row.response_bytes && !row.connections_opened && !row.connections_closed
  && !row.sampled_calls && !row.client_latency && !row.server_latency;

const isCluster = (name) => name !== "-" && name !== "unknown";

/** A row of the stream as an edge of a topology, its figures those of its one window. Flags are not decoded yet. */
function edgeOfRow(row) {
  const perSecond = row.calls / row.window_seconds;
  return {
    ...row,
    source: end(row.source),
    destination: end(row.destination),
    cross_cluster: isCluster(row.source.cluster) && isCluster(row.destination.cluster) && row.source.cluster !== row.destination.cluster,
    calls_per_second: perSecond,
    connections_per_second: row.connections_opened / row.window_seconds,
    error_rate: row.calls ? row.errors / row.calls : 0,
    resilience: Object.entries(row.response_flags).map(([flag, calls]) => ({ fact: "other", flag, name: flag, calls })),
    operations_total: Object.keys(row.operations).length,
    versions: [{
      source_version: row.source.version,
      destination_version: row.destination.version,
      calls: row.calls,
      calls_per_second: perSecond,
      call_share: row.calls ? 1 : 0,
      sampled_calls: row.sampled_calls,
      faults_injected: row.faults_injected,
      connections_opened: row.connections_opened,
      mtls: row.mtls,
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
  const added = rows.filter((row) => !isVoid(row)).map(edgeOfRow).filter((edge) => {
    const id = edgeId(edge);
    if (known.has(id)) return false;
    known.add(id);
    return true;
  });
  if (added.length === 0) return null;
  const nodes = new Map(topology.nodes.map((node) => [nodeId(node), node]));
  for (const edge of added) {
    for (const node of [edge.source, edge.destination]) {
      if (!nodes.has(nodeId(node))) nodes.set(nodeId(node), { ...node, overflow: node.name === OVERFLOW, inbound: NO_FLOW, outbound: NO_FLOW });
    }
  }
  return { ...topology, nodes: [...nodes.values()], edges: [...topology.edges, ...added] };
}
