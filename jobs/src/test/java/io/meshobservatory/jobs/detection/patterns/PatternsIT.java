/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.detection.patterns;

import static io.meshobservatory.jobs.detection.TestSignals.database;
import static io.meshobservatory.jobs.detection.TestSignals.service;
import static io.meshobservatory.jobs.detection.TestSignals.signal;
import static io.meshobservatory.models.signal.SignalKind.DENIED;
import static io.meshobservatory.models.signal.SignalKind.EXPENSIVE_PATH;
import static io.meshobservatory.models.signal.SignalKind.FLOOD;
import static io.meshobservatory.models.signal.SignalKind.LOGIN_AFTER_REFUSALS;
import static io.meshobservatory.models.signal.SignalKind.NEW_EDGE;
import static io.meshobservatory.models.signal.SignalKind.NEW_HOST;
import static io.meshobservatory.models.signal.SignalKind.NEW_OPERATION;
import static io.meshobservatory.models.signal.SignalKind.NEW_PRINCIPAL_PLACE;
import static io.meshobservatory.models.signal.SignalKind.PLAIN_TEXT;
import static io.meshobservatory.models.signal.SignalKind.PROBE;
import static io.meshobservatory.models.signal.SignalKind.REFUSED_LOGINS;
import static io.meshobservatory.models.signal.SignalKind.REGULAR_CALLS;
import static io.meshobservatory.models.signal.SignalKind.SLOW_REQUESTS;
import static io.meshobservatory.models.signal.SignalKind.SLOW_UPLOAD;
import static io.meshobservatory.models.signal.SignalKind.UNUSUAL_READ;
import static io.meshobservatory.models.signal.SignalKind.UNUSUAL_WINDOW;
import static io.meshobservatory.models.signal.SignalKind.UPLOAD;
import static org.assertj.core.api.Assertions.assertThat;

import io.meshobservatory.core.graph.Node;
import io.meshobservatory.jobs.detection.minutes.Settling;
import io.meshobservatory.jobs.detection.profile.ProfileTypes;
import io.meshobservatory.models.signal.Signal;
import io.meshobservatory.models.signal.SignalKind;
import io.meshobservatory.models.story.GateSettings;
import io.meshobservatory.models.story.PatternMatch;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.flink.util.CloseableIterator;
import org.apache.flink.util.Collector;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each case is a cluster of its own, and all of them run through the real operators in one job: what must be found, and the
 * storms in which nothing must be. The signals arrive in random order.
 */
class PatternsIT {
    @RegisterExtension
    static final MiniClusterExtension FLINK = new MiniClusterExtension(new MiniClusterResourceConfiguration.Builder()
            .setNumberTaskManagers(1)
            .setNumberSlotsPerTaskManager(2)
            .build());

    private static final Settling SETTLING = new Settling(15_000);
    private static final Node OUTSIDE = Node.external("files.example.com");

    /** By cluster; {@code KIND/pattern} of each match. */
    private static final Map<String, TreeSet<String>> FOUND = new TreeMap<>();

    /** What happens in a cluster, and what must be found in it. */
    record Case(String cluster, List<Signal> signals, List<String> expected) {
        @Override
        public String toString() {
            return cluster;
        }
    }

    static List<Case> cases() {
        List<Case> cases = new ArrayList<>();
        lateral(cases);
        exfiltration(cases);
        others(cases);
        storms(cases);
        betweenClusters(cases);
        return cases;
    }

    private static void lateral(List<Case> cases) {
        add(
                cases,
                "a chain is found at its second hop, and again at its third",
                c -> List.of(
                        // waits for another hop of its own all the while
                        edge(c, 0, "x", "y"), edge(c, 1, "a", "b"), edge(c, 7, "b", "c"), edge(c, 60, "c", "d")),
                "LATERAL_MOVEMENT/hop-onward");
        add(
                cases,
                "a whole chain within one minute is put in the order of its hops",
                c -> List.of(edge(c, 3, "c", "a"), edge(c, 3, "b", "c"), signal(PROBE, 3, service(c, "b"), null, 0.9)),
                "LATERAL_MOVEMENT/hop-onward",
                "LATERAL_MOVEMENT/probe-hop-onward",
                "POLICY_PROBING/probe");
        add(
                cases,
                "new edges that do not hang together",
                c -> List.of(edge(c, 0, "a", "b"), edge(c, 5, "c", "d"), edge(c, 9, "b2", "e")));
        add(
                cases,
                "a hop, and then one over an edge that is used anyway",
                c -> List.of(edge(c, 0, "a", "b"), signal(NEW_OPERATION, 7, service(c, "b"), service(c, "c"), 0.99)),
                "LATERAL_MOVEMENT/hop-onward");
        add(
                cases,
                "a service that learns to ask for something, and one that is called by it anew",
                c -> List.of(
                        signal(NEW_OPERATION, 0, service(c, "a"), service(c, "b"), 0.99),
                        edge(c, 7, "b", "c"),
                        signal(NEW_OPERATION, 9, service(c, "x"), service(c, "y"), 0.99)));
        add(cases, "a hop that answers back", c -> List.of(edge(c, 0, "a", "b"), edge(c, 5, "b", "a")));
        add(cases, "hops half a day apart", c -> List.of(edge(c, 0, "a", "b"), edge(c, 720, "b", "c")));
        add(cases, "the second hop before the first", c -> List.of(edge(c, 0, "b", "c"), edge(c, 5, "a", "b")));
        add(
                cases,
                "a probe, then a hop, then a denied call from there",
                c -> List.of(
                        signal(DENIED, 0, service(c, "a"), service(c, "q"), 0.9),
                        edge(c, 5, "a", "b"),
                        signal(DENIED, 15, service(c, "b"), database(c, "db"), 0.9)),
                "LATERAL_MOVEMENT/hop-onward",
                "LATERAL_MOVEMENT/probe-hop-onward");
    }

