/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.simulator.rows;

import io.meshobservatory.cli.simulator.Fate;
import io.meshobservatory.cli.simulator.Policy;
import io.meshobservatory.cli.simulator.ServiceSpec.Protocol;
import io.meshobservatory.cli.simulator.traffic.Size;

/**
 * What requests of one kind to one callee have in common. Immutable.
 *
 * @param protocol what the callee speaks
 * @param policy what refuses them
 * @param proxied whether a proxy of the mesh stands between: without one, what only it does cannot happen
 * @param retries how many more attempts the proxy makes
 * @param timeoutNanos after how long the caller gives up
 * @param request sizes of their bodies
 * @param response sizes of the answers' bodies
 * @param operation what is asked for
 * @param secured whether mutual TLS is used
 * @param plainText ratio in [0, 1] of those that do without it all the same
 * @param principal the identity that is presented
 */
record Asking(
        Protocol protocol,
        Policy policy,
        boolean proxied,
        int retries,
        long timeoutNanos,
        Size request,
        Size response,
        String operation,
        boolean secured,
        double plainText,
        String principal) {
    /** What happens in place of what was drawn. */
    Fate possible(Fate drawn) {
        return proxied ? drawn : drawn.withoutProxy();
    }
}
