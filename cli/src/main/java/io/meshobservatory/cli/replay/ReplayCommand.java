/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.replay;

import static java.util.Objects.requireNonNull;

import io.meshobservatory.connectors.otlp.OtlpSignal;
import io.meshobservatory.connectors.otlp.file.OtlpFileException;
import io.meshobservatory.connectors.otlp.file.OtlpFileReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** The command {@code replay}. Exit codes: 0 done, 2 bad usage or input, 1 the receiver refused or was away. */
@Command(
        name = "replay",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Sends recorded OTLP to a receiver, as an exporter would.",
            "",
            "A FILE is what the OTel Collector's file exporter writes (protobuf behind 4-byte lengths, or JSON lines),"
                    + " plain or in gzip; '-' is standard input. Its times are moved so that the recording begins now."
        })
public final class ReplayCommand implements Callable<Integer> {
    private static final String STANDARD_INPUT = "-";
    private static final int DONE = 0;
    private static final int FAILED = 1;
    private static final int BAD_INPUT = 2;

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(paramLabel = "FILE", arity = "1..*", description = "Recorded OTLP; sent one after the other.")
    private List<String> files = new ArrayList<>();

    @Option(names = "--to", paramLabel = "URL", description = "OTLP/HTTP receiver. Default: http://127.0.0.1:4318")
    private URI to = OtlpSender.DEFAULT_URL;

    @Option(
            names = "--speed",
            paramLabel = "N|max",
            converter = Speed.Converter.class,
            description = "How many times faster than recorded, or max. Default: 1")
    private Speed speed = new Speed(1);

    @Option(names = "--keep-times", description = "Sends the recorded bytes untouched, with their old times.")
    private boolean keepTimes;

    @Option(
            names = "--kind",
            paramLabel = "spans|metrics|logs",
            converter = KindConverter.class,
            description = "What the files hold. Default: found out by trying")
    private @Nullable OtlpSignal kind;

    @Option(
            names = "--connections",
            paramLabel = "N",
            description = "How many requests may be under way at a time; with more than 1 their order may change."
                    + " Default: 1")
    private int connections = 1;

    @Option(
            names = "--give-up-after",
            paramLabel = "SECONDS",
            description = "How long to try again when the receiver is away or overloaded. Default: 60")
    private int giveUpAfterSeconds = 60;

    private final AtomicReference<@Nullable String> trouble = new AtomicReference<>();
    private @Nullable String lastTrouble;

    @Override
    public Integer call() {
        CommandSpec command = requireNonNull(spec, "spec");
        PrintWriter err = command.commandLine().getErr();
        OtlpSender sender = sender(command);
        if (connections < 1) {
            throw new ParameterException(
                    command.commandLine(), "--connections: " + connections + " (expected: at least 1)");
        }
        Progress progress = new Progress(err, "replay", totalBytes());
        try (OtlpDispatcher dispatcher = new OtlpDispatcher(sender, connections, "replay")) {
            try {
                replay(dispatcher, progress, err);
                progress.clear();
                printSummary(err, "done", dispatcher, progress);
                return DONE;
            } catch (OtlpSendException refused) {
                return fail(err, progress, dispatcher, refused.getMessage(), FAILED);
            } catch (OtlpFileException | BadRecordingException notOtlp) {
                return fail(err, progress, dispatcher, notOtlp.getMessage(), BAD_INPUT);
            } catch (NoSuchFileException missing) {
                return fail(err, progress, dispatcher, missing.getFile() + ": no such file", BAD_INPUT);
            } catch (IOException unreadable) {
                String reason = unreadable.getClass().getSimpleName() + ": " + unreadable.getMessage();
                return fail(err, progress, dispatcher, "cannot read a file: " + reason, BAD_INPUT);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                return fail(err, progress, dispatcher, "interrupted", FAILED);
            }
        }
    }

    private void replay(OtlpDispatcher dispatcher, Progress progress, PrintWriter err)
            throws IOException, InterruptedException {
        long[] bytesBefore = {0};
        AtomicReference<@Nullable OtlpFileReader> open = new AtomicReference<>();
        Replay replay = new Replay(dispatcher, speed, keepTimes, waitNanos -> {
            printTrouble(err, progress);
            if (progress.isDue()) {
                OtlpFileReader reader = open.get();
                long bytes = bytesBefore[0] + (reader == null ? 0 : reader.bytesRead());
                progress.update(bytes, detail(dispatcher, waitNanos));
            }
        });
        for (String file : files) {
            String name = file.equals(STANDARD_INPUT) ? "standard input" : file;
            try (OtlpFileReader reader = OtlpFileReader.open(input(file), name, kind)) {
                open.set(reader);
                if (replay.send(reader, name) == 0) {
                    progress.clear();
                    err.println("replay: " + name + ": empty, nothing to send");
                }
                bytesBefore[0] += reader.bytesRead();
                open.set(null);
            }
        }
        replay.finish();
    }