    private static void exfiltration(List<Case> cases) {
        add(
                cases,
                "a read, then an upload",
                c -> List.of(
                        signal(UNUSUAL_READ, 0, service(c, "a"), database(c, "db"), 0.9),
                        signal(UPLOAD, 40, service(c, "a"), OUTSIDE, 0.9)),
                "EXFILTRATION/read-upload");
        add(
                cases,
                "a read and an upload in the same minute",
                c -> List.of(
                        signal(UPLOAD, 0, service(c, "a"), OUTSIDE, 0.9),
                        signal(UNUSUAL_READ, 0, service(c, "a"), database(c, "db"), 0.9)),
                "EXFILTRATION/read-upload");
        add(
                cases,
                "a read, carried on to another workload, uploaded from there",
                c -> List.of(
                        signal(UNUSUAL_READ, 0, service(c, "a"), database(c, "db"), 0.9),
                        signal(UPLOAD, 10, service(c, "a"), service(c, "b"), 0.9),
                        signal(UPLOAD, 20, service(c, "b"), OUTSIDE, 0.9)),
                "EXFILTRATION/read-carry-upload",
                "EXFILTRATION/read-upload");
        add(
                cases,
                "an upload to where the workload never sent",
                c -> List.of(
                        signal(NEW_EDGE, 0, service(c, "a"), OUTSIDE, 0.9),
                        signal(UPLOAD, 0, service(c, "a"), OUTSIDE, 0.9)),
                "EXFILTRATION/new-receiver");
        add(
                cases,
                "an upload that goes on",
                c -> List.of(
                        signal(UPLOAD, 0, service(c, "a"), OUTSIDE, 0.9),
                        signal(UPLOAD, 1, service(c, "a"), OUTSIDE, 0.9)),
                "EXFILTRATION/repeated-upload");
        add(
                cases,
                "one overwhelming upload",
                c -> List.of(signal(UPLOAD, 0, service(c, "a"), OUTSIDE, 0.99999)),
                "EXFILTRATION/overwhelming-upload");
        add(
                cases,
                "a slow upload",
                c -> List.of(signal(SLOW_UPLOAD, 0, service(c, "a"), OUTSIDE, 0.99)),
                "EXFILTRATION/slow-upload");
        add(
                cases,
                "a read, and a host that was never called, in either order",
                c -> List.of(
                        signal(UNUSUAL_READ, 0, service(c, "a"), database(c, "db"), 0.9),
                        signal(NEW_HOST, 40, service(c, "a"), OUTSIDE, 0.9),
                        signal(NEW_HOST, 40, service(c, "b"), OUTSIDE, 0.9),
                        signal(UNUSUAL_READ, 60, service(c, "b"), database(c, "db"), 0.9)),
                "EXFILTRATION/new-host-read",
                "EXFILTRATION/read-new-host");
        add(
                cases,
                "a read, handed on over an edge that is used anyway",
                c -> List.of(
                        signal(UNUSUAL_READ, 0, service(c, "a"), database(c, "db"), 0.9),
                        signal(NEW_OPERATION, 0, service(c, "a"), service(c, "b"), 0.99),
                        signal(NEW_HOST, 0, service(c, "b"), OUTSIDE, 0.9)),
                "EXFILTRATION/read-carry-upload");
        add(cases, "a new host, and nothing read", c -> List.of(signal(NEW_HOST, 0, service(c, "a"), OUTSIDE, 0.99)));
        add(cases, "one upload", c -> List.of(signal(UPLOAD, 0, service(c, "a"), OUTSIDE, 0.99)));
        add(
                cases,
                "a read by one, an upload by another",
                c -> List.of(
                        signal(UNUSUAL_READ, 0, service(c, "a"), database(c, "db"), 0.9),
                        signal(UPLOAD, 10, service(c, "z"), OUTSIDE, 0.9)));
        add(
                cases,
                "an upload long before a read",
                c -> List.of(
                        signal(UPLOAD, 0, service(c, "a"), OUTSIDE, 0.9),
                        signal(UNUSUAL_READ, 30, service(c, "a"), database(c, "db"), 0.9)));
    }

