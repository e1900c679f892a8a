package dev.inlay.provider.jooq.internal.database;

import java.sql.Connection;
import org.jooq.Configuration;
import org.jooq.DSLContext;
import org.jooq.conf.ExecuteWithoutWhere;
import org.jooq.conf.RenderQuotedNames;
import org.jooq.conf.Settings;
import org.jooq.impl.DSL;
import org.jooq.impl.DefaultConfiguration;
import org.jooq.impl.DefaultConnectionProvider;

/** What is known of a database that was opened. */
record Opened(Dialect dialect, Configuration configuration, int shards) {

    Opened(Dialect dialect, int shards) {
        this(dialect, configuration(dialect), shards);
    }

    DSLContext sql(Connection connection) {
        return DSL.using(configuration.derive(new DefaultConnectionProvider(connection)));
    }

    private static Configuration configuration(Dialect dialect) {
        Settings settings = new Settings()
                .withRenderQuotedNames(RenderQuotedNames.EXPLICIT_DEFAULT_UNQUOTED)
                .withRenderSchema(false)
                .withInListPadding(true)
                .withExecuteLogging(false)
                .withFetchWarnings(false)
                .withExecuteUpdateWithoutWhere(ExecuteWithoutWhere.THROW)
                .withExecuteDeleteWithoutWhere(ExecuteWithoutWhere.THROW);
        return new DefaultConfiguration().set(dialect.sql()).set(settings);
    }
}
