/**
 * Stores on PostgreSQL, MariaDB and H2 through jOOQ, with the scripts that make their schema. The front door is
 * {@link dev.inlay.provider.jooq.JooqStores}.
 *
 * <p>The scripts lie on the path beside it, in {@code dev/inlay/provider/jooq/postgresql}, {@code …/mariadb} and
 * {@code …/h2}, named as Flyway names them, for a host that runs them itself; their packages are open for that.
 */
@SuppressWarnings("opens")
module dev.inlay.provider.jooq {
    requires transitive dev.inlay.spi;
    requires transitive java.sql;
    requires transitive org.jooq;
    requires static jakarta.xml.bind;
    requires static org.jspecify;

    exports dev.inlay.provider.jooq;
    exports dev.inlay.provider.jooq.tenant;

    // jOOQ makes records by reflection
    exports dev.inlay.provider.jooq.internal.schema.tables.records to
            org.jooq;

    provides dev.inlay.spi.store.StoresFactory with
            dev.inlay.provider.jooq.JooqStoresFactory;

    opens dev.inlay.provider.jooq.h2;
    opens dev.inlay.provider.jooq.mariadb;
    opens dev.inlay.provider.jooq.postgresql;
}
