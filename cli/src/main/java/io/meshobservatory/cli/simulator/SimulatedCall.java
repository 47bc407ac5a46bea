/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.simulator;

/**
 * One call that took place.
 *
 * @param edge who called whom
 * @param fate how it ended
 */
record SimulatedCall(SimulatedEdge edge, Fate fate) {
    enum Fate {
        OK,
        REJECTED,
        FAILED,
        /** An attempt that no span tells of: the caller has one span for all, and the callee none for this one. */
        UNSEEN
    }

    static SimulatedCall of(SimulatedEdge edge, ReplyStatus.Result result) {
        return new SimulatedCall(
                edge,
                switch (result) {
                    case OK -> Fate.OK;
                    case REJECTED -> Fate.REJECTED;
                    case FAILED -> Fate.FAILED;
                });
    }
}
