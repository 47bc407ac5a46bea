/* SPDX-License-Identifier: Apache-2.0 */
/** What the tests share: a real database, invented calls, and a live graph of their own. */
@NullMarked
package io.meshobservatory.api.testing;

import org.jspecify.annotations.NullMarked;
