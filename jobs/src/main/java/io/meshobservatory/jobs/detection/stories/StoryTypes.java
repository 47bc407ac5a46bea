/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.jobs.detection.stories;

import io.meshobservatory.core.alert.Alert;
import io.meshobservatory.jobs.serialization.RecordTypeInfo;
import io.meshobservatory.models.story.StoryBook;
import org.apache.flink.api.common.typeinfo.TypeInformation;

/** The types of the stories' streams and states. */
public final class StoryTypes {
    public static final TypeInformation<Heard> HEARD = TypeInformation.of(Heard.class);
    public static final TypeInformation<Waiting> WAITING = TypeInformation.of(Waiting.class);
    public static final TypeInformation<Alert> ALERT = TypeInformation.of(Alert.class);
    public static final TypeInformation<StoryBook> STORY_BOOK =
            new RecordTypeInfo<>(StoryBook.class, StoryBookSerializer.INSTANCE, false);

    private StoryTypes() {}
}
