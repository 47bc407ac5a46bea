/* SPDX-License-Identifier: Apache-2.0 */
/** JMH benchmarks of the inner pieces. */
@NullMarked
package io.meshobservatory.benchmarks.micro;

import org.jspecify.annotations.NullMarked;