    private static void others(List<Case> cases) {
        add(
                cases,
                "regular calls",
                c -> List.of(signal(REGULAR_CALLS, 0, service(c, "a"), OUTSIDE, 0.9)),
                "BEACONING/regular-calls");
        add(
                cases,
                "refusals, then a success",
                c -> List.of(
                        signal(REFUSED_LOGINS, 0, service(c, "a"), service(c, "auth"), 0.9),
                        signal(LOGIN_AFTER_REFUSALS, 4, service(c, "a"), service(c, "auth"), 0.9)),
                "CREDENTIAL_ABUSE/refusals-then-success",
                "CREDENTIAL_ABUSE/success-after-refusals");
        add(
                cases,
                "refusals and no success",
                c -> List.of(
                        signal(REFUSED_LOGINS, 0, service(c, "a"), service(c, "auth"), 0.9),
                        signal(REFUSED_LOGINS, 4, service(c, "a"), service(c, "auth"), 0.9)));
        add(
                cases,
                "a principal from a new place that reads",
                c -> List.of(
                        signal(NEW_PRINCIPAL_PLACE, 0, service(c, "a"), service(c, "b"), 0.9),
                        signal(UNUSUAL_READ, 5, service(c, "a"), database(c, "db"), 0.9)),
                "CREDENTIAL_ABUSE/new-place-acts");
        add(
                cases,
                "a principal from a new place, and no more",
                c -> List.of(signal(NEW_PRINCIPAL_PLACE, 0, service(c, "a"), service(c, "b"), 0.9)));
        add(
                cases,
                "denied at two places",
                c -> List.of(
                        signal(DENIED, 0, service(c, "a"), service(c, "b"), 0.9),
                        signal(DENIED, 30, service(c, "a"), service(c, "c"), 0.9)),
                "POLICY_PROBING/denied-again");
        add(cases, "denied once", c -> List.of(signal(DENIED, 0, service(c, "a"), service(c, "b"), 0.9)));
        add(
                cases,
                "plain text for two minutes",
                c -> List.of(
                        signal(PLAIN_TEXT, 0, service(c, "a"), service(c, "b"), 0.9),
                        signal(PLAIN_TEXT, 1, service(c, "a"), service(c, "b"), 0.9)),
                "MTLS_DOWNGRADE/plain-text-goes-on");
        add(
                cases,
                "plain text on two edges once",
                c -> List.of(
                        signal(PLAIN_TEXT, 0, service(c, "a"), service(c, "b"), 0.9),
                        signal(PLAIN_TEXT, 1, service(c, "x"), service(c, "y"), 0.9)));
        add(
                cases,
                "a flood that turns into costly requests",
                c -> List.of(
                        signal(FLOOD, 0, service(c, "a"), service(c, "b"), 0.9),
                        signal(EXPENSIVE_PATH, 1, service(c, "a"), service(c, "b"), 0.9)),
                "DDOS/harm-goes-on");
        add(
                cases,
                "one overwhelming flood from outside",
                c -> List.of(signal(FLOOD, 0, OUTSIDE, service(c, "b"), 0.99999)),
                "DDOS/overwhelming-flood");
        add(
                cases,
                "one minute of slow requests",
                c -> List.of(signal(SLOW_REQUESTS, 0, service(c, "a"), service(c, "b"), 0.9)));
        add(
                cases,
                "a node unlike itself",
                c -> List.of(signal(UNUSUAL_WINDOW, 0, service(c, "a"), null, 0.9)),
                "ANOMALY/unusual-windows");
    }

