-- SPDX-License-Identifier: Apache-2.0
-- Storage over time on PostgreSQL without TimescaleDB: native partitions by window_start, a day each for 10 s and 1 min,
-- a month each for 1 h, all in UTC.

create table edge_partitions (
    partition_name text primary key,
    edge_table     text        not null,
    lower_bound    timestamptz not null,
    upper_bound    timestamptz not null,
    made_at        timestamptz not null default now()
);

comment on table edge_partitions is 'The partitions of the edge tables. Kept by the functions below; do not write to it.';
comment on column edge_partitions.partition_name is 'Name of the table that is the partition.';
comment on column edge_partitions.edge_table is 'The table of which it is a partition.';
comment on column edge_partitions.lower_bound is 'Earliest window_start in it.';
comment on column edge_partitions.upper_bound is 'First window_start that is too late for it.';
comment on column edge_partitions.made_at is 'When it was made. A partition made for replayed old data is kept for a while after this.';

-- Makes the partitions of one edge table that windows in [from_time, to_time) need; returns how many were missing.
-- Safe to call from many sessions at once. A new table is attached rather than created in place: attaching does not
-- block readers and writers of the edge table. Runs with the rights of the owner, so that a sink needs no right to
-- create tables.
create function ensure_edge_partitions(edge_table text, from_time timestamptz, to_time timestamptz)
    returns integer
    language plpgsql
    security definer
    set search_path = "${flyway:defaultSchema}", pg_temp
    set timezone = 'UTC'
as $$
declare
    width          text;
    partition_from timestamptz;
    partition_to   timestamptz;
    partition      text;
    made           integer := 0;
begin
    if edge_table not in ('edges_10s', 'edges_1m', 'edges_1h') then
        raise exception 'edge_table: % (expected: edges_10s, edges_1m or edges_1h)', edge_table
            using errcode = 'invalid_parameter_value';
    end if;
    width := case edge_table when 'edges_1h' then 'month' else 'day' end;
    -- one session at a time; the others find the partition when they get here
    perform pg_advisory_xact_lock(${lock_class}, ${lock_partitions});

    partition_from := date_trunc(width, from_time);
    while partition_from < to_time loop
        partition_to := partition_from + ('1 ' || width)::interval;
        partition := edge_table || '_p'
            || to_char(partition_from, case width when 'month' then 'YYYYMM' else 'YYYYMMDD' end);
        if not exists (
            select from pg_inherits where inhparent = edge_table::regclass and inhrelid = to_regclass(partition)
        ) then
            -- a table of this name that is no partition was detached by hand; it is put back with its rows
            execute format('create table if not exists %I (like %I including defaults including constraints)',
                partition, edge_table);
            execute format('alter table %I attach partition %I for values from (%L) to (%L)',
                edge_table, partition, partition_from, partition_to);
            insert into edge_partitions (partition_name, edge_table, lower_bound, upper_bound)
            values (partition, ensure_edge_partitions.edge_table, partition_from, partition_to)
            on conflict (partition_name) do update set made_at = now();
            made := made + 1;
        end if;
        partition_from := partition_to;
    end loop;
    return made;
end
$$;

comment on function ensure_edge_partitions is 'Makes the partitions that windows in [from_time, to_time) need; returns how many were missing.';

-- Drops one partition, with everything in it. Fails rather than wait when a long query reads the table, since whoever
-- comes after a waiting drop waits too.
create function drop_edge_partition(partition text)
    returns void
    language plpgsql
    set search_path = "${flyway:defaultSchema}", pg_temp
    set lock_timeout = '2s'
as $$
begin
    perform pg_advisory_xact_lock(${lock_class}, ${lock_partitions});
    if not exists (select from edge_partitions where partition_name = partition) then
        raise exception 'partition: % (expected: one of edge_partitions)', partition
            using errcode = 'invalid_parameter_value';
    end if;
    execute format('drop table if exists %I', partition);
    delete from edge_partitions where partition_name = partition;
end
$$;

comment on function drop_edge_partition is 'Drops one partition of an edge table, with everything in it.';

-- by default everyone may call a function: these change tables
revoke all on function ensure_edge_partitions(text, timestamptz, timestamptz) from public;
revoke all on function drop_edge_partition(text) from public;
