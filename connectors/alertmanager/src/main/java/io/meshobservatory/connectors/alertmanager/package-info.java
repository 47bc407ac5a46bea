/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Alerts to Prometheus' Alertmanager, version 2 of its API: it is told of each open alert again and again, so that it neither
 * forgets one nor keeps one that has ended.
 */
@NullMarked
package io.meshobservatory.connectors.alertmanager;

import org.jspecify.annotations.NullMarked;
