/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.bridge.validate;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.WireFormat;
import io.meshobservatory.bridge.validate.MessageRules.FieldRule;
import io.meshobservatory.connectors.otlp.OtlpSignal;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * One pass over one request, which finds what is wrong, where, and which spans cannot be used: the reference for what is
 * accepted. One use; NOT thread-safe.
 */
final class CarefulWalk {
    /** The recursion limit of the protobuf parsers, who are to read what passes here. */
    private static final int MAX_DEPTH = 100;

    private final byte[] bytes;
    private final CodedInputStream in;
    private final SpanCheck spans = new SpanCheck();
    private int items;

    CarefulWalk(byte[] bytes) {
        this.bytes = bytes;
        this.in = CodedInputStream.newInstance(bytes);
    }

    /** Reads fields up to the current limit. */
    void message(MessageRules rules, int depth) throws IOException {
        if (rules.isSpan()) {
            spans.begin();
        }
        while (true) {
            int tag = in.readTag();
            if (tag == 0) {
                break;
            }
            field(rules, tag, depth);
        }
        if (rules.isSpan()) {
            spans.end(items);
        }
        if (rules.isItem()) {
            items++;
        }
    }

    void requireEnd() throws IOException {
        in.checkLastTagWas(0);
    }

    ValidRequest result(OtlpSignal signal) {
        return signal == OtlpSignal.SPANS
                ? new ValidRequest(items, spans.rejected(), spans.examples())
                : new ValidRequest(items, Map.of(), List.of());
    }

    InvalidRequestException invalid(InvalidProtocolBufferException malformed) {
        return new InvalidRequestException(
                "not a protobuf message of this signal: at byte " + in.getTotalBytesRead() + " of " + bytes.length
                        + ": " + malformed.getMessage(),
                malformed);
    }

    private void field(MessageRules rules, int tag, int depth) throws IOException {
        FieldRule rule = rules.field(WireFormat.getTagFieldNumber(tag));
        int wireType = WireFormat.getTagWireType(tag);
        if (rule != null && rule.wireType() == wireType) {
            known(rule, depth);
        } else if (rule != null && rule.packable() && wireType == WireFormat.WIRETYPE_LENGTH_DELIMITED) {
            packed(rule.wireType());
        } else {
            unknown(tag, wireType, depth);
        }
    }

    private void known(FieldRule rule, int depth) throws IOException {
        if (rule.message() != null) {
            submessage(rule.message(), depth + 1);
            return;
        }
        switch (rule.spanField()) {
            case TRACE_ID, SPAN_ID -> id(rule.spanField());
            case NAME -> spans.name(in.readStringRequireUtf8());
            case OTHER -> scalar(rule);
        }
    }

    private void submessage(MessageRules rules, int depth) throws IOException {
        if (depth > MAX_DEPTH) {
            throw new InvalidProtocolBufferException("nested too deep (expected: at most " + MAX_DEPTH + " messages)");
        }
        int outer = in.pushLimit(in.readRawVarint32());
        message(rules, depth);
        in.checkLastTagWas(0);
        in.popLimit(outer);
    }

    private void scalar(FieldRule rule) throws IOException {
        if (rule.text()) {
            // the string is garbage at once; protobuf offers no check of UTF-8 alone
            var unused = in.readStringRequireUtf8();
            return;
        }
        element(rule.wireType());
    }

    private void packed(int wireType) throws IOException {
        int outer = in.pushLimit(in.readRawVarint32());
        while (in.getBytesUntilLimit() > 0) {
            element(wireType);
        }
        in.popLimit(outer);
    }

    private void element(int wireType) throws IOException {
        switch (wireType) {
            case WireFormat.WIRETYPE_VARINT -> in.readRawVarint64();
            case WireFormat.WIRETYPE_FIXED64 -> in.readRawLittleEndian64();
            case WireFormat.WIRETYPE_FIXED32 -> in.readRawLittleEndian32();
            case WireFormat.WIRETYPE_LENGTH_DELIMITED -> in.skipRawBytes(in.readRawVarint32());
            default -> throw new IllegalStateException("wire type of a scalar: " + wireType);
        }
    }

    private void id(MessageRules.SpanField field) throws IOException {
        int length = in.readRawVarint32();
        int start = in.getTotalBytesRead();
        in.skipRawBytes(length);
        boolean zero = true;
        for (int i = start; i < start + length; i++) {
            zero &= bytes[i] == 0;
        }
        if (field == MessageRules.SpanField.TRACE_ID) {
            spans.traceId(length, zero);
        } else {
            spans.spanId(length, zero);
        }
    }

    /** Unknown fields are legal; groups, which OTLP never had, may hold more of them. */
    private void unknown(int tag, int wireType, int depth) throws IOException {
        if (wireType != WireFormat.WIRETYPE_START_GROUP) {
            if (!in.skipField(tag)) {
                throw new InvalidProtocolBufferException("an end-group tag without its start");
            }
            return;
        }
        if (depth + 1 > MAX_DEPTH) {
            throw new InvalidProtocolBufferException("nested too deep (expected: at most " + MAX_DEPTH + " messages)");
        }
        while (true) {
            int inner = in.readTag();
            if (inner == 0) {
                throw new InvalidProtocolBufferException("a group without its end");
            }
            int innerType = WireFormat.getTagWireType(inner);
            if (innerType == WireFormat.WIRETYPE_END_GROUP) {
                in.checkLastTagWas((tag & ~7) | WireFormat.WIRETYPE_END_GROUP);
                return;
            }
            unknown(inner, innerType, depth + 1);
        }
    }
}
