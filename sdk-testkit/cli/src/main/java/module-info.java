/**
 * Certifies a plug-in, and verifies audit trails, from the command line. The self-contained jar carries everything that
 * it needs.
 */
module dev.inlay.testkit.cli {
    requires dev.inlay.core;
    requires dev.inlay.testkit.contracts;
    requires org.junit.jupiter.engine;
    requires static org.jspecify;

    exports dev.inlay.testkit.cli;

    uses dev.inlay.spi.Plugin;
    uses dev.inlay.spi.store.StoresFactory;

    // JUnit makes the contracts
    opens dev.inlay.testkit.cli to
            org.junit.platform.commons;
}
