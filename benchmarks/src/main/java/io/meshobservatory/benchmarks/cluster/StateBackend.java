/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.benchmarks.cluster;

/** Where keyed state is. The names are those of the command line. */
public enum StateBackend {
    /** Objects on the heap. */
    heap("hashmap"),
    /** Bytes in RocksDB, with incremental checkpoints. */
    rocksdb("rocksdb");

    private final String flinkName;

    StateBackend(String flinkName) {
        this.flinkName = flinkName;
    }

    String flinkName() {
        return flinkName;
    }
}
