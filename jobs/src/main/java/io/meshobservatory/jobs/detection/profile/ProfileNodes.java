/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.detection.profile;

import io.meshobservatory.core.fact.FactRow;
import io.meshobservatory.core.graph.Node;
import io.meshobservatory.core.window.WindowSize;
import io.meshobservatory.jobs.detection.minutes.ControlledLogic;
import io.meshobservatory.models.profile.MinuteResult;
import io.meshobservatory.models.profile.NodeProfile;
import io.meshobservatory.models.profile.ProfileSettings;
import io.meshobservatory.models.profile.Releases;
import io.meshobservatory.models.profile.Sighted;
import io.meshobservatory.models.signal.Signal;
import io.meshobservatory.models.story.Rules;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.state.KeyedStateStore;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.jspecify.annotations.Nullable;

/**
 * Compares each node with what it usually is: gives what was noticed, and beside it what the forest looks at. Keyed by node; a
 * node of which nothing is left to know is forgotten.
 */
final class ProfileNodes implements ControlledLogic<Node, Sighting, Signal> {
    private static final long serialVersionUID = 1L;
    private static final long MINUTE_MILLIS = WindowSize.ONE_MINUTE.millis();

    private final ProfileSettings settings;
    private transient @Nullable ValueState<NodeProfile> state;
    private transient Releases releases = Releases.NONE;
    private transient @Nullable Counter signalsLimited;
    private transient @Nullable Counter edgesForgotten;
    private transient @Nullable Counter deploymentsExplained;

    ProfileNodes(ProfileSettings settings) {
        this.settings = settings;
    }

    @Override
    public void open(KeyedStateStore states, MetricGroup metrics) {
        state = states.getState(new ValueStateDescriptor<>("node-profile", ProfileTypes.NODE_PROFILE));
        signalsLimited = metrics.counter("signalsLimitedPerNode");
        edgesForgotten = metrics.counter("edgesForgotten");
        deploymentsExplained = metrics.counter("deploymentsExplained");
    }

    @Override
    public void obey(Rules rules) {
        releases = rules.releases();
    }

    @Override
    public long minuteOf(Sighting sighting) {
        return sighting.minuteStartMillis();
    }

    @Override
    @SuppressWarnings("NullAway") // open() comes first; a sighting of a role has what the role asks for
    public long onMinute(Node node, long minuteStartMillis, List<Sighting> sightings, Emission<Signal> out)
            throws Exception {
        NodeProfile profile = state.value();
        if (profile == null) {
            if (sightings.isEmpty()) {
                return NEVER;
            }
            profile = new NodeProfile();
        }
        if (sightings.isEmpty() && profile.nextWakeMillis(settings) >= minuteStartMillis + MINUTE_MILLIS) {
            return profile.nextWakeMillis(settings);
        }
        List<Sighted> outbound = new ArrayList<>();
        List<Sighted> inbound = new ArrayList<>();
        LatestFacts facts = new LatestFacts();
        for (Sighting sighting : sightings) {
            switch (sighting.role()) {
                case OUTBOUND -> outbound.add(sighting.sighted());
                case INBOUND -> inbound.add(sighting.sighted());
                case FACT -> facts.add(sighting.fact(), sighting.emittedMillis());
            }
        }
        List<FactRow> told = facts.inOrder();
        MinuteResult result = profile.observe(minuteStartMillis, outbound, inbound, told, settings, releases);
        signalsLimited.inc(result.signalsLimited());
        edgesForgotten.inc(result.edgesForgotten());
        deploymentsExplained.inc(result.deploymentsExplained());
        result.signals().forEach(out::collect);
        if (result.features() != null) {
            out.output(ProfileTypes.FEATURES, result.features());
        }
        if (profile.isForgettable(minuteStartMillis, settings)) {
            state.clear();
            return NEVER;
        }
        state.update(profile);
        return profile.nextWakeMillis(settings);
    }
}
