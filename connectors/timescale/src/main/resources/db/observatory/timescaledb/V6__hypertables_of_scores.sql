-- SPDX-License-Identifier: Apache-2.0
-- Scores as hypertables, kept like facts. The whole key is in the segments or in the order, so that an upsert into a
-- compressed chunk finds its row without decompressing the chunk.

select create_hypertable('scores', 'window_start',
    chunk_time_interval => interval '1 day', create_default_indexes => false);
alter table scores set (
    timescaledb.compress,
    timescaledb.compress_segmentby = 'cluster, namespace, name',
    timescaledb.compress_orderby = 'window_start desc, kind'
);
select add_compression_policy('scores', compress_after => interval '2 days');

select create_hypertable('score_minutes', 'window_start',
    chunk_time_interval => interval '1 day', create_default_indexes => false);
alter table score_minutes set (
    timescaledb.compress,
    timescaledb.compress_segmentby = 'cluster',
    timescaledb.compress_orderby = 'window_start desc, model_version'
);
select add_compression_policy('score_minutes', compress_after => interval '2 days');
