/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.replay;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Shows how far long work has come: a bar on a terminal, else a line every 10 s. Not thread-safe: who works calls
 * {@link #update} as often as it likes.
 */
public final class Progress {
    /** The work's whole size where nobody knows it. */
    public static final long UNKNOWN = -1;

    private static final long BAR_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
    private static final long LINE_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final int BAR_CELLS = 30;
    private static final String CLEAR_LINE = "\r\u001B[K";

    private final PrintWriter out;
    private final boolean terminal;
    private final String label;
    private final long total;
    private final LongSupplier nanoTime;
    private final long begin;
    private long shownAt;
    private boolean barShown;

    /**
     * A progress display.
     *
     * @param label what is done
     * @param total the size of the work, {@link #UNKNOWN} where nobody knows it
     */
    @SuppressWarnings("SystemConsoleNull") // on the JDK that this is built for and runs on, null without a terminal
    public Progress(PrintWriter out, String label, long total) {
        this(out, System.console() != null, label, total, System::nanoTime);
    }

    Progress(PrintWriter out, boolean terminal, String label, long total, LongSupplier nanoTime) {
        this.out = out;
        this.terminal = terminal;
        this.label = label;
        this.total = total;
        this.nanoTime = nanoTime;
        begin = nanoTime.getAsLong();
        shownAt = begin;
    }

    /** Whether {@link #update} would show something now; for who must prepare the text. */
    public boolean isDue() {
        return nanoTime.getAsLong() - shownAt >= (terminal ? BAR_NANOS : LINE_NANOS);
    }

    /**
     * Tells how far the work is.
     *
     * @param done of the total
     * @param detail what else is worth seeing, such as a count
     */
    public void update(long done, String detail) {
        if (!isDue()) {
            return;
        }
        shownAt = nanoTime.getAsLong();
        if (terminal) {
            out.print(CLEAR_LINE + label + bar(done) + "  " + detail);
            barShown = true;
        } else {
            out.println(label + percent(done) + "  " + detail);
        }
        out.flush();
    }

    /** Takes the bar away, so that something else can be written. */
    public void clear() {
        if (barShown) {
            out.print(CLEAR_LINE);
            out.flush();
            barShown = false;
        }
    }

    /** Seconds since the begin. */
    public double seconds() {
        return (nanoTime.getAsLong() - begin) / 1e9;
    }

    private String bar(long done) {
        if (total <= 0) {
            return "";
        }
        int full = (int) (BAR_CELLS * part(done));
        return " [" + "#".repeat(full) + "-".repeat(BAR_CELLS - full) + "]" + percent(done);
    }

    private String percent(long done) {
        return total <= 0 ? "" : String.format(Locale.ROOT, " %3.0f %%", 100 * part(done));
    }

    private double part(long done) {
        return Math.max(0, Math.min(1, (double) done / total));
    }
}
