/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.otlp.decode;

/** The attributes that the analysis reads; everything else is skipped. Old and new names of one thing stand together. */
enum AttributeKey {
    SERVICE_NAME("service.name"),
    SERVICE_NAMESPACE("service.namespace"),
    SERVICE_VERSION("service.version"),
    K8S_NAMESPACE_NAME("k8s.namespace.name"),
    K8S_CLUSTER_NAME("k8s.cluster.name"),

    NODE_ID("node_id"),
    ISTIO_CANONICAL_SERVICE("istio.canonical_service"),
    ISTIO_CANONICAL_REVISION("istio.canonical_revision"),
    ISTIO_NAMESPACE("istio.namespace"),
    ISTIO_CLUSTER_ID("istio.cluster_id"),
    UPSTREAM_CLUSTER("upstream_cluster"),
    RESPONSE_FLAGS("response_flags"),
    ERROR("error"),
    SOURCE_PRINCIPAL("source_principal"),
    DESTINATION_PRINCIPAL("destination_principal"),

    HTTP_REQUEST_METHOD("http.request.method"),
    HTTP_METHOD("http.method"),
    HTTP_RESPONSE_STATUS_CODE("http.response.status_code"),
    HTTP_STATUS_CODE("http.status_code"),
    URL_FULL("url.full"),
    HTTP_URL("http.url"),
    HTTP_HOST("http.host"),
    REQUEST_SIZE("request_size"),
    RESPONSE_SIZE("response_size"),
    HTTP_REQUEST_BODY_SIZE("http.request.body.size"),
    HTTP_RESPONSE_BODY_SIZE("http.response.body.size"),
    HTTP_REQUEST_CONTENT_LENGTH("http.request_content_length"),
    HTTP_RESPONSE_CONTENT_LENGTH("http.response_content_length"),

    RPC_SYSTEM_NAME("rpc.system.name"),
    RPC_SYSTEM("rpc.system"),
    RPC_STATUS_CODE("rpc.status_code"),
    RPC_RESPONSE_STATUS_CODE("rpc.response.status_code"),
    RPC_GRPC_STATUS_CODE("rpc.grpc.status_code"),
    GRPC_STATUS_CODE("grpc.status_code"),
    GRPC_PATH("grpc.path"),

    DB_SYSTEM_NAME("db.system.name"),
    DB_SYSTEM("db.system"),
    DB_NAMESPACE("db.namespace"),
    DB_NAME("db.name"),
    MESSAGING_SYSTEM("messaging.system"),
    MESSAGING_DESTINATION_NAME("messaging.destination.name"),
    MESSAGING_DESTINATION("messaging.destination"),
    MESSAGING_DESTINATION_TEMPORARY("messaging.destination.temporary"),

    SERVICE_PEER_NAME("service.peer.name"),
    PEER_SERVICE("peer.service"),
    SERVICE_PEER_NAMESPACE("service.peer.namespace"),
    SERVER_ADDRESS("server.address"),
    NET_PEER_NAME("net.peer.name"),
    NETWORK_PEER_ADDRESS("network.peer.address"),
    NET_SOCK_PEER_ADDR("net.sock.peer.addr"),
    NET_PEER_IP("net.peer.ip"),
    CLIENT_ADDRESS("client.address"),
    PEER_ADDRESS("peer.address");

    private final String key;

    AttributeKey(String key) {
        this.key = key;
    }

    String key() {
        return key;
    }
}
