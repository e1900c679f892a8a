/**
 * Test support for hosts that embed Inlay: a JUnit extension that runs an instance, binds tenants and finds leaked
 * scopes. What to install in place of databases and receivers stands in {@code dev.inlay.testkit.contracts.memory}.
 */
module dev.inlay.testkit.junit {
    requires transitive dev.inlay.core;
    requires transitive dev.inlay.testkit.contracts;
    requires static org.jspecify;

    exports dev.inlay.testkit.junit;
}
