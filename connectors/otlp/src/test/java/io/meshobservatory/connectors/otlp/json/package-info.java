/* SPDX-License-Identifier: Apache-2.0 */
@NullMarked
package io.meshobservatory.connectors.otlp.json;

import org.jspecify.annotations.NullMarked;
