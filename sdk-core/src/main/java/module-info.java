/** The engine between API and SPI; hosts see its builder only. */
module dev.inlay.core {
    requires transitive dev.inlay.api;
    requires transitive dev.inlay.spi;
    requires com.fasterxml.jackson.databind;
    requires com.fasterxml.jackson.datatype.jsr310;
    requires org.slf4j;
    requires static org.jspecify;

    exports dev.inlay.core;
}
