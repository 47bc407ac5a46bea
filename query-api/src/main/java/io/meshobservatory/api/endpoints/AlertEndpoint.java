/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.api.endpoints;

import static java.util.Objects.requireNonNull;

import io.meshobservatory.api.http.Endpoint;
import io.meshobservatory.api.http.Parameters;
import io.meshobservatory.api.http.Problem;
import io.meshobservatory.api.http.RawJson;
import io.meshobservatory.api.store.AlertStore;
import io.meshobservatory.api.store.StoredAlertState;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** `/api/v1/alerts/{id}`: one alert in one of its states, and what states it went through. */
public final class AlertEndpoint implements Endpoint {
    private static final int MAX_STATES = 1_000;

    private final AlertStore alerts;
    private final @Nullable String traceUrl;

    /**
     * Makes the endpoint.
     *
     * @param traceUrl where people look at a trace, with `{trace_id}` for its id; null if nowhere
     */
    public AlertEndpoint(AlertStore alerts, @Nullable String traceUrl) {
        this.alerts = requireNonNull(alerts, "alerts");
        this.traceUrl = traceUrl;
    }

    /**
     * The answer.
     *
     * @param alert the state that was asked for, an OCSF Detection Finding
     * @param history the latest states, the last one coming first
     * @param statesTotal how many states there are
     * @param traceUrl where to look at a trace, with `{trace_id}` for its id; null if nowhere
     */
    record Answer(
            RawJson alert,
            List<State> history,
            long statesTotal,
            @Nullable String traceUrl) {}

    /** One state. */
    record State(int revision, Instant time, String activity, String status, int severityId) {
        static State of(StoredAlertState state) {
            return new State(
                    state.revision(),
                    Instant.ofEpochMilli(state.timeMillis()),
                    state.activity(),
                    state.status(),
                    state.severityId());
        }
    }

    @Override
    public String path() {
        return "/api/v1/alerts/{id}";
    }

    @Override
    public Set<String> parameters() {
        return Set.of("revision");
    }

    @Override
    public Object answer(Parameters parameters) {
        String id = parameters.path("id");
        Integer revision = parameters.text("revision").isEmpty()
                ? null
                : Integer.valueOf(parameters.limit("revision", 1, Integer.MAX_VALUE));
        AlertStore.History history = alerts.history(id, revision, MAX_STATES)
                .orElseThrow(() -> Problem.notFound(
                        revision == null ? "no alert " + id : "no alert " + id + " with revision " + revision));
        return new Answer(
                new RawJson(history.finding()),
                history.states().stream().map(State::of).toList(),
                history.total(),
                traceUrl);
    }
}
