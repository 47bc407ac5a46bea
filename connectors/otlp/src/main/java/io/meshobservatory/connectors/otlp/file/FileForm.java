/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.otlp.file;

/** The forms of a recording, after unpacking, told apart by the first bytes. */
enum FileForm {
    JSON,
    FRAMED_PROTOBUF,
    SINGLE_PROTOBUF;

    private static final int FIRST_FIELD_TAG = 0x0A;

    static FileForm of(byte[] prefix) {
        if (looksLikeJson(prefix)) {
            return JSON;
        }
        return looksLikeSingleMessage(prefix) ? SINGLE_PROTOBUF : FRAMED_PROTOBUF;
    }

    // a message begins with 0x0A, which is a newline too: after the bracket, JSON goes on with a key, a protobuf
    // message
    // with small numbers
    private static boolean looksLikeJson(byte[] prefix) {
        int at = skipByteOrderMark(prefix);
        at = skipWhiteSpace(prefix, at);
        if (at == prefix.length) {
            return prefix.length > 0; // blank lines only, as far as can be seen
        }
        if (prefix[at] != '{' && prefix[at] != '[') {
            return false;
        }
        int next = skipWhiteSpace(prefix, at + 1);
        if (at == 0 || next == prefix.length) {
            return true;
        }
        return switch (prefix[next]) {
            case '"' -> next + 1 == prefix.length || prefix[next + 1] >= ' ' || prefix[next + 1] < 0;
            case '{', '}', '[', ']' -> next + 1 == prefix.length || prefix[next + 1] != FIRST_FIELD_TAG || at > 1;
            default -> false;
        };
    }

    /**
     * Whether an Export request stands here without a length: a first field of a plausible length that begins with a
     * field of ResourceSpans, which as the length of a frame would be 160 MiB and more.
     */
    private static boolean looksLikeSingleMessage(byte[] prefix) {
        if (prefix.length < 2 || prefix[0] != FIRST_FIELD_TAG) {
            return false;
        }
        int at = 1;
        long length = 0;
        for (int shift = 0; ; shift += 7, at++) {
            if (at == prefix.length || shift > 28) {
                return false;
            }
            length |= (prefix[at] & 0x7FL) << shift;
            if (prefix[at] >= 0) {
                break;
            }
        }
        at++;
        if (length == 0) {
            return true;
        }
        if (at >= prefix.length || length > OtlpFileReader.MAX_FRAME_BYTES) {
            return false;
        }
        // resource, scope_spans or schema_url (and their like): fields 1 to 3, length-delimited
        return prefix[at] == 0x0A || prefix[at] == 0x12 || prefix[at] == 0x1A;
    }

    private static int skipByteOrderMark(byte[] prefix) {
        boolean marked = prefix.length >= 3
                && (prefix[0] & 0xFF) == 0xEF
                && (prefix[1] & 0xFF) == 0xBB
                && (prefix[2] & 0xFF) == 0xBF;
        return marked ? 3 : 0;
    }

    private static int skipWhiteSpace(byte[] prefix, int from) {
        int at = from;
        while (at < prefix.length
                && (prefix[at] == ' ' || prefix[at] == '\t' || prefix[at] == '\r' || prefix[at] == '\n')) {
            at++;
        }
        return at;
    }
}
