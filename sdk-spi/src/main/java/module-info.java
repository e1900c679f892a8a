import dev.inlay.api.annotation.Incubating;

/**
 * What a plug-in implements. The front door is {@link dev.inlay.spi.Plugin}: one object that contributes extensions,
 * each an interface marked with {@link dev.inlay.spi.ExtensionPoint}.
 *
 * <p>Interfaces here grow by default methods only. The {@code store} package is for the providers that ship with the
 * SDK and carries no promise.
 */
@Incubating
module dev.inlay.spi {
    requires transitive dev.inlay.api;
    requires transitive jakarta.annotation;
    requires static org.jspecify;

    exports dev.inlay.spi;
    exports dev.inlay.spi.audit;
    exports dev.inlay.spi.entitlement;
    exports dev.inlay.spi.event;
    exports dev.inlay.spi.store;
    exports dev.inlay.spi.tenant;
    exports dev.inlay.spi.theme;
}
