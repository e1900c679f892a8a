/** One contract per SPI, and fakes, for whoever writes a plug-in; knows the SPI only. */
module dev.inlay.testkit.contracts {
    requires transitive dev.inlay.spi;
    requires transitive org.junit.jupiter.api;
    requires transitive org.junit.platform.launcher;
    requires transitive org.assertj.core;
    requires static org.jspecify;

    exports dev.inlay.testkit.contracts;
    exports dev.inlay.testkit.contracts.memory;
}
