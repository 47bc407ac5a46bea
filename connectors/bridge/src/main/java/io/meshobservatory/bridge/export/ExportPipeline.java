/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.bridge.export;

import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.meshobservatory.bridge.BridgeConfig;
import io.meshobservatory.bridge.kafka.OutgoingRecord;
import io.meshobservatory.bridge.kafka.RecordSink;
import io.meshobservatory.bridge.kafka.SinkException;
import io.meshobservatory.bridge.metrics.BridgeMetrics;
import io.meshobservatory.bridge.result.BridgeResult;
import io.meshobservatory.bridge.validate.InvalidRequestException;
import io.meshobservatory.bridge.validate.RecordSlicer;
import io.meshobservatory.bridge.validate.RecordSlicer.TooManyRecordsException;
import io.meshobservatory.bridge.validate.RequestValidator;
import io.meshobservatory.bridge.validate.ValidRequest;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way of a request: admitted, its body collected on the event loop, then decoded, validated, cut and handed to the
 * sink on a worker, and answered when the sink has acknowledged. Whatever happens, there is exactly one answer, and the
 * memory and the place of the request are given back when the last work for it is done, which may be after the answer.
 * Thread-safe.
 */
public final class ExportPipeline {
    private static final Logger LOG = LoggerFactory.getLogger(ExportPipeline.class);
    private final BridgeConfig config;
    private final RecordSink sink;
    private final BridgeMetrics metrics;
    private final Executor workers;
    private final Admission admission;
    private final MemoryBudget memory;
    private final RecordSlicer slicer;

    /** @param workers threads that may block, for the time that the sink may block */
    public ExportPipeline(
            BridgeConfig config, RecordSink sink, BridgeMetrics metrics, Executor workers, Admission admission) {
        this.config = config;
        this.sink = sink;
        this.metrics = metrics;
        this.workers = workers;
        this.admission = admission;
        this.memory = new MemoryBudget(config.limits().maxInFlightBytes());
        this.slicer = RecordSlicer.of(config.limits());
        metrics.gauge("in.flight", "Memory that bodies under way hold", "bytes", memory::usedBytes);
        metrics.gauge("in.flight.limit", "Memory that bodies under way may hold", "bytes", memory::maxBytes);
        metrics.gauge("requests.active", "Requests under way", null, admission::active);
    }

    /** Takes a request; never fails, the answer says what happened. */
    public CompletableFuture<ExportAnswer> export(ExportCall call, ServiceRequestContext context, HttpRequest request) {
        try {
            admission.enter();
        } catch (ExportException refused) {
            return CompletableFuture.completedFuture(answerTo(call, refused));
        }
        MemoryBudget.Reservation reservation = memory.open();
        CompletableFuture<ExportAnswer> answer = new CompletableFuture<>();
        BodyReader.read(context, request, call, reservation, config.timeouts().body())
                .thenCompose(body -> {
                    limitWait(context, answer);
                    return CompletableFuture.supplyAsync(() -> work(call, body, reservation, answer), workers)
                            .thenCompose(acknowledged -> acknowledged);
                })
                .whenComplete((done, failure) -> {
                    reservation.close();
                    admission.leave();
                    answer.complete(failure == null ? done : answerTo(call, failure));
                });
        return answer.thenApply(given -> {
            metrics.request(call.signal(), call.transport(), given.result());
            return given;
        });
    }

    private void limitWait(ServiceRequestContext context, CompletableFuture<ExportAnswer> answer) {
        long millis = config.timeouts().answer().toMillis();
        ExportAnswer late = ExportAnswer.failure(
                BridgeResult.KAFKA_UNAVAILABLE, "Kafka has not acknowledged the records within " + millis + " ms");
        ScheduledFuture<?> timer =
                context.eventLoop().schedule(() -> answer.complete(late), millis, TimeUnit.MILLISECONDS);
        answer.whenComplete((given, failure) -> timer.cancel(false));
    }

    private CompletableFuture<ExportAnswer> work(
            ExportCall call,
            ReceivedBody body,
            MemoryBudget.Reservation reservation,
            CompletableFuture<ExportAnswer> answer) {
        if (answer.isDone()) {
            return answer; // it waited for a worker too long; the sender has been told to try again
        }
        try {
            metrics.received(call.signal(), call.transport(), body.length());
            byte[] request = call.decoder().decode(body, reservation);
            ValidRequest valid = RequestValidator.validate(call.signal(), request);
            metrics.items(call.signal(), valid.items());
            valid.rejected().forEach(metrics::rejected);
            if (valid.items() == 0) {
                return CompletableFuture.completedFuture(ExportAnswer.EMPTY);
            }
            int rejected = valid.rejectedItems();
            ExportAnswer success =
                    rejected == 0 ? ExportAnswer.ACCEPTED : ExportAnswer.partial(valid.rejectionMessage(), rejected);
            if (rejected == valid.items()) {
                return CompletableFuture.completedFuture(success);
            }
            return send(call, request).thenApply(acknowledged -> success);
        } catch (ExportException refused) {
            return CompletableFuture.failedFuture(refused);
        } catch (InvalidRequestException invalid) {
            return failed(BridgeResult.MALFORMED, invalid.getMessage());
        } catch (TooManyRecordsException tooMany) {
            return failed(BridgeResult.TOO_MANY_RECORDS, tooMany.getMessage());
        }
    }

    private CompletableFuture<Void> send(ExportCall call, byte[] request) throws TooManyRecordsException {
        List<OutgoingRecord> records = slicer.slice(call.signal(), request);
        long start = System.nanoTime();
        CompletableFuture<Void> acknowledged = sink.send(call.signal(), records);
        return acknowledged.thenRun(
                () -> metrics.acknowledged(call.signal(), records.size(), System.nanoTime() - start));
    }

    private static ExportAnswer answerTo(ExportCall call, Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof ExportException refused) {
            return ExportAnswer.failure(refused.result(), String.valueOf(refused.getMessage()));
        }
        if (cause instanceof SinkException notStored) {
            BridgeResult result = switch (notStored.kind()) {
                case UNAVAILABLE -> BridgeResult.KAFKA_UNAVAILABLE;
                case RECORD_TOO_LARGE -> BridgeResult.RECORD_TOO_LARGE;
            };
            return ExportAnswer.failure(result, String.valueOf(notStored.getMessage()));
        }
        LOG.error("A {} request over {} failed", call.signal(), call.transport(), cause);
        return ExportAnswer.failure(BridgeResult.INTERNAL_ERROR, "internal error of the bridge");
    }

    private static CompletableFuture<ExportAnswer> failed(BridgeResult result, @Nullable String message) {
        return CompletableFuture.failedFuture(new ExportException(result, String.valueOf(message)));
    }
}
