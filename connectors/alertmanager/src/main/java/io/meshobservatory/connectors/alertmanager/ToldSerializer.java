/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.alertmanager;

import io.meshobservatory.core.alert.AlertJson;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/**
 * What a checkpoint keeps: whether it is over (1 byte), when it changed (8 bytes), the number of labels (4 bytes), each label's
 * name and value (modified UTF-8 behind 2 bytes of length), the length of the finding (4 bytes) and the finding as JSON. The
 * sequence is not kept: nothing counts as told after a restart.
 */
final class ToldSerializer implements SimpleVersionedSerializer<Told> {
    private static final int VERSION = 1;

    @Override
    public int getVersion() {
        return VERSION;
    }

    @Override
    public byte[] serialize(Told told) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeBoolean(told.ended());
        out.writeLong(told.changedMillis());
        out.writeInt(told.labels().size());
        for (Map.Entry<String, String> label : told.labels().entrySet()) {
            out.writeUTF(label.getKey());
            out.writeUTF(label.getValue());
        }
        byte[] finding = AlertJson.write(told.alert());
        out.writeInt(finding.length);
        out.write(finding);
        return bytes.toByteArray();
    }

    @Override
    public Told deserialize(int version, byte[] bytes) throws IOException {
        if (version != VERSION) {
            throw new IOException(
                    "state of the Alertmanager sink in version " + version + " (expected: " + VERSION + ")");
        }
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
        boolean ended = in.readBoolean();
        long changedMillis = in.readLong();
        Map<String, String> labels = new TreeMap<>();
        for (int left = in.readInt(); left > 0; left--) {
            labels.put(in.readUTF(), in.readUTF());
        }
        byte[] finding = new byte[in.readInt()];
        in.readFully(finding);
        try {
            return new Told(Collections.unmodifiableMap(labels), AlertJson.read(finding), ended, 0, changedMillis);
        } catch (IllegalArgumentException unreadable) {
            throw new IOException("state of the Alertmanager sink: " + unreadable.getMessage(), unreadable);
        }
    }
}
