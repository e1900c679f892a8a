/** Test support for hosts that embed Inlay. */
module dev.inlay.testkit.junit {
    requires transitive dev.inlay.core;
    requires transitive dev.inlay.testkit.contracts;
    requires static org.jspecify;

    exports dev.inlay.testkit.junit;
}
