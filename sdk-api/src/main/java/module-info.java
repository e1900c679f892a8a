/** What a host calls: interfaces, records and errors, on JDK types only. */
module dev.inlay.api {
    requires transitive java.sql;
    requires static org.jspecify;

    exports dev.inlay.api;
}
