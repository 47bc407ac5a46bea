/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.bridge.export;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpObject;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.meshobservatory.bridge.result.BridgeResult;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/**
 * Collects the body of one request: no byte beyond the limit, none without reserved memory, none after the timeout.
 * Confined to the event loop of the request.
 */
final class BodyReader implements Subscriber<HttpObject> {
    private final CompletableFuture<GrowingBuffer> result = new CompletableFuture<>();
    private final GrowingBuffer body;
    private @Nullable Subscription subscription;

    private BodyReader(GrowingBuffer body) {
        this.body = body;
    }

    /** Completes with the body, or fails with {@link ExportException}. */
    static CompletableFuture<GrowingBuffer> read(
            ServiceRequestContext context,
            HttpRequest request,
            int maxBytes,
            MemoryBudget.Reservation reservation,
            Duration timeout) {
        long announced = Math.max(0, request.headers().contentLength());
        if (announced > maxBytes) {
            return failed(BridgeResult.TOO_LARGE, announced + " bytes announced (expected: at most " + maxBytes + ")");
        }
        try {
            reservation.requireRoomFor(announced);
        } catch (ExportException full) {
            return CompletableFuture.failedFuture(full);
        }
        BodyReader reader = new BodyReader(new GrowingBuffer(reservation, maxBytes, (int) announced));
        ScheduledFuture<?> timer =
                context.eventLoop().schedule(() -> reader.tooSlow(timeout), timeout.toMillis(), TimeUnit.MILLISECONDS);
        reader.result.whenComplete((done, failure) -> timer.cancel(false));
        request.subscribe(reader, context.eventLoop());
        return reader.result;
    }

    @Override
    public void onSubscribe(Subscription value) {
        subscription = value;
        value.request(1);
    }

    @Override
    public void onNext(HttpObject object) {
        if (result.isDone()) {
            return;
        }
        if (object instanceof HttpData data) {
            try {
                body.append(data.array(), 0, data.length());
            } catch (ExportException refused) {
                fail(refused);
                return;
            }
        }
        if (subscription != null) {
            subscription.request(1);
        }
    }

    @Override
    public void onError(Throwable cause) {
        result.completeExceptionally(new ExportException(
                BridgeResult.CANCELLED, "the sender went away after " + body.length() + " bytes of the body"));
    }

    @Override
    public void onComplete() {
        result.complete(body);
    }

    private void tooSlow(Duration timeout) {
        fail(new ExportException(
                BridgeResult.SLOW_SENDER,
                body.length() + " bytes arrived in " + timeout.toMillis() + " ms (expected: the whole body)"));
    }

    private void fail(ExportException refused) {
        if (result.completeExceptionally(refused) && subscription != null) {
            subscription.cancel();
        }
    }

    private static CompletableFuture<GrowingBuffer> failed(BridgeResult result, String message) {
        return CompletableFuture.failedFuture(new ExportException(result, message));
    }
}
