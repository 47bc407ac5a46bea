/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.detection.control;

import io.meshobservatory.models.story.Control;
import io.meshobservatory.models.story.Rules;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.state.BroadcastState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ReadOnlyBroadcastState;
import org.apache.flink.api.common.typeinfo.TypeInformation;

/**
 * What people said, as broadcast state. Of each id all that may still hold is kept, by the time from which on it does: so that
 * what is decided about a moment does not depend on whether the next word has come already. Stateless.
 */
public final class Controls {
    public static final TypeInformation<Control> CONTROL = TypeInformation.of(Control.class);

    /** The broadcast state. */
    public static final MapStateDescriptor<ControlKey, Control> DESCRIPTOR =
            new MapStateDescriptor<>("controls", TypeInformation.of(ControlKey.class), CONTROL);

    /** How many are kept: far more than people can write. */
    static final int MAX_CONTROLS = 10_000;

    private Controls() {}

    /**
     * Takes in what was said, and forgets what can no longer hold.
     *
     * @param watermarkMillis up to where event time has come
     * @return whether there was room for it
     */
    public static boolean put(Control control, long watermarkMillis, BroadcastState<ControlKey, Control> state)
            throws Exception {
        forget(watermarkMillis, state);
        int size = 0;
        for (Map.Entry<ControlKey, Control> ignored : state.immutableEntries()) {
            size++;
        }
        ControlKey key = new ControlKey(control.id(), control.fromMillis());
        if (size >= MAX_CONTROLS && !state.contains(key)) {
            return false;
        }
        state.put(key, control);
        return true;
    }

    /** What holds at a moment. */
    public static Rules rules(ReadOnlyBroadcastState<ControlKey, Control> state, long atMillis) throws Exception {
        Map<String, Control> latest = new HashMap<>();
        for (Map.Entry<ControlKey, Control> entry : state.immutableEntries()) {
            Control control = entry.getValue();
            if (control.fromMillis() <= atMillis) {
                latest.merge(control.id(), control, Controls::later);
            }
        }
        return new Rules(latest.values(), atMillis);
    }

    /** What a later word of the same id has replaced, and what has expired. */
    private static void forget(long watermarkMillis, BroadcastState<ControlKey, Control> state) throws Exception {
        Map<String, Control> latest = new HashMap<>();
        for (Map.Entry<ControlKey, Control> entry : state.immutableEntries()) {
            if (entry.getValue().fromMillis() <= watermarkMillis) {
                latest.merge(entry.getKey().id(), entry.getValue(), Controls::later);
            }
        }
        List<ControlKey> over = new ArrayList<>();
        for (Map.Entry<ControlKey, Control> entry : state.immutableEntries()) {
            Control control = entry.getValue();
            Control current = latest.get(control.id());
            boolean replaced = current != null && control.fromMillis() < current.fromMillis();
            boolean nothing = current != null
                    && control.fromMillis() == current.fromMillis()
                    && (control.type() == Control.Type.REMOVAL || control.untilMillis() <= watermarkMillis);
            if (replaced || nothing) {
                over.add(entry.getKey());
            }
        }
        for (ControlKey key : over) {
            state.remove(key);
        }
    }

    private static Control later(Control one, Control other) {
        return one.fromMillis() >= other.fromMillis() ? one : other;
    }
}
