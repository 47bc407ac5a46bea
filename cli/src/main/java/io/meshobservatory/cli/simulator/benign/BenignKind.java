/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.simulator.benign;

import io.meshobservatory.cli.simulator.ScenarioException;
import io.meshobservatory.cli.simulator.incident.SpecText;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What can happen without an attacker. */
public enum BenignKind {
    /** A database fails, and whoever asks it with it. */
    DEAD_DATABASE(Faults::deadDatabase, Duration.ofMinutes(15)),
    /** A new version takes over, with failures at first, and calls somebody new. */
    DEPLOY(Changes::deploy, Duration.ofMinutes(10)),
    /** A service fails so often that retries multiply its load. */
    RETRY_STORM(Faults::retryStorm, Duration.ofMinutes(10)),
    /** Twice the load, and three times the instances. */
    AUTOSCALING(Changes::autoscaling, Duration.ofHours(1)),
    /** A service that was not there before is called, and calls. */
    NEW_SERVICE(Changes::newService, null),
    /** Every night, much goes from a data store to where it always goes. */
    BATCH_JOB(Jobs::batchJob, null),
    /** Seven times the requests that there usually are. */
    LOAD_TEST(Faults::loadTest, Duration.ofMinutes(20)),
    /** A scraper asks everybody for metrics. */
    SCRAPE(Jobs::scrape, null),
    /** New certificates, with some failed handshakes. */
    CERTIFICATE_ROTATION(Faults::certificateRotation, Duration.ofMinutes(2)),
    /** Every night, a data store is copied to a bucket outside. */
    BACKUP(Jobs::backup, null),
    /** Several services use a host outside. */
    SAAS_CALLS(Changes::saasCalls, null),
    /** A checker asks everybody whether it is well. */
    HEALTH_CHECKS(Jobs::healthChecks, null),
    /** Load follows the hour of the day and the day of the week. */
    RHYTHM(Changes::rhythm, null);

    /** All that is there all the time. */
    public static final List<BenignKind> BACKGROUND = List.of(BACKUP, SAAS_CALLS, HEALTH_CHECKS, RHYTHM);

    @SuppressWarnings("ImmutableEnumChecker") // plans are stateless
    private final BenignPlan plan;

    @SuppressWarnings("ImmutableEnumChecker") // a duration is immutable
    private final @Nullable Duration usualLength;

    BenignKind(BenignPlan plan, @Nullable Duration usualLength) {
        this.plan = plan;
        this.usualLength = usualLength;
    }

    /** Whether it is background. */
    public boolean isBackground() {
        return BACKGROUND.contains(this);
    }

    BenignPlan plan() {
        return plan;
    }

    /** How long it takes where nobody tells; null for until the end. */
    @Nullable
    Duration usualLength() {
        return usualLength;
    }

    /**
     * A kind by its name; case does not matter.
     *
     * @throws ScenarioException if there is none of that name
     */
    public static BenignKind of(String name) throws ScenarioException {
        for (BenignKind kind : values()) {
            if (kind.name().equals(SpecText.name(name))) {
                return kind;
            }
        }
        throw new ScenarioException("fault '" + name + "' (expected: one of "
                + Arrays.stream(values()).map(BenignKind::name).collect(Collectors.joining(", ")) + ")");
    }
}
