/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.simulator.attack;

import io.meshobservatory.cli.simulator.CallSpec;
import io.meshobservatory.cli.simulator.ScenarioException;
import io.meshobservatory.cli.simulator.ServiceSpec;
import io.meshobservatory.cli.simulator.ServiceSpec.Protocol;
import io.meshobservatory.cli.simulator.incident.Additions;
import io.meshobservatory.cli.simulator.incident.IncidentBuilder;
import io.meshobservatory.cli.simulator.incident.Period;
import io.meshobservatory.cli.simulator.label.Label.Role;
import io.meshobservatory.cli.simulator.traffic.Ending;
import io.meshobservatory.cli.simulator.traffic.Origin;
import io.meshobservatory.cli.simulator.traffic.Pace;
import io.meshobservatory.cli.simulator.traffic.Question;
import io.meshobservatory.cli.simulator.traffic.Size;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A workload reads more of a data store than usual, and uploads it to a host outside; or hands it to another, which uploads
 * it. {@code bulk}: much at once; {@code drip}: small chunks for hours; {@code saas}: to a host that others use too.
 */
final class Exfiltration implements AttackPlan {
    static final List<String> VARIANTS = List.of("bulk", "drip", "saas");

    private static final List<String> HOSTS =
            List.of("files.drop-zone.example.net", "cdn.paste-box.example.net", "s3.colder-store.example.net");
    private static final double RELAYED = 0.3;
    private static final int MEGABYTE = 1_000_000;
    private static final int KILOBYTE = 1_000;

    @Override
    public Duration usualLength(Strength strength, String variant) {
        return variant.equals("drip")
                ? strength.of(Duration.ofHours(2), Duration.ofHours(4), Duration.ofHours(8))
                : strength.of(Duration.ofMinutes(15), Duration.ofMinutes(20), Duration.ofMinutes(30));
    }

    @Override
    public String plan(AttackContext context) throws ScenarioException {
        ServiceSpec reader = context.source(
                service -> isReader(context, service),
                "a service that asks a data store, and whose calls outside are seen");
        List<String> stores = context.landscape().stores().stream()
                .filter(store -> context.landscape().isCalling(reader.name(), store))
                .toList();
        String store = context.pick(stores);
        ServiceSpec uploader = uploader(context, reader, store);
        String host = context.variant().equals("saas") ? saasHost(context, uploader) : context.rareHost(HOSTS);
        IncidentBuilder builder = context.builder();
        Chunk chunk = chunk(context.strength(), context.variant());
        read(context, reader, store, chunk);
        Size size = new Size(chunk.bytes(), 0.3);
        Period upload = context.period().part(context.variant().equals("drip") ? 0 : 0.1, 1);
        Pace pace = Pace.regular(upload.fromMillis(), upload.untilMillis(), chunk.periodMillis(), chunk.jitter());
        if (!uploader.equals(reader)) {
            Question handing = Question.of("POST", "/internal/batch", size);
            builder.stream(
                    "relay",
                    Origin.service(reader.name()),
                    uploader.name(),
                    pace,
                    handing,
                    Ending.answered(Size.around(80)));
            builder.resource(uploader.name(), Role.INTERMEDIARY);
        }
        Question sending = Question.of("PUT", "/upload/{id}", size);
        Ending stored = Ending.answered(Size.around(150)).holding(400);
        builder.stream("upload", Origin.service(uploader.name()), host, pace, sending, stored);
        builder.resource(reader.name(), Role.ACTOR);
        builder.resource(store, Role.VICTIM);
        builder.resource(host, Role.SINK);
        return reader.name() + " reads " + store + ", and " + uploader.name() + " sends it to " + host + ": "
                + chunk.bytes() + " bytes every " + chunk.periodMillis() / 1_000.0 + " s";
    }

    /** What is sent at once, and how often. */
    private record Chunk(long bytes, long periodMillis, double jitter) {
        double bytesPerSecond() {
            return bytes * 1_000.0 / periodMillis;
        }
    }

    private static Chunk chunk(Strength strength, String variant) {
        return switch (variant) {
            case "drip" ->
                strength.of(
                        new Chunk(2L * MEGABYTE, 60_000, 0.05),
                        new Chunk(512L * KILOBYTE, 120_000, 0.2),
                        new Chunk(128L * KILOBYTE, 300_000, 0.4));
            case "saas" ->
                strength.of(
                        new Chunk(20L * MEGABYTE, 6_000, 0.2),
                        new Chunk(4L * MEGABYTE, 10_000, 0.3),
                        new Chunk(750L * KILOBYTE, 20_000, 0.4));
            default ->
                strength.of(
                        new Chunk(20L * MEGABYTE, 6_000, 0.2),
                        new Chunk(4L * MEGABYTE, 10_000, 0.3),
                        new Chunk(750L * KILOBYTE, 15_000, 0.4));
        };
    }

