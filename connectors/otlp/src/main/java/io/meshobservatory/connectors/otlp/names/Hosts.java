/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.otlp.names;

import io.meshobservatory.core.graph.GatewayNames;
import io.meshobservatory.core.graph.Node;
import io.meshobservatory.core.graph.NodeKind;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What node a host name or address stands for, when the host itself sends no telemetry. */
public final class Hosts {
    /** Public callers are one node: naming each would fill the graph with the internet's addresses. */
    public static final String INTERNET = "internet";

    private static final String IPV4_MAPPED = "::ffff:";

    private Hosts() {}

    /** The node that a client calls by a host name or address, with or without a port. */
    public static Node called(String hostAndPort, Node caller) {
        String host = plain(hostAndPort);
        if (isAddress(host)) {
            return isPrivate(host)
                    ? new Node(caller.cluster(), Node.UNKNOWN_NAME, host, NodeKind.UNKNOWN)
                    : Node.external(host);
        }
        Node service = kubernetesService(host, caller.cluster());
        if (service != null) {
            return service;
        }
        int dot = host.indexOf('.');
        if (dot < 0) {
            return new Node(caller.cluster(), caller.namespace(), host, NodeKind.UNKNOWN);
        }
        return isNameInNamespace(host, dot, caller.namespace())
                ? new Node(caller.cluster(), host.substring(dot + 1), host.substring(0, dot), NodeKind.UNKNOWN)
                : Node.external(host);
    }

    /**
     * Whether a host is {@code name.namespace}, as Kubernetes resolves it, and no host of the internet: it has two labels,
     * its caller runs in a namespace, and the second label is that namespace or no top-level domain that hosts are
     * commonly found under. What could be either is taken for the internet's.
     */
    private static boolean isNameInNamespace(String host, int dot, String callerNamespace) {
        if (dot == 0 || dot == host.length() - 1 || host.indexOf('.', dot + 1) >= 0) {
            return false;
        }
        if (callerNamespace.equals(Node.UNKNOWN_NAME) || callerNamespace.equals(Node.NOT_APPLICABLE)) {
            return false;
        }
        String last = host.substring(dot + 1);
        return last.equals(callerNamespace) || !TopLevelDomains.isPlausible(last);
    }

    /** Whether an address, with or without a port, is of the host itself. */
    public static boolean isLoopback(String addressAndPort) {
        String address = plain(addressAndPort);
        return address.startsWith("127.") || address.equals("::1") || address.equals("localhost");
    }

    /** The address in the form in which nodes are named by it; null if it is none, or tells nothing of its host. */
    public static @Nullable String address(String addressAndPort) {
        String address = plain(addressAndPort);
        boolean meaningless = address.equals("0.0.0.0") || address.equals("::") || isLoopback(address);
        return isAddress(address) && !meaningless ? address : null;
    }

    /** The node that calls from an address. */
    public static Node calling(String addressAndPort, Node callee) {
        String address = plain(addressAndPort);
        if (isAddress(address) && !isPrivate(address)) {
            return Node.external(INTERNET);
        }
        return new Node(callee.cluster(), Node.UNKNOWN_NAME, address, NodeKind.UNKNOWN);
    }

    /** The service of a name like {@code reviews.default.svc.cluster.local}, null if the name is no such name. */
    public static @Nullable Node kubernetesService(String host, String cluster) {
        int svc = host.indexOf(".svc");
        // a namespace may itself be called svc, or begin with it
        while (svc >= 0 && !isServiceLabel(host, svc)) {
            svc = host.indexOf(".svc", svc + 1);
        }
        if (svc < 0) {
            return null;
        }
        int dot = host.lastIndexOf('.', svc - 1);
        String namespace = host.substring(dot + 1, svc);
        // a headless service's pod: its-pod.service.namespace.svc
        String name = host.substring(host.lastIndexOf('.', dot - 1) + 1, dot);
        boolean gateway = GatewayNames.isGateway(namespace, name);
        return new Node(cluster, namespace, name, gateway ? NodeKind.GATEWAY : NodeKind.SERVICE);
    }

    /** Whether the label {@code svc} begins behind this dot, with a service and a namespace before it. */
    private static boolean isServiceLabel(String host, int dot) {
        boolean whole = dot + 4 == host.length() || host.charAt(dot + 4) == '.';
        return whole && host.lastIndexOf('.', dot - 1) > 0;
    }

    /** The host of a URL, null if it has none. */
    public static @Nullable String ofUrl(String url) {
        int scheme = url.indexOf("://");
        if (scheme < 0) {
            return null;
        }
        int from = scheme + 3;
        int to = from;
        while (to < url.length() && "/?#".indexOf(url.charAt(to)) < 0) {
            to++;
        }
        int user = url.lastIndexOf('@', to - 1);
        String host = url.substring(user >= from ? user + 1 : from, to);
        return host.isEmpty() ? null : host;
    }

    /** Lower case, without a port, and an IPv4 address that a dual-stack socket wrote as IPv6 as what it is. */
    private static String plain(String hostAndPort) {
        String host = withoutPort(hostAndPort.toLowerCase(Locale.ROOT));
        boolean mapped = host.startsWith(IPV4_MAPPED) && host.indexOf('.') > 0;
        return mapped ? host.substring(IPV4_MAPPED.length()) : host;
    }

    /** A host without its port; the address alone of a bracketed IPv6 address. */
    public static String withoutPort(String host) {
        if (host.startsWith("[")) {
            int end = host.indexOf(']');
            return end > 0 ? host.substring(1, end) : host;
        }
        int colon = host.indexOf(':');
        boolean onlyOne = colon >= 0 && colon == host.lastIndexOf(':');
        return onlyOne ? host.substring(0, colon) : host;
    }

    private static boolean isAddress(String host) {
        if (host.indexOf(':') >= 0) {
            return true;
        }
        boolean digitsAndDots = !host.isEmpty();
        for (int i = 0; i < host.length(); i++) {
            char c = host.charAt(i);
            digitsAndDots &= (c >= '0' && c <= '9') || c == '.';
        }
        return digitsAndDots;
    }

    /** Whether an address is of a private network, loopback, link-local or shared address space (RFC 1918, 4193, 6598). */
    private static boolean isPrivate(String address) {
        if (address.indexOf(':') >= 0) {
            return address.equals("::1")
                    || address.startsWith("fc")
                    || address.startsWith("fd")
                    || address.startsWith("fe80");
        }
        if (address.startsWith("10.")
                || address.startsWith("127.")
                || address.startsWith("192.168.")
                || address.startsWith("169.254.")) {
            return true;
        }
        int second = secondOctet(address);
        return (address.startsWith("172.") && second >= 16 && second <= 31)
                || (address.startsWith("100.") && second >= 64 && second <= 127);
    }

    private static int secondOctet(String address) {
        int first = address.indexOf('.');
        int end = address.indexOf('.', first + 1);
        if (first < 0 || end < 0 || end - first > 4 || end - first < 2) {
            return -1;
        }
        return Integer.parseInt(address, first + 1, end, 10);
    }
}
