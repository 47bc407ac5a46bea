/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.models.profile;

/** Judges one relation in one minute by what is remembered of it, before the minute is learned. Stateless. */
interface OutboundDetector {
    void judge(OutboundCase edge);
}