    /** Reads come on top of the usual ones: how many, and whether they ask for something else, depends on the strength. */
    private static void read(AttackContext context, ServiceSpec reader, String store, Chunk chunk) {
        Strength strength = context.strength();
        boolean drip = context.variant().equals("drip");
        double usual = context.landscape().perMinute(reader.name(), store);
        double least = drip ? strength.of(30.0, 10.0, 3.0) : strength.of(300.0, 90.0, 20.0);
        double factor = drip ? strength.of(0.5, 0.2, 0.05) : strength.of(5.0, 1.0, 0.3);
        double perMinute = Math.max(least, factor * usual);
        Period period = context.period();
        Pace pace = Pace.poisson(period.fromMillis(), period.untilMillis(), perMinute / 60);
        CallSpec call = context.landscape().callOf(reader, store);
        ServiceSpec service = context.builder().whole().services().get(store);
        boolean sql = service == null;
        String path = strength == Strength.CAREFUL ? call.path() : otherPath(service, call);
        long bytes = sql ? 0 : Math.round(chunk.bytesPerSecond() * 60 / perMinute);
        Question question = Question.of(sql ? readOperation(call) : call.method(), path, Size.around(sql ? 0 : 150));
        context.builder().stream(
                "read", Origin.service(reader.name()), store, pace, question, Ending.answered(Size.around(bytes)));
    }

    /** What nobody asks for: another table, or another path where the store speaks HTTP. */
    private static String otherPath(@Nullable ServiceSpec service, CallSpec call) {
        if (service == null) {
            return "customers";
        }
        return service.protocol() == Protocol.HTTP ? "/export/{id}" : call.path();
    }

    /** Writing operations become the reading one of most systems. */
    private static String readOperation(CallSpec call) {
        String method = call.method();
        return method.equals("INSERT") || method.equals("UPDATE") || method.equals("DELETE") ? "SELECT" : method;
    }

    private static boolean isReader(AttackContext context, ServiceSpec service) {
        boolean reads = context.landscape().stores().stream()
                .anyMatch(store -> context.landscape().isCalling(service.name(), store));
        return reads
                && (context.landscape().isSeenOutside(service)
                        || !relays(context, service).isEmpty());
    }

    private static List<ServiceSpec> relays(AttackContext context, ServiceSpec reader) {
        List<ServiceSpec> relays = new ArrayList<>();
        for (String callee : context.landscape().calleesOf(reader.name())) {
            ServiceSpec service = context.builder().whole().services().get(callee);
            if (service != null
                    && service.protocol() == Protocol.HTTP
                    && context.landscape().isSeenOutside(service)) {
                relays.add(service);
            }
        }
        return relays;
    }

    private static ServiceSpec uploader(AttackContext context, ServiceSpec reader, String store) {
        List<ServiceSpec> relays = new ArrayList<>(relays(context, reader));
        relays.removeIf(service -> service.name().equals(store));
        boolean direct = context.landscape().isSeenOutside(reader);
        boolean relayed = !relays.isEmpty() && (!direct || context.random().chance(RELAYED));
        return relayed ? context.pick(relays) : reader;
    }

    /** A host that is called already; where there is none, one that up to three others call from the begin. */
    private static String saasHost(AttackContext context, ServiceSpec uploader) {
        List<String> hosts = new ArrayList<>(context.landscape().calledHosts());
        String told = context.destination();
        if (told != null && hosts.contains(told)) {
            return told;
        }
        if (!hosts.isEmpty() && told == null) {
            return context.pick(hosts);
        }
        String name = told != null ? told : Additions.free(context.builder().whole(), "api.team-files.example.com");
        context.add(scenario -> scenario.withTarget(Additions.host(name, false)));
        CallSpec call = new CallSpec(name, 0.05, false, 0, true, "POST", "/v1/documents");
        List<ServiceSpec> users = context.landscape().requestServices().stream()
                .filter(service -> context.landscape().isSeenOutside(service))
                .filter(service -> context.landscape().isBusy(service))
                .filter(service -> !service.name().equals(uploader.name()))
                .limit(3)
                .toList();
        for (ServiceSpec user : users) {
            context.add(scenario -> scenario.withService(Additions.calling(scenario.service(user.name()), call)));
        }
        return name;
    }
}
