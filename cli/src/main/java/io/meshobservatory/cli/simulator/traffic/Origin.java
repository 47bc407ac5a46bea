/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.simulator.traffic;

import static java.util.Objects.requireNonNull;

/**
 * Who sends a stream. Immutable.
 *
 * @param kind what it is
 * @param name the service that sends, or the gateway through which the internet asks
 */
public record Origin(Kind kind, String name) {
    public enum Kind {
        /** A pod of a service, by itself and not because somebody asked it. */
        SERVICE,
        /** Clients outside, through a gateway. */
        INTERNET
    }

    public Origin {
        requireNonNull(kind, "kind");
        requireNonNull(name, "name");
    }

    /** A pod of a service. */
    public static Origin service(String name) {
        return new Origin(Kind.SERVICE, name);
    }

    /** Clients outside. */
    public static Origin internet(String gateway) {
        return new Origin(Kind.INTERNET, gateway);
    }
}
