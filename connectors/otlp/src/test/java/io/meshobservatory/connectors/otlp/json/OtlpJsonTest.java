/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.otlp.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.meshobservatory.connectors.otlp.OtlpSignal;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.opentelemetry.proto.trace.v1.Span;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a JSON value becomes, and what the sender is told when it cannot become anything. */
class OtlpJsonTest {
    private static final String TRACE_HEX = "5b8efff798038103d269b633813fc60c";

    @Test
    void hexadecimalIdsAreReadInEitherCase() throws Exception {
        Span span = span("'traceId':'5B8EFFF798038103D269B633813FC60C','spanId':'eee19b7ec3c1b174','parentSpanId':''");
        assertThat(span.getTraceId()).isEqualTo(bytes(TRACE_HEX));
        assertThat(span.getSpanId()).isEqualTo(bytes("eee19b7ec3c1b174"));
        assertThat(span.getParentSpanId()).isEmpty();
    }

    @Test
    void base64IdsAreReadWithAndWithoutPaddingAndInTheUrlAlphabet() throws Exception {
        ByteString expected = bytes("9d79b1a37f31801cd11a6706fb40d6bd");
        assertThat(span("'traceId':'nXmxo38xgBzRGmcG+0DWvQ=='").getTraceId()).isEqualTo(expected);
        assertThat(span("'traceId':'nXmxo38xgBzRGmcG-0DWvQ'").getTraceId()).isEqualTo(expected);
        assertThat(span("'spanId':'3lYkOenBuCM='").getSpanId()).isEqualTo(bytes("de562439e9c1b823"));
    }

    /** Each id is decided alone: one exporter's mixture must not spoil the ids that can be read. */
    @Test
    void oneSpanMayMixTheEncodingsOfItsIds() throws Exception {
        Span span = span("'traceId':'" + TRACE_HEX + "','spanId':'3lYkOenBuCM='");
        assertThat(span.getTraceId()).isEqualTo(bytes(TRACE_HEX));
        assertThat(span.getSpanId()).isEqualTo(bytes("de562439e9c1b823"));
    }

    @ParameterizedTest
    @CsvSource({
        "b8efff798038103d269b633813fc60c, 0b8efff798038103d269b633813fc60c",
        "eee19b7ec3c1b174, 0000000000000000eee19b7ec3c1b174",
    })
    void traceIdsPrintedWithoutLeadingZerosArePadded(String printed, String meant) throws Exception {
        assertThat(span("'traceId':'" + printed + "'").getTraceId()).isEqualTo(bytes(meant));
    }

    @ParameterizedTest
    @ValueSource(strings = {"zzz", "5b8efff798038103d269b633813fc60c00", "AQID", "5b8efff7 98038103d269b633813fc60"})
    void aTraceIdThatIsNeitherHexNorBase64IsNamedWithItsPath(String traceId) {
        assertError(
                "{'resourceSpans':[{'scopeSpans':[{'spans':[{},{'traceId':'" + traceId + "'}]}]}]}",
                "resourceSpans[0].scopeSpans[0].spans[1].traceId: \"" + traceId + "\"",
                "(expected: 32 hexadecimal digits, or base64 of 16 bytes)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ee19b7ec3c1b174", "eee19b7ec3c1b17400", "xyz", "AAAA"})
    void aSpanIdOfAnotherLengthIsAnError(String spanId) {
        assertError(
                "{'resourceSpans':[{'scopeSpans':[{'spans':[{'spanId':'" + spanId + "'}]}]}]}",
                "resourceSpans[0].scopeSpans[0].spans[0].spanId: \"" + spanId + "\"");
    }

    @Test
    void enumsAreReadByNumberByNameAndFromTheFuture() throws Exception {
        assertThat(span("'kind':3").getKind()).isEqualTo(Span.SpanKind.SPAN_KIND_CLIENT);
        assertThat(span("'kind':'SPAN_KIND_CLIENT'").getKind()).isEqualTo(Span.SpanKind.SPAN_KIND_CLIENT);
        assertThat(span("'kind':77").getKindValue()).isEqualTo(77);
    }

