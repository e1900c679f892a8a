/** Sends events over HTTP with OpenFeign on the JDK client. */
module dev.inlay.provider.feign {
    requires transitive dev.inlay.spi;
    requires feign.core;
    requires feign.java11;
    requires static org.jspecify;

    exports dev.inlay.provider.feign;
}
