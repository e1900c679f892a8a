/** What a plug-in implements. */
module dev.inlay.spi {
    requires transitive dev.inlay.api;
    requires transitive jakarta.annotation;
    requires static org.jspecify;

    exports dev.inlay.spi;
}
