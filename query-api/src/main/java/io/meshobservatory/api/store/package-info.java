/* SPDX-License-Identifier: Apache-2.0 */
/** Reading the tables: which stretch of which table answers for a range, and the statements that fetch it. */
@NullMarked
package io.meshobservatory.api.store;

import org.jspecify.annotations.NullMarked;
