package dev.inlay.core.internal.tenant.propagation;

import dev.inlay.api.error.InvalidValueException;
import dev.inlay.api.tenant.PropagationOptions;
import dev.inlay.api.tenant.ReceivedHeader;
import dev.inlay.api.tenant.UntrustedTenantException;
import dev.inlay.spi.tenant.SecurityEvent;
import dev.inlay.spi.tenant.SecurityListener;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says no, and tells who wants to know. Thread-safe. */
final class Refusals {

    private static final Logger LOG = LoggerFactory.getLogger(Refusals.class);
    private static final int LONGEST_SENDER = 128;

    private final List<SecurityListener> listeners;
    private final InstantSource clock;

    Refusals(List<SecurityListener> listeners, InstantSource clock) {
        this.listeners = listeners.isEmpty() ? List.of(new SecurityLog()) : List.copyOf(listeners);
        this.clock = clock;
    }

    UntrustedTenantException of(Refusal refusal, Kind kind, ReceivedHeader received, @Nullable Claims claims) {
        UntrustedTenantException exception = refusal.exception(kind);
        tell(exception.code(), received, claims);
        return exception;
    }

    /** Tells of a refusal that somebody else throws. */
    void tell(String code, ReceivedHeader received, @Nullable Claims claims) {
        SecurityEvent event = SecurityEvent.of(
                code,
                clock.instant(),
                claims == null ? null : name(claims.issuer()),
                claims == null ? null : name(claims.key()),
                received.sender().map(Refusals::printable).orElse(null));
        listeners.forEach(listener -> tell(listener, event));
    }

    private static void tell(SecurityListener listener, SecurityEvent event) {
        try {
            listener.refused(event);
        } catch (RuntimeException e) {
            LOG.warn("a security listener failed; what was refused stays refused: {}", event, e);
        }
    }

    private static @Nullable String name(String claimed) {
        try {
            return PropagationOptions.checkName("claim", claimed);
        } catch (InvalidValueException e) {
            return null;
        }
    }

    private static String printable(String sender) {
        String head = sender.length() > LONGEST_SENDER ? sender.substring(0, LONGEST_SENDER) : sender;
        return head.replaceAll("[^ -~]", "?");
    }
}
