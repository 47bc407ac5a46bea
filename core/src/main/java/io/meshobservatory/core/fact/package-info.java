/* SPDX-License-Identifier: Apache-2.0 */
/** What is known about nodes apart from calls: health of proxies and of the control plane, certificates, denials. */
@NullMarked
package io.meshobservatory.core.fact;

import org.jspecify.annotations.NullMarked;
