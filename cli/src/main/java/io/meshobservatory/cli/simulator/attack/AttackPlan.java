/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.simulator.attack;

import io.meshobservatory.cli.simulator.ScenarioException;
import java.time.Duration;

/** How one kind of attack is done. Stateless. */
interface AttackPlan {
    /** How long it takes where nobody tells. */
    Duration usualLength(Strength strength, String variant);

    /**
     * Plans it.
     *
     * @return one sentence for the label
     * @throws ScenarioException if the mesh has nothing that it could be done to
     */
    String plan(AttackContext context) throws ScenarioException;
}
