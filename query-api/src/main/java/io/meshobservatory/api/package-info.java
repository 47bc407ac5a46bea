/* SPDX-License-Identifier: Apache-2.0 */
/** The read API and the page over it: what it is configured with, and how it is started and stopped. */
@NullMarked
package io.meshobservatory.api;

import org.jspecify.annotations.NullMarked;
