package dev.inlay.core.internal.entitlement;

import dev.inlay.api.entitlement.Decision;
import dev.inlay.spi.entitlement.Grant;
import org.jspecify.annotations.Nullable;

/**
 * What a snapshot says of one feature, made when the snapshot is compiled.
 *
 * @param decision the whole answer, or for a limit the answer while there is room
 * @param counted what a limit counts; {@code null} for a flag and for what nobody grants
 */
record Answer(Decision decision, @Nullable Counted counted) {

    /** The answer when a limit has no room; the same as {@link #decision()} where that is a refusal already. */
    Decision refusal() {
        return counted == null || !decision.allowed() ? decision : counted.exhausted();
    }

    /**
     * How a limit is counted.
     *
     * @param limit 0 or more
     * @param meter the meter whose usage counts
     * @param window after what counting begins anew
     * @param exhausted the answer when there is no room
     */
    record Counted(long limit, String meter, Grant.Window window, Decision exhausted) {

        /** Whether {@code used + requested <= limit}, for amounts of any size. */
        boolean fits(long used, long requested) {
            return requested <= limit - used;
        }
    }
}
