-- SPDX-License-Identifier: Apache-2.0
-- Storage over time on TimescaleDB: hypertables with compression. Retention is a policy too; it is set after the
-- migrations because it is configurable.
--
-- Compressed rows are grouped by the calling service, since most questions name one, and ordered by time within it. Every
-- other column of the key is part of the order, so that an upsert into a compressed chunk finds its row without
-- decompressing the chunk. A chunk is compressed when late data no longer changes it.

select create_hypertable('edges_10s', 'window_start',
    chunk_time_interval => interval '6 hours', create_default_indexes => false);
alter table edges_10s set (
    timescaledb.compress,
    timescaledb.compress_segmentby = 'source_cluster, source_namespace, source',
    timescaledb.compress_orderby = 'window_start desc, destination_cluster, destination_namespace, destination, protocol, source_version, destination_version, source_kind, destination_kind'
);
select add_compression_policy('edges_10s', compress_after => interval '12 hours');

select create_hypertable('edges_1m', 'window_start',
    chunk_time_interval => interval '1 day', create_default_indexes => false);
alter table edges_1m set (
    timescaledb.compress,
    timescaledb.compress_segmentby = 'source_cluster, source_namespace, source',
    timescaledb.compress_orderby = 'window_start desc, destination_cluster, destination_namespace, destination, protocol, source_version, destination_version, source_kind, destination_kind'
);
select add_compression_policy('edges_1m', compress_after => interval '2 days');

select create_hypertable('edges_1h', 'window_start',
    chunk_time_interval => interval '7 days', create_default_indexes => false);
alter table edges_1h set (
    timescaledb.compress,
    timescaledb.compress_segmentby = 'source_cluster, source_namespace, source',
    timescaledb.compress_orderby = 'window_start desc, destination_cluster, destination_namespace, destination, protocol, source_version, destination_version, source_kind, destination_kind'
);
select add_compression_policy('edges_1h', compress_after => interval '14 days');
