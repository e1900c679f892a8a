package dev.inlay.api.entitlement;

import dev.inlay.api.error.InlayException;
import dev.inlay.api.tenant.TenantId;
import java.io.Serial;

/**
 * A tenant asked for what it may not do. Carries the whole decision. Code {@code entitlement.refused}, not retryable.
 *
 * @since 0.1
 */
public final class NotEntitledException extends InlayException {

    @Serial
    private static final long serialVersionUID = 1L;

    /** The decision, which a serialized copy goes without. */
    private final transient Decision decision;

    /**
     * Creates an exception.
     *
     * @param tenant who asked
     * @param decision the refusal
     */
    public NotEntitledException(TenantId tenant, Decision decision) {
        super("entitlement.refused", "tenant " + tenant + ": " + decision);
        this.decision = decision;
    }

    /**
     * The refusal, with its reason.
     *
     * @return the decision
     */
    public Decision decision() {
        return decision;
    }
}
