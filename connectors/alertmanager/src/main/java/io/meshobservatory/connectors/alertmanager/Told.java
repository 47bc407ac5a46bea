/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.alertmanager;

import io.meshobservatory.core.alert.Alert;
import java.util.Map;

/**
 * What is to be told of one set of labels. Immutable.
 *
 * @param labels which alert it is to Alertmanager
 * @param alert its latest state
 * @param ended whether it is over
 * @param sequence grows with each change of it, so that it is known which one was told
 * @param changedMillis when it changed last, real time
 */
record Told(Map<String, String> labels, Alert alert, boolean ended, long sequence, long changedMillis) {
    /** Another for each set of labels; in the order of which they are told. */
    String key() {
        return labels.toString();
    }
}
