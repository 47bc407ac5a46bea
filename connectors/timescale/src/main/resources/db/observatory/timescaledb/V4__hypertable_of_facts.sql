-- SPDX-License-Identifier: Apache-2.0
-- Facts as a hypertable, kept like edges_1m. The whole key is in the segments or in the order, so that an upsert into a
-- compressed chunk finds its row without decompressing the chunk.

select create_hypertable('facts', 'window_start',
    chunk_time_interval => interval '1 day', create_default_indexes => false);
alter table facts set (
    timescaledb.compress,
    timescaledb.compress_segmentby = 'cluster, namespace, name',
    timescaledb.compress_orderby = 'window_start desc, fact, detail, kind, peer_cluster, peer_namespace, peer_name, peer_kind'
);
select add_compression_policy('facts', compress_after => interval '2 days');
