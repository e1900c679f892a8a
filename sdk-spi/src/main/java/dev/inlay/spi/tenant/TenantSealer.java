package dev.inlay.spi.tenant;

import dev.inlay.api.tenant.MessageBinding;
import dev.inlay.api.tenant.TenantId;

/**
 * Seals messages that a plug-in sends in a tenant's name, where no tenant is bound: a relay's transport, for instance.
 * Offered by {@link dev.inlay.spi.PluginContext#service}. Thread-safe.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface TenantSealer {

    /**
     * Makes a seal.
     *
     * @param tenant whose message it is; also one that is suspended or closed, whose events are still delivered
     * @param message what the seal holds for
     * @return the value of {@link dev.inlay.api.tenant.TenantPropagation#SEAL_HEADER}
     * @throws dev.inlay.api.tenant.NoTenantException with code {@code tenant.unknown}
     */
    String seal(TenantId tenant, MessageBinding message);
}
