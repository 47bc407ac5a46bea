/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.simulator.attack;

import io.meshobservatory.cli.simulator.ScenarioException;
import io.meshobservatory.cli.simulator.incident.SpecText;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** The kinds of attacks; the names are those of the alerts. */
public enum AttackKind {
    /** A data store is read, and what was read leaves the mesh. */
    EXFILTRATION(new Exfiltration(), Exfiltration.VARIANTS),
    /** From one workload to the next, over edges that were not there before. */
    LATERAL_MOVEMENT(new LateralMovement(), LateralMovement.VARIANTS),
    /** Small regular calls to a host outside that nobody else calls. */
    BEACONING(new Beaconing(), Beaconing.VARIANTS),
    /** Credentials are guessed, or used from where they were never used. */
    CREDENTIAL_ABUSE(new CredentialAbuse(), CredentialAbuse.VARIANTS),
    /** One workload tries what it is allowed to do. */
    POLICY_PROBING(new PolicyProbing(), PolicyProbing.VARIANTS),
    /** Plain text on an edge that was under mutual TLS. */
    MTLS_DOWNGRADE(new MtlsDowngrade(), MtlsDowngrade.VARIANTS),
    /** Clients outside take the capacity of a service. */
    DDOS(new DenialOfService(), DenialOfService.VARIANTS);

    @SuppressWarnings("ImmutableEnumChecker") // plans are stateless
    private final AttackPlan plan;

    @SuppressWarnings("ImmutableEnumChecker") // the lists are constants
    private final List<String> variants;

    AttackKind(AttackPlan plan, List<String> variants) {
        this.plan = plan;
        this.variants = variants;
    }

    /** The ways in which it can be done; the first one is the usual. */
    public List<String> variants() {
        return variants;
    }

    AttackPlan plan() {
        return plan;
    }

    /**
     * A kind by its name; case does not matter.
     *
     * @throws ScenarioException if there is none of that name
     */
    public static AttackKind of(String name) throws ScenarioException {
        for (AttackKind kind : values()) {
            if (kind.name().equals(SpecText.name(name))) {
                return kind;
            }
        }
        throw new ScenarioException("attack '" + name + "' (expected: one of "
                + Arrays.stream(values()).map(AttackKind::name).collect(Collectors.joining(", ")) + ")");
    }
}
