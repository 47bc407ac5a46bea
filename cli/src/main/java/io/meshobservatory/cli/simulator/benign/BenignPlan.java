/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.simulator.benign;

import io.meshobservatory.cli.simulator.ScenarioException;

/** How one kind of benign incident happens. Stateless. */
@FunctionalInterface
interface BenignPlan {
    /**
     * Plans it.
     *
     * @return one sentence for the label
     * @throws ScenarioException if the mesh has nothing that it could happen to
     */
    String plan(BenignContext context) throws ScenarioException;
}
