-- SPDX-License-Identifier: Apache-2.0
-- Edges per window and the nodes that they join. The three tables have one shape; how they are stored over time
-- (native partitions or hypertables) is the business of the next migration, which differs between the two.
--
-- Names are compared byte by byte (collate "C"): the order is the same on every host and survives an upgrade of the
-- operating system's locales, which would otherwise corrupt indexes silently.

create table edges_10s (
    window_start                timestamptz      not null,
    source_cluster              text collate "C" not null,
    source_namespace            text collate "C" not null,
    source                      text collate "C" not null,
    source_kind                 text collate "C" not null,
    source_version              text collate "C" not null,
    destination_cluster         text collate "C" not null,
    destination_namespace       text collate "C" not null,
    destination                 text collate "C" not null,
    destination_kind            text collate "C" not null,
    destination_version         text collate "C" not null,
    protocol                    text collate "C" not null,
    calls                       bigint           not null,
    errors                      bigint           not null,
    errors_http_5xx             bigint           not null,
    errors_grpc                 bigint           not null,
    errors_no_response          bigint           not null,
    errors_status               bigint           not null,
    rejected_http_4xx           bigint           not null,
    rejected_grpc               bigint           not null,
    faults_injected             bigint           not null,
    response_flags              jsonb            not null,
    request_bytes               bigint           not null,
    response_bytes              bigint           not null,
    client_calls                bigint           not null,
    client_latency_mean_ms      double precision,
    client_latency_p50_ms       double precision,
    client_latency_p95_ms       double precision,
    client_latency_p99_ms       double precision,
    client_latency_sketch       bytea,
    server_calls                bigint           not null,
    server_latency_mean_ms      double precision,
    server_latency_p50_ms       double precision,
    server_latency_p95_ms       double precision,
    server_latency_p99_ms       double precision,
    server_latency_sketch       bytea,
    mtls                        text             not null,
    mutual_tls_calls            bigint           not null,
    source_principal            text,
    destination_principal       text,
    first_seen                  timestamptz      not null,
    last_seen                   timestamptz      not null,
    slowest_trace_id            text,
    error_trace_id              text
)${edges_storage};

comment on column edges_10s.window_start is 'Start of the window, in event time: a call belongs to the window of its end. The width is in the name of the table.';
comment on column edges_10s.source_cluster is 'Cluster of the caller; unknown where the telemetry does not say, - for a host outside every cluster.';
comment on column edges_10s.source_namespace is 'Namespace of the caller; unknown where the telemetry does not say, - where there is none.';
comment on column edges_10s.source is 'Name of the caller: service, gateway, or host.';
comment on column edges_10s.source_kind is 'What the caller is: SERVICE, DATABASE, MESSAGING, GATEWAY, EXTERNAL or UNKNOWN.';
comment on column edges_10s.source_version is 'Version of the caller; unknown where not told.';
comment on column edges_10s.destination_cluster is 'Cluster of the callee; unknown where the telemetry does not say, - for a host outside every cluster.';
comment on column edges_10s.destination_namespace is 'Namespace of the callee; unknown where the telemetry does not say, - where there is none.';
comment on column edges_10s.destination is 'Name of the callee: service, database, topic, gateway, or host.';
comment on column edges_10s.destination_kind is 'What the callee is: SERVICE, DATABASE, MESSAGING, GATEWAY, EXTERNAL or UNKNOWN.';
comment on column edges_10s.destination_version is 'Version of the callee; unknown where not told.';
comment on column edges_10s.protocol is 'http, grpc, another RPC, database or messaging system in the spelling of OpenTelemetry, or unknown.';
comment on column edges_10s.calls is 'Number of calls in the window, at least 1; divide by the width of the window for a rate.';
comment on column edges_10s.errors is 'Number of calls that failed by the callee: the sum of the four errors_ columns.';
comment on column edges_10s.errors_http_5xx is 'Number of calls that failed with HTTP status 500 or above.';
comment on column edges_10s.errors_grpc is 'Number of calls that failed with gRPC Unknown, DeadlineExceeded, Unimplemented, ResourceExhausted, Internal, Unavailable or DataLoss.';
comment on column edges_10s.errors_no_response is 'Number of calls for which the proxy saw no response.';
comment on column edges_10s.errors_status is 'Number of calls whose span has status ERROR and no protocol status.';
comment on column edges_10s.rejected_http_4xx is 'Number of calls refused with HTTP 4xx; not errors.';
comment on column edges_10s.rejected_grpc is 'Number of calls refused with another gRPC status; not errors.';
comment on column edges_10s.faults_injected is 'Number of calls ended by an injected fault; not errors.';
comment on column edges_10s.response_flags is 'How many calls carried each of Envoy''s response flags, as {"UH": 2}.';
comment on column edges_10s.request_bytes is 'Sum of the known request body sizes, bytes.';
comment on column edges_10s.response_bytes is 'Sum of the known response body sizes, bytes.';
comment on column edges_10s.client_calls is 'Number of calls whose latency was measured at the client.';
comment on column edges_10s.client_latency_mean_ms is 'Exact mean latency seen by the client, milliseconds; null where client_calls is 0.';
comment on column edges_10s.client_latency_p50_ms is 'Median latency seen by the client, milliseconds, relative error at most 1 %; null where client_calls is 0.';
comment on column edges_10s.client_latency_p95_ms is '95th percentile of the latency seen by the client, milliseconds, relative error at most 1 %; null where client_calls is 0.';
comment on column edges_10s.client_latency_p99_ms is '99th percentile of the latency seen by the client, milliseconds, relative error at most 1 %; null where client_calls is 0.';
comment on column edges_10s.client_latency_sketch is 'DDSketch of the latencies seen by the client, in milliseconds, in the encoding of DataDog''s sketches-java, so that windows can be merged; null where client_calls is 0.';
comment on column edges_10s.server_calls is 'Number of calls whose latency was measured at the server.';
comment on column edges_10s.server_latency_mean_ms is 'Exact mean latency seen by the server, milliseconds; null where server_calls is 0.';
comment on column edges_10s.server_latency_p50_ms is 'Median latency seen by the server, milliseconds, relative error at most 1 %; null where server_calls is 0.';
comment on column edges_10s.server_latency_p95_ms is '95th percentile of the latency seen by the server, milliseconds, relative error at most 1 %; null where server_calls is 0.';
comment on column edges_10s.server_latency_p99_ms is '99th percentile of the latency seen by the server, milliseconds, relative error at most 1 %; null where server_calls is 0.';
comment on column edges_10s.server_latency_sketch is 'DDSketch of the latencies seen by the server, in milliseconds, in the encoding of DataDog''s sketches-java, so that windows can be merged; null where server_calls is 0.';
comment on column edges_10s.mtls is 'mutual where every call was seen to use mutual TLS, mixed where some were, unknown where none was observed.';
comment on column edges_10s.mutual_tls_calls is 'Number of calls that carried both identities of a mutual TLS connection.';
comment on column edges_10s.source_principal is 'Identity of the caller (SPIFFE id); null where never told.';
comment on column edges_10s.destination_principal is 'Identity of the callee (SPIFFE id); null where never told.';
comment on column edges_10s.first_seen is 'End of the earliest call in the window.';
comment on column edges_10s.last_seen is 'End of the latest call in the window.';
comment on column edges_10s.slowest_trace_id is 'Trace of the slowest call, 32 hexadecimal digits.';
comment on column edges_10s.error_trace_id is 'Trace of a failed call, 32 hexadecimal digits; null where none failed.';

