package dev.inlay.provider.jooq.internal.database;

import java.sql.Connection;
import org.jooq.Configuration;
import org.jooq.DSLContext;
import org.jooq.conf.ExecuteWithoutWhere;
import org.jooq.conf.MappedSchema;
import org.jooq.conf.RenderMapping;
import org.jooq.conf.RenderQuotedNames;
import org.jooq.conf.Settings;
import org.jooq.impl.DSL;
import org.jooq.impl.DefaultConfiguration;
import org.jooq.impl.DefaultConnectionProvider;

/** What is known of a database that was opened. */
final class Opened {

    private final Dialect dialect;
    private final Configuration configuration;
    private final Home home;
    private final int shards;
    private final Statements statements;

    private Opened(Dialect dialect, Configuration configuration, Home home, int shards) {
        this.dialect = dialect;
        this.configuration = configuration;
        this.home = home;
        this.shards = shards;
        this.statements = new Statements(this);
    }

    /** Inlay's tables are found as the connections find them. */
    Opened(Dialect dialect, int shards) {
        this(dialect, configuration(settings().withRenderSchema(false), dialect), Home.UNKNOWN, shards);
    }

    /** Inlay's tables are found wherever a transaction's unqualified names lead. */
    Opened(Dialect dialect, Home home, int shards) {
        this(dialect, configuration(settings().withRenderMapping(into(home.schema(), dialect)), dialect), home, shards);
    }

    Dialect dialect() {
        return dialect;
    }

    Configuration configuration() {
        return configuration;
    }

    /** Has the schema that Inlay's tables are qualified with; unknown where they are not. */
    Home home() {
        return home;
    }

    int shards() {
        return shards;
    }

    Statements statements() {
        return statements;
    }

    DSLContext sql(Connection connection) {
        return DSL.using(configuration.derive(new DefaultConnectionProvider(connection)));
    }

    /** The generated tables have no schema. Names are rendered as they are given, so this one is given with quotes. */
    private static RenderMapping into(String home, Dialect dialect) {
        String quoted = DSL.using(dialect.sql()).render(DSL.quotedName(home));
        return new RenderMapping().withSchemata(new MappedSchema().withInput("").withOutput(quoted));
    }

    private static Configuration configuration(Settings settings, Dialect dialect) {
        return new DefaultConfiguration().set(dialect.sql()).set(settings);
    }

    private static Settings settings() {
        return new Settings()
                .withRenderQuotedNames(RenderQuotedNames.EXPLICIT_DEFAULT_UNQUOTED)
                .withInListPadding(true)
                .withExecuteLogging(false)
                .withFetchWarnings(false)
                .withExecuteUpdateWithoutWhere(ExecuteWithoutWhere.THROW)
                .withExecuteDeleteWithoutWhere(ExecuteWithoutWhere.THROW);
    }
}
