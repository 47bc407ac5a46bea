/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.benchmarks.bridge;

import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.common.RequestHeadersBuilder;
import com.linecorp.armeria.common.grpc.protocol.GrpcHeaderNames;
import io.meshobservatory.bridge.grpc.OtlpGrpcService;
import io.meshobservatory.connectors.otlp.OtlpSignal;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.GZIPOutputStream;

/** How a request of spans looks on the wire. Immutable. */
final class Encoding {
    /** What gRPC puts before a message: whether it is compressed, and its length. */
    static final int FRAME_BYTES = 5;

    private static final MediaType PROTOBUF = MediaType.create("application", "x-protobuf");
    private static final MediaType GRPC = MediaType.create("application", "grpc");

    private final boolean grpc;
    private final boolean gzip;

    private Encoding(boolean grpc, boolean gzip) {
        this.grpc = grpc;
        this.gzip = gzip;
    }

    static Encoding grpc(boolean gzip) {
        return new Encoding(true, gzip);
    }

    static Encoding http(boolean gzip) {
        return new Encoding(false, gzip);
    }

    boolean isGrpc() {
        return grpc;
    }

    RequestHeaders headers() {
        RequestHeadersBuilder headers = RequestHeaders.builder(
                HttpMethod.POST, grpc ? OtlpGrpcService.path(OtlpSignal.SPANS) : OtlpSignal.SPANS.httpPath());
        if (grpc) {
            headers.contentType(GRPC).set(HttpHeaderNames.TE, "trailers");
        } else {
            headers.contentType(PROTOBUF);
        }
        if (gzip) {
            headers.set(grpc ? GrpcHeaderNames.GRPC_ENCODING : HttpHeaderNames.CONTENT_ENCODING, "gzip");
        }
        return headers.build();
    }

    /** The whole body for a message, outside the heap; to be released. */
    ByteBuf body(byte[] message) {
        byte[] content = gzip ? compressed(message) : message;
        ByteBuf body = Unpooled.directBuffer(FRAME_BYTES + content.length);
        if (grpc) {
            body.writeBoolean(gzip).writeInt(content.length);
        }
        return body.writeBytes(content);
    }

    private static byte[] compressed(byte[] message) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(message.length / 4);
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(message);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return out.toByteArray();
    }
}
