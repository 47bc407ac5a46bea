/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.simulator.benign;

import io.meshobservatory.cli.simulator.Scenario;
import io.meshobservatory.cli.simulator.ScenarioException;
import io.meshobservatory.cli.simulator.ServiceSpec;
import io.meshobservatory.cli.simulator.incident.Additions;
import io.meshobservatory.cli.simulator.incident.IncidentBuilder;
import io.meshobservatory.cli.simulator.label.Label.Role;
import io.meshobservatory.cli.simulator.traffic.Ending;
import io.meshobservatory.cli.simulator.traffic.Origin;
import io.meshobservatory.cli.simulator.traffic.Pace;
import io.meshobservatory.cli.simulator.traffic.Question;
import io.meshobservatory.cli.simulator.traffic.Size;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** What works or watches by the clock. Stateless. */
final class Jobs {
    private static final int BATCH_HOUR = 2;
    private static final Duration BATCH_LENGTH = Duration.ofMinutes(30);
    private static final double BATCH_READS_PER_SECOND = 20;
    private static final int BACKUP_HOUR = 3;
    private static final Duration BACKUP_LENGTH = Duration.ofMinutes(20);
    private static final double BACKUP_READS_PER_SECOND = 1;
    private static final long SCRAPE_MILLIS = 15_000;
    private static final long CHECK_MILLIS = 30_000;
    private static final double TICKS = 0.02;

    private Jobs() {}

    static String batchJob(BenignContext context) throws ScenarioException {
        String store = store(context);
        String worker = context.worker("batch-worker", "batch", true);
        String sink = context.worker("warehouse", "batch", false);
        List<Pace> nights = nights(context, BATCH_HOUR, BATCH_LENGTH, 0.5);
        for (Pace night : nights) {
            read(context, worker, store, night, BATCH_READS_PER_SECOND, 8_000);
            Question question = Question.of("PUT", "/loads/{id}", Size.around(2_000_000));
            Ending stored = Ending.answered(Size.around(120)).holding(300);
            context.builder().stream("transfer", Origin.service(worker), sink, night, question, stored);
        }
        label(context, worker, store, sink);
        return worker + " takes data from " + store + " to " + sink + " every night";
    }

    static String backup(BenignContext context) throws ScenarioException {
        String store = store(context);
        String worker = context.worker("backup-agent", "operations", true);
        String bucket = Additions.free(context.builder().whole(), "backups.s3.eu-central-1.example.com");
        context.add(scenario -> scenario.withTarget(Additions.host(bucket, false)));
        for (Pace night : nights(context, BACKUP_HOUR, BACKUP_LENGTH, 0.33)) {
            read(context, worker, store, night, BACKUP_READS_PER_SECOND, 100_000);
            Question question = Question.of("PUT", "/daily/{id}", Size.around(5_000_000));
            Ending stored = Ending.answered(Size.around(200)).holding(800);
            context.builder().stream("upload", Origin.service(worker), bucket, night, question, stored);
        }
        label(context, worker, store, bucket);
        return worker + " takes data from " + store + " to " + bucket + " every night";
    }

    static String scrape(BenignContext context) {
        Size page = Size.around(25_000);
        return watch(context, "prometheus", "/metrics", SCRAPE_MILLIS, page);
    }

    static String healthChecks(BenignContext context) {
        return watch(context, "uptime-checker", "/healthz", CHECK_MILLIS, Size.around(20));
    }

    private static String watch(BenignContext context, String name, String path, long periodMillis, Size answer) {
        List<ServiceSpec> watched = context.landscape().requestServices();
        String watcher = context.worker(name, "monitoring", false);
        IncidentBuilder builder = context.builder();
        for (ServiceSpec service : watched) {
            boolean http = service.protocol() == ServiceSpec.Protocol.HTTP;
            Question question = http
                    ? Question.of("GET", path, Size.NONE).by(name + "/3.7.1")
                    : Question.of("Check", "grpc.health.v1.Health", Size.around(20));
            // everybody at a moment of its own
            long offset = Math.floorMod(context.random().nextLong(), periodMillis);
            Pace pace = Pace.regular(
                    context.period().fromMillis() + offset,
                    Math.max(
                            context.period().fromMillis() + offset,
                            context.period().untilMillis()),
                    periodMillis,
                    TICKS);
            builder.stream(
                    "watch",
                    Origin.service(watcher),
                    service.name(),
                    pace,
                    question,
                    Ending.answered(http ? answer : Size.around(10)).holding(2));
        }
        builder.resource(watcher, Role.ACTOR);
        return watcher + " asks " + watched.size() + " services every " + periodMillis / 1_000 + " s";
    }

    private static String store(BenignContext context) throws ScenarioException {
        return context.choose("source", context.landscape().stores(), "a data store that is asked");
    }

    private static void read(
            BenignContext context, String worker, String store, Pace night, double perSecond, long bytes) {
        Scenario scenario = context.builder().whole();
        ServiceSpec service = scenario.services().get(store);
        Pace pace = new Pace(
                Pace.Arrival.POISSON,
                night.fromMillis(),
                night.untilMillis(),
                night.activeMillis(),
                night.repeatMillis(),
                perSecond,
                0,
                0);
        Question question =
                service == null ? Question.of("SELECT", "export", Size.NONE) : Question.of("", "", Size.around(150));
        Ending answered = Ending.answered(Size.around(service == null ? 0 : bytes));
        context.builder().stream("read", Origin.service(worker), store, pace, question, answered);
    }

    /** When it works: at its hour of every day, or from the moment that was asked for; none if that is not in the time. */
    private static List<Pace> nights(BenignContext context, int hour, Duration usual, double perSecond) {
        Instant from = context.period().from();
        if (!context.isTimed()) {
            Instant first =
                    from.atZone(ZoneOffset.UTC).with(LocalTime.of(hour, 0)).toInstant();
            from = first.isBefore(from) ? first.plus(1, ChronoUnit.DAYS) : first;
        }
        Instant until = context.period().until();
        if (!from.isBefore(until)) {
            return List.of();
        }
        long active = context.length(usual).toMillis();
        Pace pace = Pace.poisson(from.toEpochMilli(), until.toEpochMilli(), perSecond);
        return List.of(pace.repeating(active, Duration.ofDays(1).toMillis()));
    }

    private static void label(BenignContext context, String worker, String store, String sink) {
        context.builder().resource(worker, Role.ACTOR);
        context.builder().resource(store, Role.VICTIM);
        context.builder().resource(sink, Role.SINK);
    }
}
