/* SPDX-License-Identifier: Apache-2.0 */
@NullMarked
package io.meshobservatory.cli.bench;

import org.jspecify.annotations.NullMarked;
