/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.simulator;

/** What happens to one attempt to ask an instance. */
enum Fate {
    /** It is answered, unless something that the answer needs fails. */
    ANSWERED,
    SERVER_ERROR,
    NOT_FOUND,
    CONNECTION_FAILURE,
    OVERFLOW,
    TIMEOUT;

    static Fate draw(ErrorRates rates, SeededRandom random) {
        double at = random.nextDouble();
        at -= rates.http5xx();
        if (at < 0) {
            return SERVER_ERROR;
        }
        at -= rates.http4xx();
        if (at < 0) {
            return NOT_FOUND;
        }
        at -= rates.connectionFailure();
        if (at < 0) {
            return CONNECTION_FAILURE;
        }
        at -= rates.circuitBreaking();
        if (at < 0) {
            return OVERFLOW;
        }
        at -= rates.timeout();
        return at < 0 ? TIMEOUT : ANSWERED;
    }

    /** The same, for who is asked without a proxy of the mesh in between: what that proxy would do cannot happen. */
    Fate withoutProxy() {
        return switch (this) {
            case ANSWERED, SERVER_ERROR, NOT_FOUND -> this;
            case CONNECTION_FAILURE, OVERFLOW, TIMEOUT -> ANSWERED;
        };
    }
}
