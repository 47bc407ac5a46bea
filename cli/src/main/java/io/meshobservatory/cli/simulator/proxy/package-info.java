/* SPDX-License-Identifier: Apache-2.0 */
/** What the proxies of a simulated mesh know of the requests that pass them, before any signal is made of it. */
@NullMarked
package io.meshobservatory.cli.simulator.proxy;

import org.jspecify.annotations.NullMarked;
