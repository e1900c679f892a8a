/**
 * The tenant in Micrometer's context-propagation, so that Reactor and whatever else understands that carries it. The
 * front door is {@link dev.inlay.provider.micrometer.TenantThreadLocalAccessor}.
 */
@SuppressWarnings({"requires-automatic", "requires-transitive-automatic"}) // context-propagation ships no descriptor
module dev.inlay.provider.micrometer {
    requires transitive context.propagation;
    requires transitive dev.inlay.api;
    requires static org.jspecify;

    exports dev.inlay.provider.micrometer;
}
