/**
 * Binds each HTTP request to its tenant, in any Jakarta Servlet 6 container.
 *
 * <p>The front door is {@link dev.inlay.provider.servlet.TenantFilter}. It is not a plug-in: the host registers it with
 * its container and gives it a running instance.
 */
module dev.inlay.provider.servlet {
    requires transitive dev.inlay.api;
    requires transitive jakarta.servlet;
    requires static org.jspecify;

    exports dev.inlay.provider.servlet;
}
