/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.models.story;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshobservatory.core.graph.Node;
import io.meshobservatory.core.graph.NodeKind;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NamePatternTest {
    private static final Node CART = new Node("c1", "shop", "cart-db", NodeKind.DATABASE);

    @ParameterizedTest
    @CsvSource({
        "cart-db, true",
        "cart*, true",
        "*db, true",
        "c*t*b, true",
        "*, true",
        "**, true",
        "cart, false",
        "cart-db*x, false",
        "*cart, false",
        "shop/cart-db, true",
        "shop/*, true",
        "*/cart-db, true",
        "other/*, false",
        "c1/shop/cart-db, true",
        "*/*/cart*, true",
        "c2/shop/cart-db, false"
    })
    @DisplayName("Names fit patterns of one, two or three parts")
    void namesFitPatterns(String pattern, boolean fits) {
        assertThat(NamePattern.fits(pattern, CART)).isEqualTo(fits);
    }
}
