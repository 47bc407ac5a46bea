/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli.simulator.incident;

import io.meshobservatory.cli.simulator.CallSpec;
import io.meshobservatory.cli.simulator.Dialect;
import io.meshobservatory.cli.simulator.ErrorRates;
import io.meshobservatory.cli.simulator.Latency;
import io.meshobservatory.cli.simulator.Policy;
import io.meshobservatory.cli.simulator.Scenario;
import io.meshobservatory.cli.simulator.ServiceSpec;
import io.meshobservatory.cli.simulator.ServiceSpec.Protocol;
import io.meshobservatory.cli.simulator.ServiceSpec.Restarts;
import io.meshobservatory.cli.simulator.ServiceSpec.VersionSpec;
import io.meshobservatory.cli.simulator.TargetSpec.External;
import java.util.ArrayList;
import java.util.List;

/** What incidents add to a mesh. Stateless. */
public final class Additions {
    private static final Latency SERVICE = new Latency(6, 45);
    private static final Latency HOST = new Latency(70, 400);
    private static final long TIMEOUT_MILLIS = 10_000;

    private Additions() {}

    /** A host outside, which answers fast and always. */
    public static External host(String name, boolean passthrough) {
        return new External(name, 443, passthrough, HOST, ErrorRates.NONE, TIMEOUT_MILLIS);
    }

    /**
     * A service of HTTP in the mesh, like those that are there: it has their sidecar, and where there are none, sends spans
     * itself.
     *
     * @param appSpans whether its application sends spans in any case, as who asks a database does
     */
    public static ServiceSpec service(
            Scenario scenario, String name, String namespace, boolean appSpans, List<CallSpec> calls) {
        Dialect mesh = scenario.services().values().stream()
                .filter(service -> !service.gateway())
                .map(ServiceSpec::mesh)
                .findFirst()
                .orElseThrow();
        boolean told = mesh.hasProxySpans(false) || mesh.isIstio();
        VersionSpec version = new VersionSpec("v1", 1, 1, SERVICE, ErrorRates.NONE, calls);
        return new ServiceSpec(
                name,
                scenario.clusters().get(0),
                namespace,
                Protocol.HTTP,
                8080,
                false,
                mesh,
                true,
                appSpans || !told || mesh.kind() == Dialect.Kind.LINKERD,
                false,
                true,
                true,
                Policy.NONE,
                List.of(version),
                1_000,
                0,
                1,
                400,
                1_500,
                Restarts.NEVER);
    }

    /** The name, with a number behind it if it is taken. */
    public static String free(Scenario scenario, String name) {
        String candidate = name;
        for (int number = 2; isTaken(scenario, candidate); number++) {
            int dot = name.indexOf('.');
            candidate = dot < 0 ? name + "-" + number : name.substring(0, dot) + number + name.substring(dot);
        }
        return candidate;
    }

    /** A service whose versions make one call more. */
    public static ServiceSpec calling(ServiceSpec service, CallSpec call) {
        return service.withVersions(service.versions().stream()
                .map(version -> {
                    List<CallSpec> calls = new ArrayList<>(version.calls());
                    calls.add(call);
                    return version.withCalls(calls);
                })
                .toList());
    }

    private static boolean isTaken(Scenario scenario, String name) {
        return scenario.services().containsKey(name) || scenario.targets().containsKey(name);
    }
}
