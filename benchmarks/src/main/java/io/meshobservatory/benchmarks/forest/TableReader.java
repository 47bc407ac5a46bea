/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.benchmarks.forest;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPInputStream;

/**
 * Reads labelled tables: comma-separated, a header, numbers without quotes, the last column {@code label} with 1 for
 * an anomaly and 0 for any other row. An empty cell and NaN are missing values. Gzip is told by its first bytes.
 */
public final class TableReader {
    private static final String LABEL = "label";
    private static final int GZIP_MAGIC = 0x1f8b;

    private final List<double[]> rows = new ArrayList<>();
    private final List<Boolean> labels = new ArrayList<>();

    private TableReader() {}

    /**
     * Reads a table.
     *
     * @param in is read to its end and stays open
     * @throws IllegalArgumentException if it is no such table; the message says in which line and column
     * @throws IOException if it cannot be read, or is damaged gzip
     */
    public static LabelledTable read(InputStream in) throws IOException {
        BufferedReader reader = new BufferedReader(new InputStreamReader(decompressed(in), StandardCharsets.UTF_8));
        String header = reader.readLine();
        if (header == null) {
            throw new IllegalArgumentException("empty (expected: a header line, then rows)");
        }
        List<String> columns = columns(header);
        TableReader table = new TableReader();
        int number = 1;
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
            number++;
            if (!line.isBlank()) {
                table.add(line, number, columns);
            }
        }
        if (table.rows.isEmpty()) {
            throw new IllegalArgumentException("no rows behind the header (expected: at least one of each class)");
        }
        boolean[] anomalous = new boolean[table.labels.size()];
        for (int i = 0; i < anomalous.length; i++) {
            anomalous[i] = table.labels.get(i);
        }
        return new LabelledTable(
                columns.subList(0, columns.size() - 1), table.rows.toArray(new double[0][]), anomalous);
    }

    private static List<String> columns(String header) {
        String text = header.startsWith("\uFEFF") ? header.substring(1) : header;
        List<String> columns =
                Arrays.stream(text.split(",", -1)).map(String::strip).toList();
        String last = columns.get(columns.size() - 1);
        if (!last.equals(LABEL)) {
            throw new IllegalArgumentException(
                    "line 1: the last column is \"" + last + "\" (expected: \"" + LABEL + "\")");
        }
        if (columns.size() == 1) {
            throw new IllegalArgumentException("line 1: no column but the label (expected: features before it)");
        }
        return columns;
    }

    private void add(String line, int number, List<String> columns) {
        String[] cells = line.split(",", -1);
        if (cells.length != columns.size()) {
            throw new IllegalArgumentException(
                    "line " + number + ": " + cells.length + " cells (expected: " + columns.size() + ")");
        }
        double[] row = new double[cells.length - 1];
        for (int i = 0; i < row.length; i++) {
            row[i] = cells[i].isBlank() ? Double.NaN : number(cells[i], number, i + 1, columns.get(i));
        }
        double label = number(cells[row.length], number, cells.length, LABEL);
        if (label != 0 && label != 1) {
            throw new IllegalArgumentException("line " + number + ", column " + cells.length + " (" + LABEL + "): \""
                    + cells[row.length].strip() + "\" (expected: 0 or 1)");
        }
        rows.add(row);
        labels.add(label == 1);
    }

    private static double number(String cell, int line, int column, String name) {
        try {
            return Double.parseDouble(cell);
        } catch (NumberFormatException notOne) {
            throw new IllegalArgumentException(
                    "line " + line + ", column " + column + " (" + name + "): \"" + cell.strip()
                            + "\" (expected: a number)",
                    notOne);
        }
    }

    private static InputStream decompressed(InputStream in) throws IOException {
        BufferedInputStream buffered = new BufferedInputStream(in);
        buffered.mark(2);
        int magic = (buffered.read() << 8) | buffered.read();
        buffered.reset();
        return magic == GZIP_MAGIC ? new GZIPInputStream(buffered) : buffered;
    }
}
