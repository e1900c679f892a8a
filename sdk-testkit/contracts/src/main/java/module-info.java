/**
 * One contract per SPI, and fakes, for whoever writes a plug-in; knows the SPI only. Whoever runs a contract also needs
 * the JUnit Jupiter engine.
 */
module dev.inlay.testkit.contracts {
    requires transitive dev.inlay.spi;
    requires transitive org.junit.jupiter.api;
    requires transitive org.junit.platform.launcher;
    requires transitive org.assertj.core;
    requires static org.jspecify;

    exports dev.inlay.testkit.contracts;
    exports dev.inlay.testkit.contracts.memory;

    // JUnit calls what is package-private
    opens dev.inlay.testkit.contracts to
            org.junit.platform.commons;
}