    @ParameterizedTest
    @ValueSource(strings = {"'CLIENT'", "'span_kind_client'", "'3'", "true", "3.5", "[]"})
    void otherSpellingsOfAnEnumAreErrorsThatListTheNames(String kind) {
        assertError(
                "{'resourceSpans':[{'scopeSpans':[{'spans':[{'kind':" + kind + "}]}]}]}",
                "spans[0].kind: ",
                "SPAN_KIND_CLIENT");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1544712660300000000", "'1544712660300000000'"})
    void sixtyFourBitIntegersAreReadFromNumbersAndStrings(String value) throws Exception {
        assertThat(span("'startTimeUnixNano':" + value).getStartTimeUnixNano()).isEqualTo(1544712660300000000L);
    }

    @Test
    void integersAreReadOverTheirWholeRangeAndNotBeyond() throws Exception {
        assertThat(span("'startTimeUnixNano':'18446744073709551615'").getStartTimeUnixNano())
                .isEqualTo(-1L);
        assertThat(span("'startTimeUnixNano':1e3").getStartTimeUnixNano()).isEqualTo(1000L);
        assertThat(attribute("'intValue':'-9223372036854775808'").getIntValue()).isEqualTo(Long.MIN_VALUE);
        assertThat(span("'droppedAttributesCount':4294967295").getDroppedAttributesCount())
                .isEqualTo(-1);
        for (String wrong :
                new String[] {"-1", "'18446744073709551616'", "1.5", "'1e3'", "''", "'-'", "'٣'", "1e300"}) {
            assertError(
                    "{'resourceSpans':[{'scopeSpans':[{'spans':[{'startTimeUnixNano':" + wrong + "}]}]}]}",
                    "startTimeUnixNano: ",
                    "(expected: an unsigned 64-bit integer, as a number or a string)");
        }
        assertError(
                "{'resourceSpans':[{'scopeSpans':[{'spans':[{'droppedAttributesCount':4294967296}]}]}]}",
                "droppedAttributesCount: 4294967296 (expected: an unsigned 32-bit integer)");
    }

    @Test
    void doublesMayBeTheThreeNamesThatJsonHasNoNumberFor() throws Exception {
        assertThat(attribute("'doubleValue':'NaN'").getDoubleValue()).isNaN();
        assertThat(attribute("'doubleValue':'Infinity'").getDoubleValue()).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(attribute("'doubleValue':'-Infinity'").getDoubleValue()).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(attribute("'doubleValue':'2.5e-3'").getDoubleValue()).isEqualTo(0.0025);
        assertThat(attribute("'doubleValue':7").getDoubleValue()).isEqualTo(7.0);
        for (String wrong : new String[] {"'0x1p3'", "' 1'", "'1d'", "true", "1e999", "'1e999'", "''", "'-'"}) {
            assertError(
                    "{'resourceSpans':[{'resource':{'attributes':[{'key':'k','value':{'doubleValue':" + wrong
                            + "}}]}}]}",
                    "resourceSpans[0].resource.attributes[0].value.doubleValue: ",
                    "expected: a number");
        }
    }

    @Test
    void everyKindOfAttributeValueIsRead() throws Exception {
        assertThat(attribute("'stringValue':'\\u00e9'").getStringValue()).isEqualTo("é");
        assertThat(attribute("'boolValue':true").getBoolValue()).isTrue();
        assertThat(attribute("'bytesValue':'AQID'").getBytesValue()).isEqualTo(bytes("010203"));
        assertThat(attribute("'arrayValue':{'values':[{'intValue':'1'},{'stringValue':'a'}]}")
                        .getArrayValue()
                        .getValuesList())
                .extracting(AnyValue::getValueCase)
                .containsExactly(AnyValue.ValueCase.INT_VALUE, AnyValue.ValueCase.STRING_VALUE);
        assertThat(attribute("'kvlistValue':{'values':[{'key':'x','value':{'boolValue':false}}]}")
                        .getKvlistValue()
                        .getValues(0)
                        .getKey())
                .isEqualTo("x");
        assertThat(attribute("").getValueCase()).isEqualTo(AnyValue.ValueCase.VALUE_NOT_SET);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'stringValue':1 | stringValue: 1 (expected: a string)",
                "'boolValue':'true' | boolValue: \"true\" (expected: true or false)",
                "'bytesValue':'*' | bytesValue: \"*\" (expected: base64)",
                "'bytesValue':5 | bytesValue: 5 (expected: a string)",
                "'arrayValue':[] | arrayValue: an array of 0 (expected: an object)",
                "'arrayValue':{'values':{}} | arrayValue.values: an object (expected: an array)",
                "'arrayValue':{'values':[null]} | arrayValue.values[0]: null (expected: an object)",
                "'intValue':1,'boolValue':true | boolValue: given beside intValue (expected: only one of them)",
            },
            quoteCharacter = '`')
    void aValueOfAWrongTypeIsAnErrorWithItsPath(String value, String message) {
        assertError(
                "{'resourceSpans':[{'resource':{'attributes':[{'key':'k','value':{" + value + "}}]}}]}",
                "resourceSpans[0].resource.attributes[0].value." + message);
    }