    private OtlpSender sender(CommandSpec command) {
        if (giveUpAfterSeconds < 0) {
            throw new ParameterException(
                    command.commandLine(), "--give-up-after: " + giveUpAfterSeconds + " (expected: not negative)");
        }
        RetryPolicy policy = RetryPolicy.DEFAULT.givingUpAfter(Duration.ofSeconds(giveUpAfterSeconds));
        try {
            return new OtlpSender(to, policy, 0, (reason, wait) -> trouble.set(reason));
        } catch (IllegalArgumentException badUrl) {
            throw new ParameterException(command.commandLine(), "--to: " + badUrl.getMessage(), badUrl);
        }
    }

    /** Senders tell of trouble on threads of their own; it is written on this one, beside the bar. */
    private void printTrouble(PrintWriter err, Progress progress) {
        String reason = trouble.getAndSet(null);
        if (reason != null && !reason.equals(lastTrouble)) {
            lastTrouble = reason;
            progress.clear();
            err.println("replay: " + to + ": " + reason + ", trying again");
            err.flush();
        }
    }

    private static int fail(
            PrintWriter err, Progress progress, OtlpDispatcher dispatcher, @Nullable String reason, int exitCode) {
        progress.clear();
        err.println("replay: " + reason);
        if (dispatcher.counts().requestsSent() > 0) {
            printSummary(err, "stopped", dispatcher, progress);
        }
        err.flush();
        return exitCode;
    }

    private static void printSummary(PrintWriter err, String how, OtlpDispatcher dispatcher, Progress progress) {
        OtlpDispatcher.Counts counts = dispatcher.counts();
        err.printf(
                Locale.ROOT,
                "replay: %s: %,d requests with %s in %.1f s, %,d rejected, %,d sent again%n",
                how,
                counts.requestsSent(),
                records(dispatcher),
                progress.seconds(),
                counts.recordsRejected(),
                Math.max(0, counts.attempts() - counts.requestsSent()));
        String rejection = dispatcher.rejection();
        if (rejection != null) {
            err.println("replay: the receiver refused records: " + rejection);
        }
        err.flush();
    }

    /** Such as {@code 1,354 spans and 12 data points}. */
    private static String records(OtlpDispatcher dispatcher) {
        StringJoiner parts = new StringJoiner(" and ").setEmptyValue("no records");
        for (OtlpSignal signal : OtlpSignal.values()) {
            long count = dispatcher.recordsSent(signal);
            if (count > 0) {
                String name = switch (signal) {
                    case SPANS -> "spans";
                    case METRICS -> "data points";
                    case LOGS -> "log records";
                };
                parts.add(String.format(Locale.ROOT, "%,d %s", count, name));
            }
        }
        return parts.toString();
    }

    private static String detail(OtlpDispatcher dispatcher, long waitNanos) {
        String text = String.format(
                Locale.ROOT, "%,d requests, %s", dispatcher.counts().requestsSent(), records(dispatcher));
        long seconds = Duration.ofNanos(waitNanos).toSeconds();
        return seconds < 5 ? text : text + ", the next is due in " + seconds + " s";
    }

    private long totalBytes() {
        long total = 0;
        for (String file : files) {
            try {
                if (file.equals(STANDARD_INPUT) || !Files.isRegularFile(Path.of(file))) {
                    return Progress.UNKNOWN;
                }
                total += Files.size(Path.of(file));
            } catch (IOException unknown) {
                return Progress.UNKNOWN;
            }
        }
        return total;
    }

    private static InputStream input(String file) throws IOException {
        return file.equals(STANDARD_INPUT) ? System.in : Files.newInputStream(Path.of(file));
    }

    /** Reads {@code spans}, {@code metrics} or {@code logs}. */
    public static final class KindConverter implements ITypeConverter<OtlpSignal> {
        @Override
        public OtlpSignal convert(String value) {
            for (OtlpSignal signal : OtlpSignal.values()) {
                if (signal.name().toLowerCase(Locale.ROOT).equals(value)) {
                    return signal;
                }
            }
            throw new TypeConversionException("'" + value + "' (expected: spans, metrics or logs)");
        }
    }
}
