/** Certifies a plug-in from the command line. */
module dev.inlay.testkit.cli {
    requires dev.inlay.testkit.contracts;
    requires org.junit.jupiter.engine;
    requires org.junit.platform.launcher;
    requires static org.jspecify;

    exports dev.inlay.testkit.cli;
}
