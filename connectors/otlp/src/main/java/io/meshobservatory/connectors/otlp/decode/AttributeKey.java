/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.otlp.decode;

/** The attributes that the analysis reads; everything else is skipped. Old and new names of one thing stand together. */
enum AttributeKey {
    SERVICE_NAME("service.name"),
    SERVICE_NAMESPACE("service.namespace"),
    SERVICE_VERSION("service.version"),
    K8S_NAMESPACE_NAME("k8s.namespace.name"),
    K8S_CLUSTER_NAME("k8s.cluster.name"),
    K8S_DEPLOYMENT_NAME("k8s.deployment.name"),
    K8S_STATEFULSET_NAME("k8s.statefulset.name"),
    K8S_DAEMONSET_NAME("k8s.daemonset.name"),
    K8S_CRONJOB_NAME("k8s.cronjob.name"),
    K8S_JOB_NAME("k8s.job.name"),
    K8S_POD_NAME("k8s.pod.name"),
    K8S_POD_IP("k8s.pod.ip"),
    HOST_NAME("host.name"),
    APP_KUBERNETES_IO_NAME("app.kubernetes.io/name"),
    APP_KUBERNETES_IO_VERSION("app.kubernetes.io/version"),
    APP("app"),
    VERSION("version"),
    LINKERD_PROXY_DEPLOYMENT("linkerd.io/proxy-deployment"),
    LINKERD_PROXY_STATEFULSET("linkerd.io/proxy-statefulset"),
    LINKERD_PROXY_DAEMONSET("linkerd.io/proxy-daemonset"),
    LINKERD_WORKLOAD_NS("linkerd.io/workload-ns"),

    COMPONENT("component"),
    DIRECTION("direction"),
    NODE_ID("node_id"),
    ISTIO_CANONICAL_SERVICE("istio.canonical_service"),
    ISTIO_CANONICAL_REVISION("istio.canonical_revision"),
    ISTIO_NAMESPACE("istio.namespace"),
    ISTIO_CLUSTER_ID("istio.cluster_id"),
    ISTIO_SOURCE_CANONICAL_SERVICE("istio.source_canonical_service"),
    ISTIO_SOURCE_WORKLOAD("istio.source_workload"),
    ISTIO_SOURCE_NAMESPACE("istio.source_namespace"),
    ISTIO_SOURCE_CLUSTER_ID("istio.source_cluster_id"),
    ISTIO_DESTINATION_CANONICAL_SERVICE("istio.destination_canonical_service"),
    ISTIO_DESTINATION_CANONICAL_REVISION("istio.destination_canonical_revision"),
    ISTIO_DESTINATION_WORKLOAD("istio.destination_workload"),
    ISTIO_DESTINATION_NAMESPACE("istio.destination_namespace"),
    ISTIO_DESTINATION_CLUSTER_ID("istio.destination_cluster_id"),
    ISTIO_DOWNSTREAM_CANONICAL_SERVICE("istio.downstream.canonical_service"),
    ISTIO_DOWNSTREAM_WORKLOAD("istio.downstream.workload"),
    ISTIO_DOWNSTREAM_NAMESPACE("istio.downstream.namespace"),
    ISTIO_DOWNSTREAM_CLUSTER_ID("istio.downstream.cluster_id"),
    ISTIO_UPSTREAM_CANONICAL_SERVICE("istio.upstream.canonical_service"),
    ISTIO_UPSTREAM_CANONICAL_REVISION("istio.upstream.canonical_revision"),
    ISTIO_UPSTREAM_WORKLOAD("istio.upstream.workload"),
    ISTIO_UPSTREAM_NAMESPACE("istio.upstream.namespace"),
    ISTIO_UPSTREAM_CLUSTER_ID("istio.upstream.cluster_id"),
    UPSTREAM_CLUSTER("upstream_cluster"),
    UPSTREAM_CLUSTER_NAME("upstream_cluster.name"),
    UPSTREAM_ADDRESS("upstream_address"),
    RESPONSE_FLAGS("response_flags"),
    ERROR("error"),
    SOURCE_PRINCIPAL("source_principal"),
    DESTINATION_PRINCIPAL("destination_principal"),
    DOWNSTREAM_PEER_URI_SAN("downstream_peer_uri_san"),
    DOWNSTREAM_LOCAL_URI_SAN("downstream_local_uri_san"),
    UPSTREAM_PEER_URI_SAN("upstream_peer_uri_san"),
    UPSTREAM_LOCAL_URI_SAN("upstream_local_uri_san"),
    X_FORWARDED_CLIENT_CERT("x-forwarded-client-cert"),
    HTTP_REQUEST_HEADER_XFCC("http.request.header.x-forwarded-client-cert"),

