/* SPDX-License-Identifier: Apache-2.0 */
@NullMarked
package io.meshobservatory.benchmarks.bridge;

import org.jspecify.annotations.NullMarked;
