/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.replay;

import com.google.protobuf.InvalidProtocolBufferException;
import io.meshobservatory.connectors.otlp.OtlpSignal;
import io.meshobservatory.connectors.otlp.file.OtlpFileReader;
import io.meshobservatory.connectors.otlp.file.OtlpFrame;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Sends recordings one after the other. The clock of the recording is the latest time in each request, which is about when
 * its exporter sent it; the first request is sent at once, each further one when as much time has passed as in the
 * recording, divided by the speed.
 *
 * <p>Times are shifted so that each request seems to be recorded when it is sent: at speed 1 all by the same amount; at
 * other speeds the distances within a request stay, and those between requests shrink with the speed. Not thread-safe.
 */
final class Replay {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;
    private static final Duration PATIENCE = Duration.ofMillis(100);

    private final OtlpDispatcher dispatcher;
    private final Speed speed;
    private final boolean keepTimes;
    private final Observer observer;
    private final TimeFields times = new TimeFields();
    private boolean begun;
    private long originNanos;
    private long deltaNanos;
    private long beginEpochNanos;
    private long beginNanoTime;

    /** Is told how it goes on, while it waits too. */
    interface Observer {
        /**
         * Something was sent, or some time has passed.
         *
         * @param waitNanos until the next request is due, 0 if none is waited for
         */
        void onProgress(long waitNanos);
    }

    Replay(OtlpDispatcher dispatcher, Speed speed, boolean keepTimes, Observer observer) {
        this.dispatcher = dispatcher;
        this.speed = speed;
        this.keepTimes = keepTimes;
        this.observer = observer;
    }

    /**
     * Sends a recording.
     *
     * @param name of the file, for errors
     * @return how many requests it had
     * @throws BadRecordingException if a request cannot be read
     * @throws OtlpSendException if one is not accepted; later ones are not sent
     */
    long send(OtlpFileReader recording, String name) throws IOException, InterruptedException {
        for (OtlpFrame frame = recording.next(); frame != null; frame = recording.next()) {
            RecordedMessage message = parse(frame, name, recording.frameCount());
            if (message == null) {
                submit(frame.signal(), frame.value(), 0);
            } else {
                pace(message);
                byte[] bytes = keepTimes || deltaNanos == 0
                        ? frame.value()
                        : times.shifted(message.message(), deltaNanos).toByteArray();
                submit(frame.signal(), bytes, message.records());
            }
            observer.onProgress(0);
        }
        return recording.frameCount();
    }

    /** Waits until everything is sent. */
    void finish() throws OtlpSendException, InterruptedException {
        while (!dispatcher.drain(PATIENCE)) {
            observer.onProgress(0);
        }
        throwFailure();
    }

    private void submit(OtlpSignal signal, byte[] message, long records)
            throws OtlpSendException, InterruptedException {
        while (!dispatcher.awaitConnection(PATIENCE)) {
            observer.onProgress(0);
        }
        throwFailure();
        dispatcher.submit(signal, message, records);
    }

    private @Nullable RecordedMessage parse(OtlpFrame frame, String name, long number) throws BadRecordingException {
        try {
            return RecordedMessage.parse(frame);
        } catch (InvalidProtocolBufferException broken) {
            if (keepTimes) {
                return null; // untouched means untouched: the receiver shall see it as it was recorded
            }
            throw new BadRecordingException(name + ": request " + number + ": " + broken.getMessage()
                    + " (expected: OTLP; --keep-times sends it as it is)");
        }
    }

    private void pace(RecordedMessage message) throws InterruptedException, OtlpSendException {
        long eventNanos = times.latest(message.message());
        if (eventNanos <= 0) {
            return;
        }
        if (!begun) {
            begun = true;
            originNanos = eventNanos;
            beginEpochNanos = epochNanos();
            beginNanoTime = System.nanoTime();
        }
        if (speed.isMax()) {
            deltaNanos = epochNanos() - eventNanos;
            return;
        }
        long sinceBegin = (long) ((eventNanos - originNanos) / speed.factor());
        // what is sent faster than it was recorded must not seem to come from the future
        deltaNanos = beginEpochNanos + sinceBegin - eventNanos;
        long wait = sinceBegin - (System.nanoTime() - beginNanoTime);
        while (wait > 0) {
            observer.onProgress(wait);
            TimeUnit.NANOSECONDS.sleep(Math.min(wait, PATIENCE.toNanos()));
            throwFailure();
            wait = sinceBegin - (System.nanoTime() - beginNanoTime);
        }
    }

    private static long epochNanos() {
        Instant now = Instant.now();
        return now.getEpochSecond() * NANOS_PER_SECOND + now.getNano();
    }

    private void throwFailure() throws OtlpSendException {
        OtlpSendException failure = dispatcher.failure();
        if (failure != null) {
            throw failure;
        }
    }
}
