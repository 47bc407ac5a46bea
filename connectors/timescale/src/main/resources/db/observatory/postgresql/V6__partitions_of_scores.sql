-- SPDX-License-Identifier: Apache-2.0
-- Scores in partitions of a day, made and dropped by the same functions as those of the edge tables and of facts.

-- As before, and also for scores. Replacing a function keeps its rights and its comment.
create or replace function ensure_edge_partitions(edge_table text, from_time timestamptz, to_time timestamptz)
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
    if edge_table not in ('edges_10s', 'edges_1m', 'edges_1h', 'facts', 'scores', 'score_minutes') then
        raise exception 'edge_table: % (expected: edges_10s, edges_1m, edges_1h, facts, scores or score_minutes)', edge_table
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

comment on table edge_partitions is 'The partitions of the edge tables, of facts and of scores. Kept by the functions of this schema; do not write to it.';
comment on function drop_edge_partition is 'Drops one partition of an edge table, of facts or of scores, with everything in it.';
