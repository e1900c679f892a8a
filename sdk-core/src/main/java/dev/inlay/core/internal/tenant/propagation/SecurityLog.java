package dev.inlay.core.internal.tenant.propagation;

import dev.inlay.spi.tenant.SecurityEvent;
import dev.inlay.spi.tenant.SecurityListener;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Warns in the log, at most once in ten seconds, and says how many more there were. Thread-safe. */
final class SecurityLog implements SecurityListener {

    private static final Logger LOG = LoggerFactory.getLogger("dev.inlay.security");
    private static final Duration PAUSE = Duration.ofSeconds(10);

    private @Nullable Instant last;
    private long unsaid;

    @Override
    public void refused(SecurityEvent event) {
        long more = moreSinceLast(event.at());
        if (more >= 0) {
            LOG.warn("refused {}; {} more since the last warning", event, more);
        }
    }

    /** How many went unsaid, or -1 when it is too early to say more. */
    private synchronized long moreSinceLast(Instant now) {
        boolean early = last != null && !now.isBefore(last) && now.isBefore(last.plus(PAUSE));
        if (early) {
            unsaid++;
            return -1;
        }
        long more = unsaid;
        last = now;
        unsaid = 0;
        return more;
    }
}
