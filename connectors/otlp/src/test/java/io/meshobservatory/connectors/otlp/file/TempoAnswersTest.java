/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.otlp.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meshobservatory.connectors.otlp.decode.OtlpDecodeException;
import io.meshobservatory.connectors.otlp.decode.SpanDecoder;
import io.meshobservatory.core.call.Call;
import io.meshobservatory.core.graph.Node;
import io.meshobservatory.core.graph.NodeKind;
import io.meshobservatory.core.telemetry.ConnectionSecurity;
import io.meshobservatory.core.telemetry.Exchange;
import io.meshobservatory.core.telemetry.Outcome;
import io.meshobservatory.core.telemetry.Span;
import io.meshobservatory.core.trace.TraceLinker;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What Grafana Tempo answers, read as recordings: real answers give the graphs of the meshes that sent the spans. */
class TempoAnswersTest {
    @Test
    @DisplayName("the bookinfo trace of an Istio mesh: four edges, with namespaces, versions, sizes and flags")
    void bookinfo() {
        List<Call> calls = calls("samples/kiali/responseTrace.json");

        assertThat(calls)
                .extracting(TempoAnswersTest::describe)
                .containsExactlyInAnyOrder(
                        "GATEWAY istio-system/istio-ingressgateway@latest > SERVICE bookinfo/productpage@v1 http",
                        "SERVICE bookinfo/productpage@v1 > SERVICE bookinfo/details@v1 http",
                        "SERVICE bookinfo/productpage@v1 > SERVICE bookinfo/reviews@v2 http",
                        "SERVICE bookinfo/reviews@v2 > SERVICE bookinfo/ratings@v1 http");
        assertThat(calls)
                .extracting(Call::exchange)
                .containsExactlyInAnyOrder(
                        exchange(5294, "GET /productpage"),
                        exchange(178, "GET /details/{id}"),
                        exchange(442, "GET /reviews/{id}"),
                        exchange(48, "GET /ratings/{id}"));
        assertThat(calls).noneMatch(Call::contextLost);
    }

    @Test
    @DisplayName("the same in ambient mode, found by a search: the waypoints stand for the services behind them")
    void bookinfoAmbient() {
        List<Call> calls = calls("samples/kiali/responseAmbient.json");

        assertThat(calls)
                .extracting(TempoAnswersTest::describe)
                .containsExactlyInAnyOrder(
                        "UNKNOWN unknown/unknown@unknown > GATEWAY bookinfo/bookinfo-gateway-istio@unknown http",
                        "GATEWAY bookinfo/bookinfo-gateway-istio@unknown > SERVICE bookinfo/productpage@unknown http",
                        "SERVICE bookinfo/productpage@unknown > SERVICE bookinfo/details@unknown http",
                        "SERVICE bookinfo/productpage@unknown > SERVICE bookinfo/reviews@unknown http");
        assertThat(calls)
                .allMatch(call -> call.edge().destination().cluster().equals("Kubernetes"))
                .allMatch(call -> call.traceId().toHex().equals("02e299711ce47710289dc6640727404f"));
    }

    @Test
    @DisplayName("a search that asked for few attributes tells who ran within whom, and no more")
    void searchWithFewAttributes() {
        assertThat(calls("samples/kiali/response.json"))
                .extracting(TempoAnswersTest::describe)
                .containsExactly("SERVICE bookinfo/productpage@v1 > SERVICE bookinfo/reviews@v1 unknown");
    }

    @Test
    @DisplayName("parents are the smallest spans around; ids lack zeros; the second version of the API wraps a trace")
    void shapesOfAnswers() throws OtlpFileException {
        String span = "{'spanID':'%s','startTimeUnixNano':'%d','durationNanos':%d,'attributes':"
                + "[{'key':'kind','value':{'stringValue':'server'}},{'key':'service.name','value':{'stringValue':'%s'}}]}";
        String search = "{'traces':[{'traceID':'ab','spanSets':[{'spans':["
                + span.formatted("1", 100, 100, "a") + "," + span.formatted("2", 110, 50, "b") + ","
                + span.formatted("3", 120, 30, "c") + "," + span.formatted("4", 155, 20, "d") + "]}]}]}";
        String wrapped = "{'trace':{'resourceSpans':[{'scopeSpans':[{'spans':[{'traceId':'" + "1".repeat(32)
                + "','spanId':'" + "2".repeat(16) + "','kind':3,'endTimeUnixNano':5}]}]}]}}";

        assertThat(read(search))
                .extracting(found -> found.spanId() + "<" + found.parentSpanId())
                .containsExactly("1<0", "2<1", "3<2", "4<1");
        assertThat(read(wrapped)).hasSize(1);
        assertThat(read("{'traces':[]}")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'traces':[{'traceID':'xyz'}]} | traces[0].traceID: \"xyz\" (expected: 1 to 32 hexadecimal digits)",
                "{'traces':[7]} | traces[0]: 7 (expected: an object)",
                "{'traces':[{'traceID':'1','spanSet':{'spans':[{'spanID':''}]}}]} | traces[0].spanSet.spans[0].startTimeUnixNano: nothing",
                "{'traces':[{'traceID':'1','spanSets':[{'spans':[{'startTimeUnixNano':'1','durationNanos':'-1'}]}]}]} | spanSets[0].spans[0]"
            })
    @DisplayName("an answer that is none is refused, with its place")
    void refused(String json, String message) {
        assertThatThrownBy(() -> read(json))
                .isInstanceOf(OtlpFileException.class)
                .hasMessageContaining(message)
                .hasMessageContaining("(expected: ");
    }

    private static Exchange exchange(long responseBytes, String operation) {
        return new Exchange(Outcome.OK, "", 0, responseBytes, operation, "", ConnectionSecurity.UNKNOWN, "", "");
    }

    private static String describe(Call call) {
        return describe(call.edge().source(), call.edge().sourceVersion()) + " > "
                + describe(call.edge().destination(), call.edge().destinationVersion()) + " "
                + call.edge().protocol();
    }

    private static String describe(Node node, String version) {
        NodeKind kind = node.kind();
        return kind + " " + node.namespace() + "/" + node.name() + "@" + version;
    }

    private static List<Call> calls(String name) {
        return TraceLinker.link(decode(Recordings.frames(Recordings.path(name))));
    }

    private static List<Span> read(String json) throws OtlpFileException {
        byte[] bytes = json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        try (OtlpFileReader reader = OtlpFileReader.open(new ByteArrayInputStream(bytes), "answer.json", null)) {
            return decode(Recordings.frames(reader));
        } catch (OtlpFileException refused) {
            throw refused;
        } catch (IOException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private static List<Span> decode(List<OtlpFrame> frames) {
        List<Span> spans = new ArrayList<>();
        for (OtlpFrame frame : frames) {
            try {
                spans.addAll(new SpanDecoder().decode(frame.value()).spans());
            } catch (OtlpDecodeException impossible) {
                throw new AssertionError(impossible);
            }
        }
        return spans;
    }
}
