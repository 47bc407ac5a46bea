/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.bridge.export;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpObject;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.stream.SubscriptionOption;
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
    private final CompletableFuture<ReceivedBody> result = new CompletableFuture<>();
    private final ReceivedBody body;
    private @Nullable Subscription subscription;

    private BodyReader(ReceivedBody body) {
        this.body = body;
    }

    /** Completes with the body, or fails with {@link ExportException}. */
    static CompletableFuture<ReceivedBody> read(
            ServiceRequestContext context,
            HttpRequest request,
            ExportCall call,
            MemoryBudget.Reservation reservation,
            Duration timeout) {
        int maxBytes = call.maxContentBytes();
        long announced =
                Math.max(0, request.headers().contentLength() - call.head().bytes());
        if (announced > maxBytes) {
            return failed(BridgeResult.TOO_LARGE, announced + " bytes announced (expected: at most " + maxBytes + ")");
        }
        try {
            reservation.requireRoomFor(announced);
        } catch (ExportException full) {
            return CompletableFuture.failedFuture(full);
        }
        GrowingBuffer content = new GrowingBuffer(reservation, maxBytes, (int) announced);
        BodyReader reader = new BodyReader(new ReceivedBody(call.head(), content));
        ScheduledFuture<?> timer =
                context.eventLoop().schedule(() -> reader.tooSlow(timeout), timeout.toMillis(), TimeUnit.MILLISECONDS);
        reader.result.whenComplete((done, failure) -> timer.cancel(false));
        request.subscribe(reader, context.eventLoop(), SubscriptionOption.WITH_POOLED_OBJECTS);
        return reader.result;
    }

    @Override
    public void onSubscribe(Subscription value) {
        subscription = value;
        // each piece is taken at once, or the subscription cancelled
        value.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(HttpObject object) {
        if (!(object instanceof HttpData)) {
            return; // trailers
        }
        try (HttpData data = (HttpData) object) {
            if (!result.isDone()) {
                body.append(data.byteBuf());
            }
        } catch (ExportException refused) {
            fail(refused);
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

    private static CompletableFuture<ReceivedBody> failed(BridgeResult result, String message) {
        return CompletableFuture.failedFuture(new ExportException(result, message));
    }
}
