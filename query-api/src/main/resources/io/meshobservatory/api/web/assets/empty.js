/* SPDX-License-Identifier: Apache-2.0 */
// What stands where the graph would be, while there is none.

import { h } from "./dom.js";

export const nothingFound = (clearFilters) => [
  h("h2", {}, "No calls here"),
  h("p", {}, "Nothing was called in this cluster, namespace and time."),
  h("p", {}, h("button", { class: "button", type: "button", onclick: clearFilters }, "Show everything, live")),
];

export const howToSend = () => [
  h("h2", {}, "Waiting for telemetry"),
  h("p", {}, "No calls were seen in this time. Send traces, metrics or access logs over OTLP to this machine, and edges appear within seconds after the first window closes."),
  h("pre", {}, "# OpenTelemetry SDKs and agents, over gRPC\nexport OTEL_EXPORTER_OTLP_ENDPOINT=http://127.0.0.1:4317\nexport OTEL_EXPORTER_OTLP_PROTOCOL=grpc\n\n# or over HTTP\nexport OTEL_EXPORTER_OTLP_ENDPOINT=http://127.0.0.1:4318\nexport OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf"),
  h("p", {}, "An OpenTelemetry Collector or an Istio mesh sends to the same ports. These are the defaults; another configuration of the bridge may have changed them."),
];
