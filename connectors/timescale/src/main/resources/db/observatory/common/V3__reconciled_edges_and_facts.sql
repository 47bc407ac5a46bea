-- SPDX-License-Identifier: Apache-2.0
-- Edges that rest on several kinds of telemetry, and facts about nodes. How facts are stored over time is the business of
-- the next migration, which differs between the storages.
--
-- Defaults are plain constants, so that no row is rewritten and hypertables with compressed chunks accept the columns. What
-- the rows of earlier versions do not know is null there: nothing is claimed that was not observed.

do $$
declare
    edge_table text;
begin
    foreach edge_table in array array['edges_10s', 'edges_1m', 'edges_1h'] loop
        execute format('alter table %I add column denials jsonb not null default ''{}''', edge_table);
        execute format('alter table %I add column operations jsonb not null default ''{}''', edge_table);
        execute format('alter table %I add column connections_opened bigint not null default 0', edge_table);
        execute format('alter table %I add column connections_closed bigint not null default 0', edge_table);
        execute format('alter table %I add column plain_text_calls bigint not null default 0', edge_table);
        execute format('alter table %I add column unobserved_tls_calls bigint', edge_table);
        execute format('alter table %I add column sampled_calls bigint', edge_table);
        execute format('alter table %I add column sampled_both_sides bigint', edge_table);
        execute format('alter table %I add column sampled_caller_only bigint', edge_table);
        execute format('alter table %I add column sampled_callee_only bigint', edge_table);
        execute format('alter table %I add column sampled_caller_missing bigint', edge_table);
        execute format('alter table %I add column context_lost_calls bigint', edge_table);
        execute format('alter table %I add column calls_basis text not null default ''TRACES''', edge_table);
        execute format('alter table %I add column bytes_basis text not null default ''TRACES''', edge_table);
        execute format('alter table %I add column latency_basis text not null default ''TRACES''', edge_table);
        execute format('alter table %I add column security_basis text not null default ''TRACES''', edge_table);

        execute format('comment on column %I.calls is %L', edge_table,
            'Number of calls in the window; an estimate where calls_basis is TRACES and traces are sampled. 0 where the calls are counted in the row of another version, and for raw TCP, which has connections instead. Divide by the width of the window for a rate.');
        execute format('comment on column %I.denials is %L', edge_table,
            'How many calls were refused by policy, by who refused them and by which rule, as {"rbac ns[foo]-policy[bar]-rule[0]": 2}.');
        execute format('comment on column %I.operations is %L', edge_table,
            'How many calls asked for each operation, where it is told, as {"GET /orders/{id}": 2}.');
        execute format('comment on column %I.connections_opened is %L', edge_table, 'Number of TCP connections opened.');
        execute format('comment on column %I.connections_closed is %L', edge_table, 'Number of TCP connections closed.');
        execute format('comment on column %I.mtls is %L', edge_table,
            'mutual where all was seen to be under mutual TLS, plaintext where all was seen to be without, unknown where nothing was observed, mixed otherwise.');
        execute format('comment on column %I.mutual_tls_calls is %L', edge_table,
            'Number of calls (of connections, where the edge has no calls) seen to be under mutual TLS. This and the next two count as the place counts that observed most, so their sum may differ from calls.');
        execute format('comment on column %I.plain_text_calls is %L', edge_table,
            'Number of calls (or connections) seen to be without mutual TLS.');
        execute format('comment on column %I.unobserved_tls_calls is %L', edge_table,
            'Number of calls (or connections) of which nothing was observed; null in rows of earlier versions, where it is calls - mutual_tls_calls.');
        execute format('comment on column %I.sampled_calls is %L', edge_table,
            'Number of calls found in traces, as recorded and not weighted; null in rows of earlier versions, where it is calls.');
        execute format('comment on column %I.sampled_both_sides is %L', edge_table,
            'Of sampled_calls, those seen by both sides; null in rows of earlier versions.');
        execute format('comment on column %I.sampled_caller_only is %L', edge_table,
            'Of sampled_calls, those seen by the caller only; null in rows of earlier versions.');
        execute format('comment on column %I.sampled_callee_only is %L', edge_table,
            'Of sampled_calls, those seen by the callee only, which named no parent; null in rows of earlier versions.');
        execute format('comment on column %I.sampled_caller_missing is %L', edge_table,
            'Of sampled_calls, those seen by the callee only though it named a parent; null in rows of earlier versions.');
        execute format('comment on column %I.context_lost_calls is %L', edge_table,
            'Number of sampled calls for which the caller''s sidecar had to begin a new trace; null in rows of earlier versions.');
        execute format('comment on column %I.calls_basis is %L', edge_table,
            'On what calls, outcomes and response flags rest: TRACES, LOGS, METRICS, or NONE where nothing tells them.');
        execute format('comment on column %I.bytes_basis is %L', edge_table,
            'On what sizes and connections rest: TRACES, LOGS, METRICS, or NONE where nothing tells them.');
        execute format('comment on column %I.latency_basis is %L', edge_table,
            'On what latencies rest: TRACES, LOGS, METRICS, or NONE where nothing tells them.');
        execute format('comment on column %I.security_basis is %L', edge_table,
            'On what mutual TLS and identities rest: TRACES, LOGS, METRICS, or NONE where nothing tells them.');
        execute format('comment on column %I.slowest_trace_id is %L', edge_table,
            'Trace of the slowest recorded call, 32 hexadecimal digits; null where no trace was recorded.');
        execute format('comment on column %I.error_trace_id is %L', edge_table,
            'Trace of a failed call, 32 hexadecimal digits; null where none was recorded.');
        execute format('comment on column %I.client_calls is %L', edge_table,
            'Number of calls that the latencies measured at the client stand for.');
        execute format('comment on column %I.server_calls is %L', edge_table,
            'Number of calls that the latencies measured at the server stand for.');
    end loop;
