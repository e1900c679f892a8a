/** Stores on PostgreSQL, MariaDB and H2 through jOOQ, with the scripts that make their schema. */
module dev.inlay.provider.jooq {
    requires transitive dev.inlay.spi;
    requires org.jooq;
    requires static jakarta.xml.bind;
    requires static org.jspecify;

    exports dev.inlay.provider.jooq;
}
