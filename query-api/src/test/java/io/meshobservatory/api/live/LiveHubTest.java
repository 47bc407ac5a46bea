/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.api.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.linecorp.armeria.common.sse.ServerSentEvent;
import com.linecorp.armeria.common.stream.StreamMessage;
import io.meshobservatory.api.http.Problem.Kind;
import io.meshobservatory.api.http.ProblemException;
import io.meshobservatory.api.testing.FakeLiveGraph;
import io.meshobservatory.api.testing.ShopMesh;
import io.meshobservatory.api.testing.TestCall;
import io.meshobservatory.api.testing.TestRows;
import io.meshobservatory.core.graph.Edge;
import io.meshobservatory.core.window.EdgeRow;
import io.meshobservatory.core.window.WindowSize;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.util.concurrent.ImmediateEventExecutor;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

class LiveHubTest {
    private static final StreamFilter ALL = new StreamFilter(null, null);
    private static final Edge CART = ShopMesh.edge(ShopMesh.FRONTEND, ShopMesh.CART, "grpc");
    private static final Edge LEDGER = ShopMesh.edge(ShopMesh.PAYMENT, ShopMesh.LEDGER, "grpc");

    private final FakeLiveGraph graph = new FakeLiveGraph();
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final LiveHub hub = new LiveHub(graph, 2, 3, Clock.systemUTC(), metrics);

    @AfterEach
    void close() {
        hub.close();
    }

    @Test
    void aStreamBeginsWithWhatIsThereAndGoesOnWithWhatComes() {
        graph.write(row(CART, 1));
        Reader reader = open(ALL);
        reader.ask(10);

        graph.write(row(LEDGER, 2));

        assertThat(reader.names()).containsExactly("snapshot", "edge");
        assertThat(reader.data().get(0)).contains("\"cart\"").doesNotContain("ledger", "\"sketch\"");
        assertThat(reader.data().get(1)).contains("\"ledger\"").doesNotContain("\"sketch\"");
    }

    @Test
    void aFilterHoldsForTheSnapshotAndTheChanges() {
        graph.write(row(CART, 1));
        graph.write(row(LEDGER, 1));
        Reader reader = open(new StreamFilter(ShopMesh.CLUSTER, "payments"));
        reader.ask(10);

        graph.write(row(CART, 2));
        graph.write(row(LEDGER, 2));

        assertThat(reader.names()).containsExactly("snapshot", "edge");
        assertThat(reader.data())
                .allSatisfy(data -> assertThat(data).contains("ledger").doesNotContain("cart"));
    }

    /** Memory is bounded by the buffer; what is lost is the oldest, and the client gets to know how much. */
    @Test
    void aSlowClientLosesTheOldestAndIsTold() {
        Reader slow = open(ALL);
        Reader quick = open(ALL);
        quick.ask(Long.MAX_VALUE);

        for (int calls = 1; calls <= 10; calls++) {
            graph.write(row(CART, calls));
        }
        slow.ask(10);

        assertThat(quick.names()).hasSize(11).doesNotContain("lagged");
        assertThat(slow.names()).startsWith("snapshot").contains("lagged");
        String lagged = slow.data().get(slow.names().indexOf("lagged"));
        long edges = slow.names().stream().filter("edge"::equals).count();
        assertThat(lagged).isEqualTo("{\"dropped_events\":" + (10 - edges) + "}");
        assertThat(slow.data().get(slow.data().size() - 1)).contains("\"calls\":10");
        assertThat(metrics.get("observatory.api.stream.dropped.events")
                        .counter()
                        .count())
                .isEqualTo(10.0 - edges);
    }

    @Test
    void oneSubscriptionServesAllAndEndedStreamsMakeRoom() {
        Reader first = open(ALL);
        open(ALL);
        assertThat(graph.subscriptions()).isEqualTo(1);
        assertThatThrownBy(() -> open(ALL)).isInstanceOfSatisfying(ProblemException.class, refused -> {
            assertThat(refused.problem().kind()).isEqualTo(Kind.TOO_MANY_STREAMS);
            assertThat(refused.problem().retryAfterSeconds()).isPositive();
        });

        first.cancel();

        assertThat(open(ALL)).isNotNull();
    }

    @Test
    void withoutTheLiveGraphThereIsNoStreamButLaterThereIs() {
        graph.goAway();
        assertThatThrownBy(() -> open(ALL))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        refused -> assertThat(refused.problem().kind()).isEqualTo(Kind.LIVE_GRAPH_UNAVAILABLE));

        graph.comeBack();
        Reader reader = open(ALL);
        reader.ask(1);

        assertThat(reader.names()).containsExactly("snapshot");
    }

    private Reader open(StreamFilter filter) {
        Reader reader = new Reader();
        StreamMessage<ServerSentEvent> stream = hub.open(filter, Runnable::run);
        stream.subscribe(reader, ImmediateEventExecutor.INSTANCE);
        return reader;
    }

    private static EdgeRow row(Edge edge, int calls) {
        List<TestCall> made = new ArrayList<>();
        for (int call = 0; call < calls; call++) {
            made.add(TestCall.ok(edge, 1_000 + call, 5));
        }
        return TestRows.rows(WindowSize.TEN_SECONDS, made).get(0);
    }

    private static final class Reader implements Subscriber<ServerSentEvent> {
        private final List<ServerSentEvent> events = new CopyOnWriteArrayList<>();
        private Subscription subscription = new Subscription() {
            @Override
            public void request(long count) {}

            @Override
            public void cancel() {}
        };

        void ask(long count) {
            subscription.request(count);
        }

        void cancel() {
            subscription.cancel();
        }

        List<String> names() {
            return events.stream().map(event -> String.valueOf(event.event())).toList();
        }

        List<String> data() {
            return events.stream().map(event -> String.valueOf(event.data())).toList();
        }

        @Override
        public void onSubscribe(Subscription opened) {
            subscription = opened;
        }

        @Override
        public void onNext(ServerSentEvent event) {
            events.add(event);
        }

        @Override
        public void onError(Throwable failure) {}

        @Override
        public void onComplete() {}
    }
}
