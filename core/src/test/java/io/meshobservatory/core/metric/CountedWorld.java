/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.core.metric;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * A process that counts events in several series, restarts, forgets idle series, and is read again and again; what was read
 * is lost, repeated, and comes in another order. It knows every event, so that {@link #visible} can say, event by event,
 * what a reader can know at best. Times are in seconds.
 */
final class CountedWorld {
    private static final int SERIES = 5;
    private static final double END = 900;

    /** Before anything happened. */
    private static final double ALWAYS = -2000;

    /** How a series is reported. */
    enum Style {
        CUMULATIVE_WITHOUT_START,
        CUMULATIVE_WITH_START,
        DELTA
    }

    /** One event; the epoch changes whenever the counter of its series begins at 0 again. */
    record Event(double time, int epoch) {}

    /** What one reading of the process tells of a series: all events of the epoch after `from`, until `time`. */
    record Read(String series, double start, double from, double time, int epoch) {}

    private final Style style;
    private final Random random;
    private final Map<String, List<Event>> events = new TreeMap<>();
    private final Map<String, List<Double>> evictions = new TreeMap<>();
    private final List<Double> restarts = new ArrayList<>();
    private final List<List<Read>> delivered = new ArrayList<>();

    CountedWorld(long seed, Style style) {
        this.style = style;
        this.random = new Random(seed);
        happen();
        read();
    }

    /** The exports in the order in which they come: at most half a minute from their order in time. */
    List<TargetPoints> arrivals() {
        List<List<Read>> exports = new ArrayList<>(delivered);
        for (List<Read> export : delivered) {
            if (random.nextInt(8) == 0) {
                exports.add(export);
            }
        }
        List<double[]> order = new ArrayList<>();
        for (int i = 0; i < exports.size(); i++) {
            order.add(new double[] {timeOf(exports.get(i)) + random.nextDouble() * 30, i});
        }
        order.sort((one, other) -> Double.compare(one[0], other[0]));
        List<TargetPoints> arrivals = new ArrayList<>();
        for (double[] entry : order) {
            arrivals.add(export(exports.get((int) entry[1])));
        }
        return arrivals;
    }

    /** How many events a reader of the exports can know of, and place. */
    long visible() {
        long visible = 0;
        for (String series : events.keySet()) {
            Read before = null;
            boolean known = false;
            for (List<Read> export : delivered) {
                for (Read read : export) {
                    if (read.series.equals(series)) {
                        visible += newSince(before, known, read);
                        before = read;
                    }
                }
                known = true;
            }
        }
        return visible;
    }

    private long newSince(Read before, boolean known, Read read) {
        if (style == Style.DELTA) {
            return count(read.series, read.epoch, read.from, read.time);
        }
        long now = count(read.series, read.epoch, ALWAYS, read.time);
        if (before == null) {
            return known ? now : 0;
        }
        long then = count(read.series, before.epoch, ALWAYS, before.time);
        if (before.epoch == read.epoch) {
            return count(read.series, read.epoch, before.time, read.time);
        }
        boolean startTells = style == Style.CUMULATIVE_WITH_START && before.start != read.start;
        // a counter that has begun anew and overtaken itself cannot be told from one that went on
        return startTells || now < then ? now : now - then;
    }

    private long count(String series, int epoch, double after, double until) {
        return events.get(series).stream()
                .filter(event -> event.epoch == epoch && event.time > after && event.time <= until)
                .count();
    }

    private void happen() {
        for (int i = random.nextInt(4); i > 0; i--) {
            restarts.add(20 + random.nextDouble() * (END - 40));
        }
        Collections.sort(restarts);
        for (int s = 0; s < SERIES; s++) {
            String series = "series" + s;
            List<Double> ends = new ArrayList<>(restarts);
            List<Double> evicted = new ArrayList<>();
            for (int i = random.nextInt(3); i > 0; i--) {
                evicted.add(random.nextDouble() * END);
            }
            ends.addAll(evicted);
            Collections.sort(ends);
            double first = random.nextBoolean() ? -1000 : random.nextDouble() * END / 2;
            List<Double> times = new ArrayList<>();
            for (int i = 10 + random.nextInt(300); i > 0; i--) {
                times.add(first + random.nextDouble() * (END - first));
            }
            Collections.sort(times);
            List<Event> happened = new ArrayList<>();
            for (double time : times) {
                int epoch = (int) ends.stream().filter(end -> end < time).count();
                happened.add(new Event(time, epoch));
            }
            events.put(series, happened);
            evictions.put(series, ends);
        }
    }

    private void read() {
        double last = -1000;
        for (double time = random.nextDouble() * 15; time < END; time += 15 + random.nextDouble() * 0.2 - 0.1) {
            double now = Math.round(time * 1000) / 1000.0;
            List<Read> export = new ArrayList<>();
            double start = processStart(now);
            for (String series : events.keySet()) {
                int epoch = (int)
                        evictions.get(series).stream().filter(end -> end < now).count();
                double from = Math.max(last, start);
                // a series is there once something was counted in it
                if (count(series, epoch, ALWAYS, now) > 0) {
                    export.add(new Read(series, style == Style.DELTA ? from : start, from, now, epoch));
                }
            }
            boolean lost = random.nextInt(10) == 0;
            if (!lost && !export.isEmpty()) {
                delivered.add(export);
            }
            last = now;
        }
    }

    /** When the process began, before the beginning of all for the first one. */
    private double processStart(double now) {
        double start = -900;
        for (double restart : restarts) {
            start = restart < now ? Math.round(restart * 1000) / 1000.0 : start;
        }
        return start;
    }

    private static double timeOf(List<Read> export) {
        return export.get(0).time;
    }

    private TargetPoints export(List<Read> reads) {
        List<MetricPoint> points = new ArrayList<>();
        for (Read read : reads) {
            long value = style == Style.DELTA
                    ? count(read.series, read.epoch, read.from, read.time)
                    : count(read.series, read.epoch, ALWAYS, read.time);
            Temporality temporality = style == Style.DELTA ? Temporality.DELTA : Temporality.CUMULATIVE;
            points.add(new MetricPoint(
                    SeriesId.of(read.series),
                    Points.of(SeriesMeaning.Quantity.CALLS),
                    temporality,
                    style == Style.CUMULATIVE_WITHOUT_START ? 0 : Points.nanos(read.start),
                    Points.nanos(read.time),
                    Reading.count(value)));
        }
        Collections.shuffle(points, random);
        return Points.export(List.of(Points.nanos(timeOf(reads))), points);
    }
}
