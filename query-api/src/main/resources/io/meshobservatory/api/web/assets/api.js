/* SPDX-License-Identifier: Apache-2.0 */
// The API, as the page uses it.

export class ApiProblem extends Error {
  constructor(message, status) {
    super(message);
    this.status = status;
  }
}

async function get(path, parameters, signal) {
  const query = new URLSearchParams(Object.entries(parameters).filter(([, value]) => value));
  const text = query.toString();
  let response;
  try {
    response = await fetch(path + (text ? "?" + text : ""), { signal, headers: { accept: "application/json" } });
  } catch (failure) {
    if (failure.name === "AbortError") throw failure;
    throw new ApiProblem("The API does not answer", 0);
  }
  const body = await response.json().catch(() => null);
  if (!response.ok || body === null) {
    throw new ApiProblem(body?.detail ?? "The API answered " + response.status, response.status);
  }
  return body;
}

export const topology = (parameters, signal) => get("/api/v1/topology", parameters, signal);

export const clusters = () => get("/api/v1/clusters", {});

export function service(node, range, signal) {
  const path = [node.cluster, node.namespace, node.name].map(encodeURIComponent).join("/");
  return get("/api/v1/services/" + path, { ...range, kind: node.kind }, signal);
}

export function edgeSeries(edge, range, signal) {
  return get(
    "/api/v1/edges",
    {
      source_cluster: edge.source.cluster,
      source_namespace: edge.source.namespace,
      source: edge.source.name,
      destination_cluster: edge.destination.cluster,
      destination_namespace: edge.destination.namespace,
      destination: edge.destination.name,
      protocol: edge.protocol,
      ...range,
    },
    signal,
  );
}

/** The facts that the source's proxy tells about the destination, minute by minute. */
export function edgeFacts(edge, range, signal) {
  const { source, destination } = edge;
  return get(
    "/api/v1/facts",
    {
      cluster: source.cluster, namespace: source.namespace, name: source.name, kind: source.kind,
      peer_cluster: destination.cluster, peer_namespace: destination.namespace, peer_name: destination.name, peer_kind: destination.kind,
      ...range,
    },
    signal,
  );
}

export const alerts = (parameters, signal) => get("/api/v1/alerts", parameters, signal);

export const alert = (id, signal) => get("/api/v1/alerts/" + encodeURIComponent(id), {}, signal);

export const streamPath = (filter) => {
  const query = new URLSearchParams(Object.entries(filter).filter(([, value]) => value)).toString();
  return "/api/v1/stream" + (query ? "?" + query : "");
};
