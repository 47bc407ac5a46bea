/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.identity;

import io.meshobservatory.core.identity.Alias;
import io.meshobservatory.core.identity.AliasHistory;
import io.meshobservatory.core.identity.NameUse;
import io.meshobservatory.jobs.serialization.RecordTypeInfo;
import org.apache.flink.api.common.typeinfo.TypeInformation;

/** The types of streams and states of this package; all are written by hand. */
public final class IdentityTypes {
    public static final TypeInformation<Alias> ALIAS =
            new RecordTypeInfo<>(Alias.class, AliasSerializer.INSTANCE, false);
    static final TypeInformation<AliasHistory> ALIAS_HISTORY =
            new RecordTypeInfo<>(AliasHistory.class, AliasHistorySerializer.INSTANCE, false);
    static final TypeInformation<EdgePlace> EDGE_PLACE =
            new RecordTypeInfo<>(EdgePlace.class, EdgePlaceSerializer.INSTANCE, false);
    static final TypeInformation<HeldWindows> HELD_WINDOWS =
            new RecordTypeInfo<>(HeldWindows.class, HeldWindowsSerializer.INSTANCE, false);
    static final TypeInformation<SumKey> SUM_KEY = new RecordTypeInfo<>(SumKey.class, SumKeySerializer.INSTANCE, false);
    static final TypeInformation<RefusedName> REFUSED_NAME =
            new RecordTypeInfo<>(RefusedName.class, RefusedNameSerializer.INSTANCE, false);
    static final TypeInformation<GivenName> GIVEN_NAME =
            new RecordTypeInfo<>(GivenName.class, GivenNameSerializer.INSTANCE, false);
    static final TypeInformation<NameUse> NAME_USE =
            new RecordTypeInfo<>(NameUse.class, NameUseSerializer.INSTANCE, false);

    private IdentityTypes() {}
}