    @Test
    void unknownKeysAreIgnoredAndNullMeansNotSet() throws Exception {
        Span span = span("'name':null,'invented':{'deep':[1,2,{}]},'kind':2");
        assertThat(span).isEqualTo(Span.newBuilder().setKindValue(2).build());
    }

    @Test
    void snakeCaseAndOlderNamesAreRead() throws Exception {
        String json = "{'resource_spans':[{'instrumentationLibrarySpans':[{'instrumentationLibrary':{'name':'lib'},"
                + "'spans':[{'trace_id':'" + TRACE_HEX + "'}]}]}]}";
        ExportTraceServiceRequest request = traces(json);
        assertThat(request.getResourceSpans(0).getScopeSpans(0).getScope().getName())
                .isEqualTo("lib");
        assertThat(request.getResourceSpans(0).getScopeSpans(0).getSpans(0).getTraceId())
                .isEqualTo(bytes(TRACE_HEX));
    }

    @Test
    void aFieldUnderTwoNamesIsAmbiguousAndRefused() {
        assertError("{'batches':[],'resourceSpans':[]}", "resourceSpans: given twice");
        assertError("{'resourceSpans':[],'resourceSpans':[]}", "not JSON at line 1", "resourceSpans");
    }

    @Test
    void theEmptyObjectIsTheEmptyRequest() throws Exception {
        assertThat(OtlpJson.toProtobuf(OtlpSignal.LOGS, utf8("{}"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "[]", "null", "42", "'text'"})
    void aDocumentThatIsNoObjectIsAnError(String json) {
        assertError(json, "the document: ", "(expected: an object)");
    }

    @Test
    void syntaxErrorsSayLineAndColumn() {
        assertError("{\n  'resourceSpans': [\n    { oops }\n]}", "not JSON at line 3, column ");
        assertError("{} {}", "not JSON at line 1, column ");
        assertError("{'a':" + "[".repeat(5_000), "not JSON: Document nesting depth (1001) exceeds");
        assertThatThrownBy(() -> OtlpJson.toProtobuf(OtlpSignal.SPANS, new byte[] {(byte) 0xC3, 0x28}))
                .isInstanceOf(OtlpJsonException.class);
    }

    /** What is written must be readable by every protobuf parser, and those stop at 100 nested messages. */
    @Test
    void nestingIsBoundedWhereProtobufParsersStop() throws Exception {
        assertThat(attribute(nestedArrays(47)).hasArrayValue()).isTrue();
        assertError(
                "{'resourceSpans':[{'resource':{'attributes':[{'key':'k','value':{" + nestedArrays(60) + "}}]}}]}",
                "nested too deep (expected: at most 100 messages)");
    }

    /** A few bytes of empty objects cost a hundred in memory; telemetry is never that dense. */
    @Test
    void theNumberOfTokensIsBounded() {
        String dense = "{'x':[" + "[],".repeat(OtlpJson.MAX_TOKENS / 2) + "[]]}";
        assertError(dense, "not JSON: Token count (" + (OtlpJson.MAX_TOKENS + 1) + ") exceeds the maximum allowed");
    }

    @Test
    void longValuesAreCutInMessages() {
        assertThatThrownBy(() -> traces("{'resourceSpans':'" + "x".repeat(10_000) + "'}"))
                .hasMessageMatching("resourceSpans: \"x{60}\\.\\.\\.\" \\(expected: an array\\)");
    }

    @Test
    void metricsKeepTheOneofThatWasSent() throws Exception {
        ExportMetricsServiceRequest request = ExportMetricsServiceRequest.parseFrom(OtlpJson.toProtobuf(
                OtlpSignal.METRICS,
                utf8("{'resourceMetrics':[{'scopeMetrics':[{'metrics':[{'gauge':{'dataPoints':[{'asInt':'0'},"
                        + "{'asDouble':0}]}}]}]}]}")));
        assertThat(request.getResourceMetrics(0)
                        .getScopeMetrics(0)
                        .getMetrics(0)
                        .getGauge()
                        .getDataPointsList())
                .extracting(NumberDataPoint::getValueCase)
                .containsExactly(NumberDataPoint.ValueCase.AS_INT, NumberDataPoint.ValueCase.AS_DOUBLE);
    }

    @Test
    void theSignalIsToldByTheTopLevelKey() throws Exception {
        ObjectMapper mapper = new ObjectMapper();
        assertThat(OtlpJson.detect(mapper.readTree("{\"batches\":[]}"))).contains(OtlpSignal.SPANS);
        assertThat(OtlpJson.detect(mapper.readTree("{\"resourceSpans\":[]}"))).contains(OtlpSignal.SPANS);
        assertThat(OtlpJson.detect(mapper.readTree("{\"resourceMetrics\":[]}"))).contains(OtlpSignal.METRICS);
        assertThat(OtlpJson.detect(mapper.readTree("{\"resourceLogs\":[]}"))).contains(OtlpSignal.LOGS);
        assertThat(OtlpJson.detect(mapper.readTree("{\"other\":1}"))).isEqualTo(Optional.empty());
        assertThat(OtlpJson.detect(mapper.readTree("[]"))).isEqualTo(Optional.empty());
    }

    private static String nestedArrays(int levels) {
        return "'arrayValue':{'values':[{".repeat(levels) + "'boolValue':true" + "}]}".repeat(levels);
    }

    private static Span span(String fields) throws Exception {
        return traces("{'resourceSpans':[{'scopeSpans':[{'spans':[{" + fields + "}]}]}]}")
                .getResourceSpans(0)
                .getScopeSpans(0)
                .getSpans(0);
    }

    private static AnyValue attribute(String value) throws Exception {
        return traces("{'resourceSpans':[{'resource':{'attributes':[{'key':'k','value':{" + value + "}}]}}]}")
                .getResourceSpans(0)
                .getResource()
                .getAttributes(0)
                .getValue();
    }

    private static ExportTraceServiceRequest traces(String json)
            throws OtlpJsonException, InvalidProtocolBufferException {
        return ExportTraceServiceRequest.parseFrom(OtlpJson.toProtobuf(OtlpSignal.SPANS, utf8(json)));
    }

    private static void assertError(String json, String... parts) {
        assertThatThrownBy(() -> OtlpJson.toProtobuf(OtlpSignal.SPANS, utf8(json)))
                .isInstanceOf(OtlpJsonException.class)
                .message()
                .contains(parts);
    }

    /** The documents above are written with single quotes, to be readable in Java. */
    private static byte[] utf8(String json) {
        return json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    }

    private static ByteString bytes(String hex) {
        return ByteString.copyFrom(HexFormat.of().parseHex(hex));
    }
}
