/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.models.forest;

import io.meshobservatory.models.calibration.DecayingScores;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInput;
import java.io.DataInputStream;
import java.io.DataOutput;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;

/**
 * A {@link ForestModel} as bytes, all numbers big-endian as {@link DataOutput} writes them:
 *
 * <pre>
 * magic      int 0x4D4F4946 ("MOIF")
 * format     byte 1
 * version    long, of the model
 * schema     int version, short columns; for each: UTF name, byte transform
 * scaling    for each column: byte transform, double median, double scale, byte basis
 * summary    int trees, int rows per tree, long seed, long half-life of scores (ms); int rows, long missing values,
 *            int maximum depth, long trained at (ms); 5 doubles of scores; for each column 7 doubles, int missing
 * forest     see {@link Forest} and {@link Tree}
 * scores     see {@link DecayingScores}
 * checksum   long, CRC-32 of all bytes before it
 * </pre>
 *
 * The calibration is not written: it follows from the scores.
 */
final class ForestModelFormat {
    private static final int MAGIC = 0x4D4F4946;
    private static final int FORMAT = 1;
    private static final int CHECKSUM_BYTES = Long.BYTES;

    private ForestModelFormat() {}

    static byte[] encode(ForestModel model) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(1 << 18);
        try {
            DataOutputStream out = new DataOutputStream(bytes);
            out.writeInt(MAGIC);
            out.writeByte(FORMAT);
            out.writeLong(model.version());
            writeSchema(model.schema(), out);
            for (ColumnScaling column : model.scaling().columns()) {
                out.writeByte(column.transform().code());
                out.writeDouble(column.median());
                out.writeDouble(column.scale());
                out.writeByte(column.basis().code());
            }
            writeSummary(model.summary(), out);
            model.forest().write(out);
            model.trainingScores().write(out);
            out.writeLong(checksum(bytes.toByteArray(), bytes.size()));
        } catch (IOException impossible) {
            throw new UncheckedIOException("a byte array refused to be written", impossible);
        }
        return bytes.toByteArray();
    }

    static ForestModel decode(byte[] bytes) throws IOException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
        try {
            int magic = in.readInt();
            int format = in.readUnsignedByte();
            if (magic != MAGIC || format != FORMAT) {
                throw new IOException("forest model begins with " + Integer.toHexString(magic) + ", format " + format
                        + " (expected: " + Integer.toHexString(MAGIC) + ", format " + FORMAT + ")");
            }
            requireChecksum(bytes);
            return read(in);
        } catch (EOFException truncated) {
            throw new IOException("forest model ends too early, after " + bytes.length + " bytes", truncated);
        } catch (IllegalArgumentException wrong) {
            throw new IOException("forest model contradicts itself: " + wrong.getMessage(), wrong);
        }
    }

    private static ForestModel read(DataInputStream in) throws IOException {
        long version = in.readLong();
        InputSchema schema = readSchema(in);
        List<ColumnScaling> columns = new ArrayList<>(schema.size());
        for (int i = 0; i < schema.size(); i++) {
            Transform transform = Transform.ofCode(in.readByte());
            double median = in.readDouble();
            double scale = in.readDouble();
            columns.add(new ColumnScaling(transform, median, scale, ScaleBasis.ofCode(in.readByte())));
        }
        TrainingSummary summary = readSummary(in, schema.size());
        Forest forest = Forest.read(in);
        DecayingScores scores = DecayingScores.read(in);
        if (in.available() != CHECKSUM_BYTES) {
            throw new IOException("forest model goes on for " + (in.available() - CHECKSUM_BYTES)
                    + " bytes behind its end (expected: 0)");
        }
        return new ForestModel(version, schema, new Scaling(columns), forest, summary, scores);
    }

    private static void requireChecksum(byte[] bytes) throws IOException {
        int covered = bytes.length - CHECKSUM_BYTES;
        if (covered < 0) {
            throw new EOFException();
        }
        long stored = ByteBuffer.wrap(bytes, covered, CHECKSUM_BYTES).getLong();
        long actual = checksum(bytes, covered);
        if (stored != actual) {
            throw new IOException("forest model is damaged: its checksum is " + actual + " (expected: " + stored + ")");
        }
    }

    private static long checksum(byte[] bytes, int length) {
        CRC32 checksum = new CRC32();
        checksum.update(bytes, 0, length);
        return checksum.getValue();
    }

    private static void writeSchema(InputSchema schema, DataOutput out) throws IOException {
        out.writeInt(schema.version());
        out.writeShort(schema.size());
        for (InputColumn column : schema.columns()) {
            out.writeUTF(column.name());
            out.writeByte(column.transform().code());
        }
    }

    private static InputSchema readSchema(DataInput in) throws IOException {
        int version = in.readInt();
        int size = in.readShort();
        List<InputColumn> columns = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            String name = in.readUTF();
            columns.add(new InputColumn(name, Transform.ofCode(in.readByte())));
        }
        return new InputSchema(version, columns);
    }

    private static void writeSummary(TrainingSummary summary, DataOutput out) throws IOException {
        ForestSettings settings = summary.settings();
        out.writeInt(settings.trees());
        out.writeInt(settings.sampleSize());
        out.writeLong(settings.seed());
        out.writeLong(settings.scoreHalfLifeMillis());
        out.writeInt(summary.rows());
        out.writeLong(summary.missingValues());
        out.writeInt(summary.maxDepth());
        out.writeLong(summary.trainedAtMillis());
        ScoreSummary scores = summary.scores();
        out.writeDouble(scores.median());
        out.writeDouble(scores.percentile90());
        out.writeDouble(scores.percentile99());
        out.writeDouble(scores.percentile999());
        out.writeDouble(scores.greatest());
        for (ColumnSummary column : summary.columns()) {
            out.writeDouble(column.least());
            out.writeDouble(column.percentile1());
            out.writeDouble(column.percentile25());
            out.writeDouble(column.median());
            out.writeDouble(column.percentile75());
            out.writeDouble(column.percentile99());
            out.writeDouble(column.greatest());
            out.writeInt(column.missing());
        }
    }

    private static TrainingSummary readSummary(DataInput in, int size) throws IOException {
        ForestSettings settings = new ForestSettings(in.readInt(), in.readInt(), in.readLong(), in.readLong());
        int rows = in.readInt();
        long missing = in.readLong();
        int maxDepth = in.readInt();
        long trainedAt = in.readLong();
        ScoreSummary scores =
                new ScoreSummary(in.readDouble(), in.readDouble(), in.readDouble(), in.readDouble(), in.readDouble());
        List<ColumnSummary> columns = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            columns.add(new ColumnSummary(
                    in.readDouble(),
                    in.readDouble(),
                    in.readDouble(),
                    in.readDouble(),
                    in.readDouble(),
                    in.readDouble(),
                    in.readDouble(),
                    in.readInt()));
        }
        return new TrainingSummary(settings, rows, missing, maxDepth, trainedAt, scores, columns);
    }
}
