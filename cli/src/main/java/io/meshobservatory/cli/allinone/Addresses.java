/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.allinone;

import java.io.PrintWriter;

/** Tells where everything listens. */
final class Addresses {
    private Addresses() {}

    static void print(AllInOne all, PrintWriter out) {
        out.println();
        out.println("  dashboard   " + all.dashboard());
        out.println("  API         " + all.dashboard() + "/api/v1/topology");
        out.println("  Flink       " + all.flinkPage());
        out.println("  OTLP/gRPC   " + all.otlpGrpc());
        out.println("  OTLP/HTTP   " + all.otlpHttp());
        out.println("  data        " + all.dataDirectory());
        out.println();
        out.println("Stop with Ctrl-C; the next start goes on from here.");
        out.flush();
    }
}
