import dev.inlay.api.annotation.Incubating;

/**
 * What a host product calls: interfaces, values and errors, with no type but the JDK's in any signature.
 *
 * <p>The front door is {@link dev.inlay.api.Inlay}. Packages go by pillar ({@code tenant}, {@code audit},
 * {@code access}, {@code entitlement}, {@code metering}, {@code event}, {@code theme}) and carry the same names in the
 * SPI and in the engine. Interfaces here are called, not implemented, by a host and may grow; everything is incubating
 * until 1.0.
 */
@Incubating
module dev.inlay.api {
    requires transitive java.sql;
    requires static org.jspecify;

    exports dev.inlay.api;
    exports dev.inlay.api.access;
    exports dev.inlay.api.annotation;
    exports dev.inlay.api.audit;
    exports dev.inlay.api.entitlement;
    exports dev.inlay.api.error;
    exports dev.inlay.api.event;
    exports dev.inlay.api.metering;
    exports dev.inlay.api.tenant;
    exports dev.inlay.api.theme;
}
