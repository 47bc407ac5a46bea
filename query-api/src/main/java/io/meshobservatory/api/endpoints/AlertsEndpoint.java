/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.api.endpoints;

import static java.util.Objects.requireNonNull;

import io.meshobservatory.api.http.Endpoint;
import io.meshobservatory.api.http.Parameters;
import io.meshobservatory.api.http.Problem;
import io.meshobservatory.api.http.RawJson;
import io.meshobservatory.api.store.AlertFilter;
import io.meshobservatory.api.store.AlertStore;
import io.meshobservatory.api.store.StoredAlert;
import io.meshobservatory.api.time.RangeParser;
import io.meshobservatory.core.alert.AlertKind;
import io.meshobservatory.core.alert.AlertStatus;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** `/api/v1/alerts`: what was found, as OCSF Detection Findings in their latest state, in pages. */
public final class AlertsEndpoint implements Endpoint {
    private static final int DEFAULT_LIMIT = 100;
    private static final int MAX_LIMIT = 1_000;
    private static final String CURSOR = "alerts-1";

    /** Stands for all statuses that people should look at. */
    private static final String OPEN = "OPEN";

    private final AlertStore alerts;
    private final RangeParser ranges;

    public AlertsEndpoint(AlertStore alerts, RangeParser ranges) {
        this.alerts = requireNonNull(alerts, "alerts");
        this.ranges = requireNonNull(ranges, "ranges");
    }

    /**
     * The answer.
     *
     * @param alerts those that began last coming first
     * @param nextCursor asks for the next page, null on the last one
     */
    record Answer(List<RawJson> alerts, @Nullable String nextCursor) {}

    @Override
    public String path() {
        return "/api/v1/alerts";
    }

    @Override
    public Set<String> parameters() {
        return Set.of("since", "until", "kind", "status", "resource", "cluster", "limit", Cursor.PARAMETER);
    }

    @Override
    public Object answer(Parameters parameters) {
        Optional<Instant> since = ranges.moment(parameters, "since");
        Optional<Instant> until = ranges.moment(parameters, "until");
        if (since.isPresent() && until.isPresent() && !since.get().isBefore(until.get())) {
            throw Problem.badParameters(
                    "since", "since: " + since.get() + " is not before until: " + until.get(), "a time before 'until'");
        }
        AlertFilter filter = new AlertFilter(
                since.map(Instant::toEpochMilli).orElse(null),
                until.map(Instant::toEpochMilli).orElse(null),
                kind(parameters),
                statuses(parameters),
                parameters.text("resource").orElse(null),
                parameters.text("cluster").orElse(null));
        int limit = parameters.limit("limit", DEFAULT_LIMIT, MAX_LIMIT);
        StoredAlert after =
                parameters.text(Cursor.PARAMETER).map(AlertsEndpoint::after).orElse(null);
        // one more than asked for, to know whether there is a next page
        List<StoredAlert> found = alerts.page(filter, after, limit + 1);
        boolean more = found.size() > limit;
        List<StoredAlert> page = more ? found.subList(0, limit) : found;
        return new Answer(
                page.stream().map(alert -> new RawJson(alert.finding())).toList(),
                more ? cursor(page.get(page.size() - 1)) : null);
    }

    private static @Nullable AlertKind kind(Parameters parameters) {
        return parameters
                .text("kind")
                .map(name -> Arrays.stream(AlertKind.values())
                        .filter(kind -> kind.name().equals(name))
                        .findAny()
                        .orElseThrow(() -> Problem.badParameter(
                                "kind",
                                name,
                                oneOf(Arrays.stream(AlertKind.values()).map(Enum::name)))))
                .orElse(null);
    }

    private static Set<AlertStatus> statuses(Parameters parameters) {
        Optional<String> asked = parameters.text("status");
        if (asked.isEmpty()) {
            return Set.of();
        }
        String name = asked.get();
        Set<AlertStatus> statuses = Arrays.stream(AlertStatus.values())
                .filter(status ->
                        name.equals(OPEN) ? status.isOpen() : status.name().equals(name))
                .collect(Collectors.toUnmodifiableSet());
        if (statuses.isEmpty()) {
            Stream<String> names = Arrays.stream(AlertStatus.values()).map(Enum::name);
            throw Problem.badParameter("status", name, oneOf(Stream.concat(Stream.of(OPEN), names)));
        }
        return statuses;
    }

    private static String oneOf(Stream<String> names) {
        return names.collect(Collectors.joining(", ", "one of ", ""));
    }

    private static String cursor(StoredAlert last) {
        return Cursor.encode(CURSOR, List.of(Long.toString(last.startMillis()), last.id()));
    }

    private static StoredAlert after(String cursor) {
        List<String> parts = Cursor.decode(CURSOR, 2, cursor);
        try {
            long start = Long.parseLong(parts.get(0));
            long furthest = RangeParser.LATEST.toEpochMilli();
            if (start < -furthest || start > furthest) {
                throw Cursor.bad(cursor);
            }
            return new StoredAlert(parts.get(1), start, "");
        } catch (NumberFormatException malformed) {
            throw Cursor.bad(cursor);
        }
    }
}
