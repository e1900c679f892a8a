package dev.inlay.provider.servlet;

import dev.inlay.api.tenant.TenantAction;

/** Binds a request that was let in, as often as it is dispatched. */
@FunctionalInterface
interface Admitted {

    void run(TenantAction<Exception> action) throws Exception;
}
