/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.api.http;

import static java.util.Objects.requireNonNull;

import com.linecorp.armeria.common.QueryParams;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.meshobservatory.core.graph.NodeKind;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The parameters of one request. All names are checked at once: an unknown or repeated one ends the request, since a
 * misspelt filter that is ignored gives a wrong answer that looks right. An empty value counts as absent.
 */
public final class Parameters {
    private static final int MAX_LENGTH = 512;
    private static final String CLEAN_TEXT = "at most " + MAX_LENGTH + " characters, none of them a control character";

    private final ServiceRequestContext request;
    private final QueryParams query;

    private Parameters(ServiceRequestContext request, QueryParams query) {
        this.request = request;
        this.query = query;
    }

    /**
     * Reads the parameters of a request.
     *
     * @param allowed the names that the route understands
     * @throws ProblemException if another name is given, one is given twice, or a value is no clean text
     */
    public static Parameters forRequest(ServiceRequestContext request, Set<String> allowed) {
        QueryParams query = request.queryParams();
        for (String name : query.names()) {
            if (!allowed.contains(name)) {
                String expected = allowed.isEmpty()
                        ? "no query parameters"
                        : "one of " + String.join(", ", new TreeSet<>(allowed));
                throw Problem.badParameter(name, name, expected);
            }
            List<String> values = query.getAll(name);
            if (values.size() > 1) {
                throw Problem.badParameters(name, name + ": given " + values.size() + " times", "given once");
            }
            requireCleanText(name, values.get(0));
        }
        return new Parameters(request, query);
    }

    /** A parameter of the path, decoded. */
    public String path(String name) {
        String value = requireNonNull(request.pathParam(name), name);
        requireCleanText(name, value);
        return value;
    }

    /** A query parameter, if given and not empty. */
    public Optional<String> text(String name) {
        return Optional.ofNullable(query.get(name)).filter(value -> !value.isEmpty());
    }

    /** A query parameter that must be there. */
    public String required(String name) {
        return text(name).orElseThrow(() -> Problem.badParameters(name, name + ": missing", "a name, not empty"));
    }

    /** A kind of nodes, if given. */
    public Optional<NodeKind> kind(String name) {
        return text(name)
                .map(value -> Arrays.stream(NodeKind.values())
                        .filter(kind -> kind.name().equals(value))
                        .findAny()
                        .orElseThrow(() -> Problem.badParameter(
                                name,
                                value,
                                Arrays.stream(NodeKind.values())
                                        .map(Enum::name)
                                        .collect(Collectors.joining(", ", "one of ", "")))));
    }

    /** The number of elements asked for, from 1 to a maximum. */
    public int limit(String name, int otherwise, int maximum) {
        return text(name).map(value -> number(name, value, maximum)).orElse(otherwise);
    }

    private static int number(String name, String value, int maximum) {
        String expected = "a whole number from 1 to " + maximum;
        int number;
        try {
            number = Integer.parseInt(value);
        } catch (NumberFormatException notNumeric) {
            throw Problem.badParameter(name, value, expected);
        }
        if (number < 1 || number > maximum) {
            throw Problem.badParameter(name, value, expected);
        }
        return number;
    }

    private static void requireCleanText(String name, String value) {
        if (value.length() > MAX_LENGTH) {
            throw Problem.badParameters(name, name + ": " + value.length() + " characters", CLEAN_TEXT);
        }
        if (value.chars().anyMatch(Character::isISOControl)) {
            throw Problem.badParameters(name, name + ": contains a control character", CLEAN_TEXT);
        }
    }
}
