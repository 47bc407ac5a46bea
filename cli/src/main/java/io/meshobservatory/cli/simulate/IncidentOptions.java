/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.simulate;

import io.meshobservatory.cli.simulator.Scenario;
import io.meshobservatory.cli.simulator.ScenarioException;
import io.meshobservatory.cli.simulator.attack.AttackSpec;
import io.meshobservatory.cli.simulator.benign.BenignKind;
import io.meshobservatory.cli.simulator.benign.BenignSpec;
import io.meshobservatory.cli.simulator.incident.Period;
import io.meshobservatory.cli.simulator.plan.SimulationPlan;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** The options that say what happens to a simulated mesh. Not thread-safe. */
public final class IncidentOptions {
    @Option(
            names = "--attack",
            paramLabel = "KIND[:STRENGTH][@START[+DURATION]][,source=NAME][,destination=NAME][,variant=NAME]",
            description = {
                "An attack; can be given several times. KIND: EXFILTRATION, LATERAL_MOVEMENT, BEACONING,"
                        + " CREDENTIAL_ABUSE, POLICY_PROBING, MTLS_DOWNGRADE or DDOS. STRENGTH: crude, medium (default) or"
                        + " careful. START: how long after the begin, as 10m, or an instant. What is not told is chosen by"
                        + " the seed."
            })
    private final List<String> attacks = new ArrayList<>();

    @Option(
            names = "--fault",
            paramLabel = "NAME[@START[+DURATION]][,source=NAME][,destination=NAME]",
            description = {
                "Something that is no attack; can be given several times: DEAD_DATABASE, DEPLOY, RETRY_STORM,"
                        + " AUTOSCALING, NEW_SERVICE, BATCH_JOB, LOAD_TEST, SCRAPE, CERTIFICATE_ROTATION, BACKUP,"
                        + " SAAS_CALLS, HEALTH_CHECKS or RHYTHM."
            })
    private final List<String> faults = new ArrayList<>();

    @Option(
            names = "--background",
            description = "The same as --fault BACKUP --fault SAAS_CALLS --fault HEALTH_CHECKS --fault RHYTHM.")
    private boolean background;

    /**
     * What was asked for.
     *
     * @throws ScenarioException if it cannot be read, or cannot happen to the mesh
     */
    SimulationPlan plan(Scenario scenario, Period simulation, long seed) throws ScenarioException {
        List<BenignSpec> benign = new ArrayList<>();
        if (background) {
            BenignKind.BACKGROUND.forEach(kind -> benign.add(BenignSpec.of(kind)));
        }
        for (String fault : faults) {
            benign.add(BenignSpec.parse(fault));
        }
        List<AttackSpec> specs = new ArrayList<>();
        for (String attack : attacks) {
            specs.add(AttackSpec.parse(attack));
        }
        return SimulationPlan.of(scenario, simulation, specs, benign, seed);
    }
}