end
$$;

-- the new columns are the last ones, so the view only grows
create or replace view edges as
select 10 as window_seconds, * from edges_10s
union all
select 60 as window_seconds, * from edges_1m
union all
select 3600 as window_seconds, * from edges_1h;

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

-- The sinks' own notes. They come after the view, which does not show them.
do $$
declare
    edge_table text;
begin
    foreach edge_table in array array['edges_10s', 'edges_1m', 'edges_1h'] loop
        execute format('alter table %I add column writer uuid', edge_table);
        execute format('alter table %I add column created_after bigint', edge_table);

        execute format('comment on column %I.writer is %L', edge_table,
            'The instance of the sink that inserted the row, so that it can take it back after a failure; null in rows of earlier versions.');
        execute format('comment on column %I.created_after is %L', edge_table,
            'The checkpoint of the job after which the row was inserted, -1 before the first; null in rows of earlier versions.');
    end loop;
end
$$;

create table facts (
    window_start   timestamptz      not null,
    cluster        text collate "C" not null,
    namespace      text collate "C" not null,
    name           text collate "C" not null,
    kind           text collate "C" not null,
    peer_cluster   text collate "C" not null,
    peer_namespace text collate "C" not null,
    peer_name      text collate "C" not null,
    peer_kind      text collate "C" not null,
    fact           text collate "C" not null,
    detail         text collate "C" not null,
    value          double precision not null,
    constraint facts_pkey primary key (window_start, cluster, namespace, name, kind,
        fact, detail, peer_cluster, peer_namespace, peer_name, peer_kind)
)${edges_storage};

create index facts_by_node on facts (cluster, namespace, name, window_start);

comment on table facts is 'What is known about nodes apart from calls, in windows of 1 minute: health of proxies and of the control plane, certificates, denials.';
comment on column facts.window_start is 'Start of the minute, in event time.';
comment on column facts.cluster is 'Cluster of the node that it is about; unknown where the telemetry does not say.';
comment on column facts.namespace is 'Namespace of the node; unknown where the telemetry does not say, - where there is none.';
comment on column facts.name is 'Name of the node.';
comment on column facts.kind is 'What the node is: SERVICE, DATABASE, MESSAGING, GATEWAY, EXTERNAL or UNKNOWN.';
comment on column facts.peer_cluster is 'Cluster of the other side, for instance of the upstream whose circuit breaker is open; empty where there is none.';
comment on column facts.peer_namespace is 'Namespace of the other side; empty where there is none.';
comment on column facts.peer_name is 'Name of the other side; empty where there is none.';
comment on column facts.peer_kind is 'What the other side is; empty where there is none.';
comment on column facts.fact is 'What it tells, as circuit_breaker_open or certificate_expiry; docs/schemas/mesh_facts.schema.json lists them.';
comment on column facts.detail is 'Which one, or why; empty where the fact says it all.';
comment on column facts.value is 'How much: a count in the minute, a gauge, 0 or 1, or for certificate_expiry seconds since the epoch.';
