/* SPDX-License-Identifier: Apache-2.0 */
/** HTTP: parameters, problems, security, the routes and the page. */
@NullMarked
package io.meshobservatory.api.http;

import org.jspecify.annotations.NullMarked;
