/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.api.http;

import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.common.ResponseHeadersBuilder;
import com.linecorp.armeria.common.util.Exceptions;
import com.linecorp.armeria.server.HttpStatusException;
import com.linecorp.armeria.server.RequestTimeoutException;
import com.linecorp.armeria.server.ServerErrorHandler;
import com.linecorp.armeria.server.ServiceConfig;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.meshobservatory.api.http.Problem.Kind;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns whatever ends a request into `application/problem+json`. Faults of this program are logged, never shown. */
public final class ProblemHandler implements ServerErrorHandler {
    private static final Logger LOG = LoggerFactory.getLogger(ProblemHandler.class);
    private static final MediaType PROBLEM_JSON = MediaType.create("application", "problem+json");

    @Override
    public HttpResponse onServiceException(ServiceRequestContext request, Throwable failure) {
        Throwable cause = Exceptions.peel(failure);
        if (cause instanceof ProblemException ended) {
            Problem problem = ended.problem();
            return response(problem, problem.kind().status(), request.path()).toHttpResponse();
        }
        if (cause instanceof HttpStatusException ended) {
            return ofStatus(ended.httpStatus(), request.path(), request.method().name())
                    .toHttpResponse();
        }
        if (cause instanceof RequestTimeoutException) {
            Problem problem = Problem.retryable(Kind.QUERY_TIMEOUT, "the answer took too long", 2);
            return response(problem, problem.kind().status(), request.path()).toHttpResponse();
        }
        LOG.error("Request {} {} failed", request.id().shortText(), request.path(), cause);
        Problem problem = Problem.of(
                Kind.SERVER_ERROR, "see the log for request " + request.id().shortText());
        return response(problem, problem.kind().status(), request.path()).toHttpResponse();
    }

    @Override
    public AggregatedHttpResponse renderStatus(
            @Nullable ServiceRequestContext request,
            ServiceConfig config,
            @Nullable RequestHeaders headers,
            HttpStatus status,
            @Nullable String description,
            @Nullable Throwable cause) {
        String path = headers == null ? "" : pathOf(headers.path());
        return ofStatus(status, path, headers == null ? "" : headers.method().name());
    }

    /** The answer for a status that the server itself decided on. */
    static AggregatedHttpResponse ofStatus(HttpStatus status, String path, String method) {
        return switch (status.code()) {
            case 400 -> response(Problem.of(Kind.BAD_REQUEST, "the path or the query is malformed"), status, path);
            case 404 -> response(Problem.of(Kind.NOT_FOUND, "nothing is at " + path), status, path);
            case 405 ->
                response(
                        new Problem(
                                Kind.METHOD_NOT_ALLOWED,
                                method + " is not possible at " + path,
                                null,
                                "GET or HEAD",
                                null),
                        status,
                        path);
            default -> response(Problem.of(Kind.OTHER, status.reasonPhrase()), status, path);
        };
    }

    private static AggregatedHttpResponse response(Problem problem, HttpStatus status, String instance) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("type", problem.kind().type());
        json.put("title", problem.kind().title());
        json.put("status", status.code());
        json.put("detail", problem.detail());
        json.put("instance", instance);
        if (problem.parameter() != null) {
            json.put("parameter", problem.parameter());
        }
        if (problem.expected() != null) {
            json.put("expected", problem.expected());
        }
        ResponseHeadersBuilder headers = ResponseHeaders.builder(status)
                .contentType(PROBLEM_JSON)
                .set(HttpHeaderNames.CACHE_CONTROL, "no-store");
        if (problem.retryAfterSeconds() != null) {
            headers.setInt(HttpHeaderNames.RETRY_AFTER, problem.retryAfterSeconds());
        }
        if (status.code() == 405) {
            headers.set(HttpHeaderNames.ALLOW, "GET, HEAD");
        }
        return AggregatedHttpResponse.of(headers.build(), HttpData.wrap(Json.bytes(json)));
    }

    private static String pathOf(String target) {
        int query = target.indexOf('?');
        return query < 0 ? target : target.substring(0, query);
    }
}
