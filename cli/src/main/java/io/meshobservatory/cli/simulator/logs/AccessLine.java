/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.simulator.logs;

import io.meshobservatory.cli.simulator.proxy.Emitter;
import io.meshobservatory.cli.simulator.proxy.ProxyReport;
import io.meshobservatory.cli.simulator.proxy.ProxyReport.Answer;
import io.meshobservatory.cli.simulator.proxy.ProxyReport.Request;
import io.meshobservatory.cli.simulator.proxy.ProxyReport.Wire;
import io.meshobservatory.cli.simulator.proxy.Reporter;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** Lines of access logs as Istio's proxies write them. Stateless. */
final class AccessLine {
    static final DateTimeFormatter MILLIS = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter MICROS = DateTimeFormatter.ofPattern(
                    "yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private AccessLine() {}

    /** Istio's default format: 24 fields, and the end of the line. */
    static String text(ProxyReport report) {
        Request request = report.request();
        Answer answer = report.answer();
        Wire wire = report.wire();
        boolean tcp = report.isTcp();
        return "[" + time(report) + "] \""
                + (tcp ? "- - -" : request.method() + " " + request.path() + " " + request.version())
                + "\" " + answer.code()
                + " " + answer.flags()
                + " " + (tcp ? "-" : answer.details())
                + " " + (tcp ? answer.details() : "-")
                + " \"" + answer.transportFailure() + "\""
                + " " + answer.requestBytes()
                + " " + answer.responseBytes()
                + " " + millis(report.endNanos() - report.startNanos())
                + " " + upstreamMillis(answer)
                + " \"" + request.forwardedFor() + "\""
                + " \"" + request.userAgent() + "\""
                + " \"" + request.id() + "\""
                + " \"" + request.authority() + "\""
                + " \"" + wire.upstreamHost() + "\""
                + " " + wire.upstreamCluster()
                + " " + wire.upstreamLocal()
                + " " + wire.downstreamLocal()
                + " " + wire.downstreamRemote()
                + " " + wire.serverName()
                + " " + wire.route()
                + "\n";
    }

    /** ztunnel's line of a connection that is over. */
    static String ztunnel(ProxyReport report) {
        boolean outbound = report.reporter() == Reporter.SOURCE;
        String end = MICROS.format(Instant.ofEpochSecond(0, report.endNanos()));
        StringBuilder line = new StringBuilder(end).append("\tinfo\taccess\tconnection complete\t");
        line.append("src.addr=").append(report.wire().downstreamRemote());
        line.append(" src.workload=").append(report.source().pod());
        line.append(" src.namespace=").append(report.source().namespace());
        if (report.mutualTls()) {
            line.append(" src.identity=\"").append(report.source().principal()).append('"');
        }
        line.append(" dst.addr=").append(report.wire().upstreamHost());
        if (report.mutualTls() && !outbound) {
            line.append(" dst.hbone_addr=\"")
                    .append(report.wire().upstreamHost())
                    .append('"');
        }
        line.append(" dst.service=").append(report.service().host());
        line.append(" dst.workload=").append(report.destination().pod());
        line.append(" dst.namespace=").append(report.destination().namespace());
        if (report.mutualTls()) {
            line.append(" dst.identity=\"")
                    .append(report.destination().principal())
                    .append('"');
        }
        line.append(" direction=\"").append(outbound ? "outbound" : "inbound").append('"');
        // each side tells what its own workload sent and received
        long requested = report.answer().requestBytes();
        long answered = report.answer().responseBytes();
        line.append(" bytes_sent=").append(outbound ? requested : answered);
        line.append(" bytes_recv=").append(outbound ? answered : requested);
        line.append(" duration=\"")
                .append(millis(report.endNanos() - report.startNanos()))
                .append("ms\"");
        return line.toString();
    }

    static boolean isZtunnel(ProxyReport report) {
        return report.emitter().kind() == Emitter.Kind.ZTUNNEL;
    }

    static String time(ProxyReport report) {
        return MILLIS.format(Instant.ofEpochSecond(0, report.startNanos()));
    }

    static long millis(long nanos) {
        return TimeUnit.NANOSECONDS.toMillis(nanos);
    }

    private static String upstreamMillis(Answer answer) {
        return answer.upstreamNanos() < 0 ? "-" : Long.toString(millis(answer.upstreamNanos()));
    }
}
