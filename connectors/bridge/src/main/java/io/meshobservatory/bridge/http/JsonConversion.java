/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.bridge.http;

import io.meshobservatory.bridge.export.ExportException;
import io.meshobservatory.bridge.export.MemoryBudget;
import io.meshobservatory.bridge.result.BridgeResult;
import io.meshobservatory.connectors.otlp.OtlpSignal;
import io.meshobservatory.connectors.otlp.json.OtlpJson;
import io.meshobservatory.connectors.otlp.json.OtlpJsonException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * JSON bodies to protobuf. A parsed document takes many times the memory of its text, so large ones are converted one
 * at a time; who cannot get a turn soon is told to try again. Thread-safe.
 */
final class JsonConversion {
    private static final int LARGE_BYTES = 1024 * 1024;

    private final Semaphore large = new Semaphore(1);
    private final Duration patience;

    JsonConversion(Duration patience) {
        this.patience = patience;
    }

    byte[] toProtobuf(OtlpSignal signal, byte[] json, MemoryBudget.Reservation memory) throws ExportException {
        byte[] protobuf;
        if (json.length <= LARGE_BYTES) {
            protobuf = convert(signal, json);
        } else {
            awaitTurn(json.length);
            try {
                protobuf = convert(signal, json);
            } finally {
                large.release();
            }
        }
        memory.grow(protobuf.length);
        return protobuf;
    }

    private void awaitTurn(int bytes) throws ExportException {
        boolean acquired = false;
        try {
            acquired = large.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException shutdown) {
            Thread.currentThread().interrupt();
        }
        if (!acquired) {
            throw new ExportException(
                    BridgeResult.OUT_OF_MEMORY_BUDGET,
                    "another large JSON body is being converted; this one has " + bytes + " bytes");
        }
    }

    private static byte[] convert(OtlpSignal signal, byte[] json) throws ExportException {
        try {
            return OtlpJson.toProtobuf(signal, json);
        } catch (OtlpJsonException notOtlp) {
            throw new ExportException(BridgeResult.MALFORMED, String.valueOf(notOtlp.getMessage()));
        }
    }
}
