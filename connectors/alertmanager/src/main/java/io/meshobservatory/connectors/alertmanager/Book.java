/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.alertmanager;

import io.meshobservatory.core.alert.Activity;
import io.meshobservatory.core.alert.Alert;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * What Alertmanager should know: open alerts, and ended ones until every instance was told. Without a clock of its own. Not
 * thread-safe.
 */
final class Book {
    private final AlertmanagerOptions options;

    /** By labels in their order, so that they are told in one order. */
    private final Map<String, Told> entries = new TreeMap<>();

    /** Of each alert that is open, the labels under which it was told last. */
    private final Map<String, Map<String, String>> labelsById = new HashMap<>();

    private long sequence;

    Book(AlertmanagerOptions options) {
        this.options = options;
    }

    /**
     * Notes a state. One that is closed or suppressed ends what was told; of an alert that never was told there is nothing to
     * end. Where the labels change, as with a graver severity, the old ones end.
     */
    void note(Alert alert, long nowMillis) {
        boolean ended = alert.activity() == Activity.CLOSE || alert.suppression() != null;
        Map<String, String> labels = Labels.of(alert);
        Map<String, String> before = labelsById.get(alert.id());
        if (before == null && ended) {
            return;
        }
        if (before != null && !before.equals(labels)) {
            put(before, alert, true, nowMillis);
        }
        boolean known = before != null && before.equals(labels);
        if (known || !ended) {
            put(labels, alert, ended, nowMillis);
        }
        if (ended) {
            labelsById.remove(alert.id());
        } else {
            labelsById.put(alert.id(), labels);
        }
    }

    /** Takes over what a checkpoint kept; it was told perhaps, and will be told again. */
    void restore(Told told) {
        entries.put(told.key(), withSequence(told));
        if (!told.ended()) {
            labelsById.put(told.alert().id(), told.labels());
        }
    }

    /** All that is to be known. */
    Collection<Told> entries() {
        return entries.values();
    }

    /**
     * Forgets ends that were told everywhere or are not worth telling any more, and open alerts that have had no news for too
     * long.
     *
     * @param toldEverywhere whether this very change was told to every instance
     * @return those of which the end was not told, and those that were open
     */
    List<Told> tidy(Predicate<Told> toldEverywhere, long nowMillis) {
        List<Told> givenUp = new ArrayList<>();
        for (Told told : List.copyOf(entries.values())) {
            long ageMillis = nowMillis - told.changedMillis();
            boolean done = told.ended() && toldEverywhere.test(told);
            boolean late = ageMillis >= (told.ended() ? options.giveUpAfter() : options.forgetAfter()).toMillis();
            if (done || late) {
                entries.remove(told.key());
                if (!told.ended()) {
                    labelsById.remove(told.alert().id());
                }
            }
            if (late && !done) {
                givenUp.add(told);
            }
        }
        return givenUp;
    }

    private void put(Map<String, String> labels, Alert alert, boolean ended, long nowMillis) {
        Told told = new Told(labels, alert, ended, ++sequence, nowMillis);
        entries.put(told.key(), told);
    }

    private Told withSequence(Told told) {
        return new Told(told.labels(), told.alert(), told.ended(), ++sequence, told.changedMillis());
    }
}