    HTTP_REQUEST_METHOD("http.request.method"),
    HTTP_METHOD("http.method"),
    HTTP_RESPONSE_STATUS_CODE("http.response.status_code", Form.NUMBER),
    HTTP_STATUS_CODE("http.status_code", Form.NUMBER),
    URL_FULL("url.full", Form.PATH),
    HTTP_URL("http.url", Form.PATH),
    HTTP_HOST("http.host"),
    HTTP_ROUTE("http.route"),
    URL_TEMPLATE("url.template"),
    URL_PATH("url.path", Form.PATH),
    HTTP_TARGET("http.target", Form.PATH),
    HTTP_REQUEST_HEADER_CONTENT_TYPE("http.request.header.content-type"),
    HTTP_REQUEST_HEADER_CONTENT_LENGTH("http.request.header.content-length", Form.NUMBER),
    REQUEST_SIZE("request_size", Form.NUMBER),
    RESPONSE_SIZE("response_size", Form.NUMBER),
    HTTP_REQUEST_BODY_SIZE("http.request.body.size", Form.NUMBER),
    HTTP_RESPONSE_BODY_SIZE("http.response.body.size", Form.NUMBER),
    HTTP_REQUEST_CONTENT_LENGTH("http.request_content_length", Form.NUMBER),
    HTTP_RESPONSE_CONTENT_LENGTH("http.response_content_length", Form.NUMBER),

    RPC_SYSTEM_NAME("rpc.system.name"),
    RPC_SYSTEM("rpc.system"),
    RPC_STATUS_CODE("rpc.status_code"),
    RPC_RESPONSE_STATUS_CODE("rpc.response.status_code"),
    RPC_GRPC_STATUS_CODE("rpc.grpc.status_code"),
    GRPC_STATUS_CODE("grpc.status_code"),
    GRPC_PATH("grpc.path"),
    GRPC_AUTHORITY("grpc.authority"),
    GRPC_MESSAGE("grpc.message"),
    RPC_SERVICE("rpc.service"),
    RPC_METHOD("rpc.method"),

    DB_SYSTEM_NAME("db.system.name"),
    DB_SYSTEM("db.system"),
    DB_NAMESPACE("db.namespace"),
    DB_NAME("db.name"),
    DB_OPERATION_NAME("db.operation.name"),
    DB_OPERATION("db.operation"),
    DB_QUERY_SUMMARY("db.query.summary"),
    DB_COLLECTION_NAME("db.collection.name"),
    DB_SQL_TABLE("db.sql.table"),
    DB_MONGODB_COLLECTION("db.mongodb.collection"),
    DB_CASSANDRA_TABLE("db.cassandra.table"),
    DB_COSMOSDB_CONTAINER("db.cosmosdb.container"),
    MESSAGING_SYSTEM("messaging.system"),
    MESSAGING_DESTINATION_NAME("messaging.destination.name"),
    MESSAGING_DESTINATION("messaging.destination"),
    MESSAGING_DESTINATION_TEMPLATE("messaging.destination.template"),
    MESSAGING_DESTINATION_TEMPORARY("messaging.destination.temporary"),
    MESSAGING_DESTINATION_ANONYMOUS("messaging.destination.anonymous"),
    MESSAGING_OPERATION_TYPE("messaging.operation.type"),
    MESSAGING_OPERATION_NAME("messaging.operation.name"),
    MESSAGING_OPERATION("messaging.operation"),
    MESSAGING_MESSAGE_BODY_SIZE("messaging.message.body.size", Form.NUMBER),
    MESSAGING_MESSAGE_PAYLOAD_SIZE_BYTES("messaging.message.payload_size_bytes", Form.NUMBER),

    SERVICE_PEER_NAME("service.peer.name"),
    PEER_SERVICE("peer.service"),
    SERVICE_PEER_NAMESPACE("service.peer.namespace"),
    SERVER_ADDRESS("server.address"),
    NET_PEER_NAME("net.peer.name"),
    NETWORK_PEER_ADDRESS("network.peer.address"),
    NET_SOCK_PEER_ADDR("net.sock.peer.addr"),
    NET_PEER_IP("net.peer.ip"),
    CLIENT_ADDRESS("client.address"),
    HTTP_CLIENT_IP("http.client_ip"),
    NETWORK_LOCAL_ADDRESS("network.local.address"),
    NET_SOCK_HOST_ADDR("net.sock.host.addr"),
    NET_HOST_IP("net.host.ip"),
    PEER_ADDRESS("peer.address");

    /** What the texts under a key are like, and so what is best made of them. */
    enum Form {
        /** A word that is one of not too many, and worth to be remembered. */
        NAME,
        /** A number, in digits. */
        NUMBER,
        /** A path or URL, of which each may be another. */
        PATH
    }

    private final String key;
    private final Form form;

    AttributeKey(String key) {
        this(key, Form.NAME);
    }

    AttributeKey(String key, Form form) {
        this.key = key;
        this.form = form;
    }

    String key() {
        return key;
    }

    Form form() {
        return form;
    }
}