create table edges_1m (like edges_10s including comments)${edges_storage};
create table edges_1h (like edges_10s including comments)${edges_storage};

comment on table edges_10s is 'Who called whom, in windows of 10 seconds.';
comment on table edges_1m is 'Who called whom, in windows of 1 minute.';
comment on table edges_1h is 'Who called whom, in windows of 1 hour.';

-- Keys and indexes follow the questions that are asked: everything in a range of time (the key, which also keeps new rows
-- at one end of the index), what one node calls, and who calls one node.
do $$
declare
    edge_table text;
begin
    foreach edge_table in array array['edges_10s', 'edges_1m', 'edges_1h'] loop
        execute format(
            'alter table %1$I add constraint %1$s_pkey primary key (window_start, '
            || 'source_cluster, source_namespace, source, source_kind, '
            || 'destination_cluster, destination_namespace, destination, destination_kind, '
            || 'protocol, source_version, destination_version)', edge_table);
        execute format(
            'create index %1$s_by_source on %1$I (source_cluster, source_namespace, source, window_start)', edge_table);
        execute format(
            'create index %1$s_by_destination on %1$I (destination_cluster, destination_namespace, destination, window_start)',
            edge_table);
    end loop;
end
$$;

create view edges as
select 10 as window_seconds, * from edges_10s
union all
select 60 as window_seconds, * from edges_1m
union all
select 3600 as window_seconds, * from edges_1h;

comment on view edges is 'Who called whom, in all three widths; say window_seconds = 10, 60 or 3600, or calls are counted three times.';
comment on column edges.window_seconds is 'Width of the window: 10, 60 or 3600 seconds.';
do $$
declare
    described record;
begin
    for described in
        select attname, col_description(attrelid, attnum) as description
        from pg_attribute
        where attrelid = 'edges_10s'::regclass and attnum > 0 and not attisdropped
    loop
        execute format('comment on column edges.%I is %L', described.attname, described.description);
    end loop;
end
$$;

create table services (
    cluster    text collate "C" not null,
    namespace  text collate "C" not null,
    name       text collate "C" not null,
    kind       text collate "C" not null,
    first_seen timestamptz      not null,
    last_seen  timestamptz      not null,
    constraint services_pkey primary key (cluster, namespace, name, kind)
);

comment on table services is 'Every node that took part in a call: services, databases, topics, gateways, and hosts outside.';
comment on column services.cluster is 'Cluster of the node; unknown where the telemetry does not say, - for a host outside every cluster.';
comment on column services.namespace is 'Namespace of the node; unknown where the telemetry does not say, - where there is none.';
comment on column services.name is 'Name of the service, database, topic, gateway or host.';
comment on column services.kind is 'What it is: SERVICE, DATABASE, MESSAGING, GATEWAY, EXTERNAL or UNKNOWN.';
comment on column services.first_seen is 'End of the earliest call in which the node took part, in event time.';
comment on column services.last_seen is 'End of the latest call in which the node took part, in event time.';
