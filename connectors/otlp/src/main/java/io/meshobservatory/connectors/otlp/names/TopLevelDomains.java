/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.connectors.otlp.names;

import java.util.Set;

/**
 * Which last labels of a host name are plausible on the internet or in a company's network. Not IANA's whole list: with
 * more than a thousand words in it, such as {@code kitchen} and {@code reviews}, nearly every namespace would be a domain.
 */
final class TopLevelDomains {
    /** The classic ones, those that services are commonly reached under, and those of private networks. */
    private static final Set<String> COMMON = Set.of(
            "com",
            "net",
            "org",
            "info",
            "biz",
            "edu",
            "gov",
            "mil",
            "int",
            "arpa",
            "aero",
            "coop",
            "name",
            "pro",
            "xyz",
            "app",
            "dev",
            "page",
            "cloud",
            "site",
            "online",
            "store",
            "shop",
            "tech",
            "live",
            "blog",
            "top",
            "club",
            "link",
            "world",
            "email",
            "goog",
            "google",
            "aws",
            "azure",
            "local",
            "localdomain",
            "internal",
            "intranet",
            "lan",
            "home",
            "corp",
            "private",
            "example",
            "invalid",
            "onion");

    private TopLevelDomains() {}

    /** Whether hosts are commonly found under a label; all labels of two letters are countries'. */
    static boolean isPlausible(String label) {
        return label.length() == 2 || label.startsWith("xn--") || COMMON.contains(label);
    }
}