    private static void betweenClusters(List<Case> cases) {
        add(
                cases,
                "a chain that leaves the cluster counts where it went",
                c -> List.of(
                        signal(NEW_EDGE, 0, service(c, "a"), service("east", "b"), 0.95),
                        edge("east", 5, "b", "c"),
                        // and one more, to tell that it is not counted twice
                        signal(UPLOAD, 0, service(c, "a"), OUTSIDE, 0.99999)),
                "EXFILTRATION/overwhelming-upload");
        cases.add(new Case("east", List.of(), List.of("LATERAL_MOVEMENT/hop-onward")));
        add(
                cases,
                "a chain through a workload whose cluster nobody tells",
                c -> List.of(
                        signal(NEW_EDGE, 0, service(c, "a"), service(Node.UNKNOWN_NAME, "b"), 0.95),
                        signal(NEW_EDGE, 5, service(Node.UNKNOWN_NAME, "b"), service(c, "d"), 0.95)),
                "LATERAL_MOVEMENT/hop-onward");
        cases.add(new Case(Node.UNKNOWN_NAME, List.of(), List.of("DDOS/harm-goes-on")));
        add(
                cases,
                "a flood from here counts with its victim",
                c -> List.of(
                        signal(FLOOD, 0, service(c, "a"), service(Node.UNKNOWN_NAME, "v"), 0.95),
                        signal(FLOOD, 1, service(c, "a"), service(Node.UNKNOWN_NAME, "v"), 0.95)));
    }

    private static void storms(List<Case> cases) {
        add(cases, "a change of names makes all edges new", c -> storm(c, NEW_EDGE, 60));
        add(cases, "a policy that denies everybody", c -> storm(c, DENIED, 40));
        add(cases, "a dead database makes everybody unusual", c -> storm(c, UNUSUAL_WINDOW, 40));
        add(cases, "a mesh that is told to be permissive", c -> storm(c, PLAIN_TEXT, 40));
        add(cases, "a backup by all services", c -> storm(c, UPLOAD, 40));
        add(cases, "tokens renewed everywhere", c -> storm(c, NEW_PRINCIPAL_PLACE, 40));
    }

    @BeforeAll
    static void find() throws Exception {
        List<Signal> signals = new ArrayList<>();
        cases().forEach(one -> signals.addAll(one.signals()));
        Collections.shuffle(signals, new Random(7));
        Configuration configuration = new Configuration();
        configuration.set(PipelineOptions.GENERIC_TYPES, false);
        configuration.set(PipelineOptions.OBJECT_REUSE, true);
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment(configuration);
        env.setParallelism(2);
        DataStream<Signal> noticed = env.fromData(ProfileTypes.SIGNAL, signals.toArray(new Signal[0]));
        PatternStage stage =
                PatternStage.define(noticed, SETTLING, GateSettings.defaults(), PatternSettings.defaults());
        DataStream<Match> matches = stage.matches().process(new InTime(), PatternTypes.MATCH);
        try (CloseableIterator<Match> all = matches.executeAndCollect()) {
            all.forEachRemaining(found ->
                    FOUND.computeIfAbsent(found.cluster(), c -> new TreeSet<>()).add(name(found.match())));
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    @DisplayName("Finds what is an attack, and nothing else")
    void findsWhatIsAnAttack(Case one) {
        assertThat(FOUND.getOrDefault(one.cluster(), new TreeSet<>()))
                .containsExactlyElementsOf(new TreeSet<>(one.expected()));
    }

    private static String name(PatternMatch match) {
        return match.kind() + "/" + match.pattern();
    }

    private static Signal edge(String cluster, long minute, String source, String destination) {
        return signal(NEW_EDGE, minute, service(cluster, source), service(cluster, destination), 0.95);
    }

    /** Many sources show the same within minutes, each at two places, along a chain, and again: it would all fit patterns. */
    private static List<Signal> storm(String cluster, SignalKind kind, int sources) {
        List<Signal> storm = new ArrayList<>();
        for (int i = 0; i < sources; i++) {
            Node source = service(cluster, "s" + i);
            for (int minute = 0; minute < 3; minute++) {
                storm.add(signal(kind, minute, source, service(cluster, "s" + (i + 1 + minute) % sources), 0.95));
            }
        }
        return storm;
    }

    /** A match must be told when the minute of its last signal has settled, whatever else is waited for. */
    private static final class InTime extends ProcessFunction<Match, Match> {
        private static final long serialVersionUID = 1L;

        @Override
        public void processElement(Match found, Context context, Collector<Match> out) {
            long last = found.match().signals().stream()
                    .mapToLong(Signal::startMillis)
                    .max()
                    .orElseThrow();
            if (context.timestamp() != SETTLING.dueMillis(last)) {
                throw new IllegalStateException(
                        found + " at " + context.timestamp() + " (expected: " + SETTLING.dueMillis(last) + ")");
            }
            out.collect(found);
        }
    }

    private interface Scene {
        List<Signal> in(String cluster);
    }

    private static void add(List<Case> cases, String what, Scene scene, String... expected) {
        // names of clusters are cut to 63 bytes
        String cluster = what.length() > 60 ? what.substring(0, 60) : what;
        cases.add(new Case(cluster, scene.in(cluster), List.of(expected)));
    }
}
