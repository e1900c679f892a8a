package dev.inlay.provider.jooq.internal.migration;

import dev.inlay.api.error.StoreException;
import dev.inlay.provider.jooq.internal.database.Dialect;
import dev.inlay.provider.jooq.internal.database.Micros;
import dev.inlay.provider.jooq.internal.database.OwnTransaction;
import dev.inlay.provider.jooq.internal.database.SqlFailures;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;

/**
 * Runs the scripts that have not run yet, one node at a time. A script that broke half-way is run again: on PostgreSQL
 * nothing of it is left, on the others its statements step over what is there.
 */
public final class Migrator {

    private final DataSource dataSource;
    private final List<Script> scripts;
    private final InstantSource clock;

    /**
     * Runs nothing yet.
     *
     * @param dataSource where the schema is to be
     * @param dialect what is there
     * @param clock for the history
     */
    public Migrator(DataSource dataSource, Dialect dialect, InstantSource clock) {
        this(dataSource, Script.all(dialect.folder()), clock);
    }

    Migrator(DataSource dataSource, List<Script> scripts, InstantSource clock) {
        this.dataSource = dataSource;
        this.scripts = scripts;
        this.clock = clock;
    }

    /**
     * Brings the schema up to date.
     *
     * @throws StoreException as {@code JooqStores.start} says
     */
    public void migrate() {
        if (!isUpToDate()) {
            new MigrationLock(dataSource).with(this::runMissing);
        }
    }

    /** So that a node that finds nothing to do needs neither the lock nor the right to make tables. */
    private boolean isUpToDate() {
        try {
            return missing(OwnTransaction.call(dataSource, History::read)).isEmpty();
        } catch (SQLException e) {
            // no history yet, or no database: making it tells which
            return false;
        }
    }

    private void runMissing() {
        in("making the history of scripts", connection -> {
            History.create(connection);
            return true;
        });
        Map<Integer, History.Entry> history = in("reading the history of scripts", History::read);
        for (Script script : missing(history)) {
            in("writing the history of scripts", connection -> {
                History.begin(connection, script, Micros.of(clock.instant()));
                return true;
            });
            in("script " + script.fileName(), connection -> {
                run(connection, script);
                History.succeed(connection, script);
                return true;
            });
        }
    }

    private List<Script> missing(Map<Integer, History.Entry> history) {
        history.keySet().forEach(SchemaCheck::refuseNewer);
        return scripts.stream()
                .filter(script -> isMissing(script, history.get(script.version())))
                .toList();
    }

    private static boolean isMissing(Script script, History.@org.jspecify.annotations.Nullable Entry entry) {
        if (entry == null || !entry.success()) {
            return true;
        }
        if (!entry.checksum().equals(script.checksum())) {
            throw new StoreException(
                    "store.schema.changed",
                    false,
                    "script " + script.fileName() + " is not the one that ran here (checksum " + script.checksum()
                            + ", then " + entry.checksum() + "); use the release that made the schema, or a later one",
                    null);
        }
        return false;
    }

    private static void run(Connection connection, Script script) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String sql : script.statements()) {
                statement.execute(sql);
            }
        }
    }

    private <T> T in(String doing, OwnTransaction.Work<T> work) {
        try {
            return OwnTransaction.call(dataSource, work);
        } catch (SQLException e) {
            throw SqlFailures.translate(doing, e);
        }
    }
}
