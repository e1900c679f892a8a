package dev.inlay.spi.entitlement;

import dev.inlay.api.tenant.TenantId;
import dev.inlay.spi.ExtensionPoint;
import java.time.LocalDate;

/**
 * Tells the entitlement engine how much was used. By default the engine asks the installed usage ledger; a host that
 * counts elsewhere contributes its own. Thread-safe.
 *
 * @since 0.1
 */
@ExtensionPoint(ExtensionPoint.Cardinality.ONE)
public interface UsageReader {

    /**
     * The sum of what a tenant used. May block.
     *
     * @param tenant whose usage
     * @param meter the meter's key
     * @param from the first day, in the tenant's zone
     * @param to the last day, inclusive
     * @return 0 or more
     */
    long used(TenantId tenant, String meter, LocalDate from, LocalDate to);
}
