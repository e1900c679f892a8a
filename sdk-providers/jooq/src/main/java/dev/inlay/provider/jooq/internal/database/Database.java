package dev.inlay.provider.jooq.internal.database;

import static dev.inlay.provider.jooq.internal.schema.tables.InlayShard.INLAY_SHARD;

import dev.inlay.api.error.InvalidValueException;
import dev.inlay.api.error.StoreException;
import dev.inlay.api.error.TransactionLostException;
import dev.inlay.api.tenant.TenantId;
import dev.inlay.spi.store.TransactionTerms;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jooq.exception.DataAccessException;
import org.jspecify.annotations.Nullable;

/** The host's database, known once it was opened. Thread-safe. */
public final class Database {

    private static final int ATTEMPTS = 4;

    private final Sources sources;
    private volatile @Nullable Opened opened;
    private volatile @Nullable Dialect known;

    /**
     * Opens nothing yet.
     *
     * @param dataSource for everything
     */
    public Database(DataSource dataSource) {
        this(Sources.one(dataSource));
    }

    /**
     * Opens nothing yet.
     *
     * @param sources who works in it
     */
    public Database(Sources sources) {
        this.sources = sources;
    }

    /**
     * Recognises the database and makes it ready.
     *
     * @param prepare sees to the schema
     */
    public void open(Consumer<Dialect> prepare) {
        Dialect dialect = recognise();
        prepare.accept(dialect);
        int shards = countShards(new Opened(dialect, 0));
        known = dialect;
        opened = new Opened(dialect, shards);
    }

    /**
     * The same, and qualifies Inlay's tables with the schema that they are found in now, so that a transaction may lead
     * unqualified names elsewhere.
     *
     * @param prepare sees to the schema
     */
    public void openQualified(Consumer<Dialect> prepare) {
        Dialect dialect = recognise();
        prepare.accept(dialect);
        Home home = home(dialect);
        int shards = countShards(new Opened(dialect, home, 0));
        known = dialect;
        opened = new Opened(dialect, home, shards);
    }

    private int countShards(Opened candidate) {
        int shards = inOwn(
                sources.relay(),
                candidate,
                Optional.empty(),
                "counting shards",
                tx -> tx.sql().fetchCount(INLAY_SHARD));
        if (shards < 1) {
            throw new StoreException(
                    "store.schema.incomplete", false, "inlay_shard is empty; run script V1 again", null);
        }
        return shards;
    }

    private Home home(Dialect dialect) {
        try {
            return OwnTransaction.call(sources.host(), dialect.schemas()::home);
        } catch (SQLException e) {
            throw SqlFailures.translate("asking for the schema", e);
        }
    }

    /** Forgets the database. Nothing is held open between calls. */
    public void close() {
        opened = null;
    }

    /**
     * How many shards the tables were made with.
     *
     * @return at least 1
     */
    public int shards() {
        return current().shards();
    }

    /** Whether a statement takes any number of values as one bind, and is planned well with it. */
    public boolean bindsArrays() {
        return current().dialect().bindsArrays();
    }

    /** Waits until all commits that can be seen now survive a kill: at once, where they can only be seen then. */
    public void settle() {
        Dialect dialect = current().dialect();
        if (dialect.showsCommitsEarly()) {
            look("waiting for commits to be written", tx -> {
                dialect.settle(tx.sql());
                return true;
            });
        }
    }

    /**
     * What tells two databases apart, as far as their drivers do: equal where they are certainly the same.
     *
     * @return may hold secrets, so never shown
     * @throws SQLException as the driver does
     */
    public String identity() throws SQLException {
        try (Connection connection = sources.host().getConnection()) {
            return connection.getMetaData().getURL() + ' ' + home().schema();
        }
    }

    Dialect dialect() {
        return current().dialect();
    }

    /** Where Inlay's own tables lie; unknown unless they are qualified with it. */
    Home home() {
        return current().home();
    }

    /**
     * Works over all tenants as the relay, in a transaction of its own at READ COMMITTED, again when it lost against
     * another one.
     *
     * @param doing what is done, for which tenant or key, for messages
     * @param work may run more than once
     * @return what the work returned
     */
    public <T> T call(String doing, Function<Tx, T> work) {
        return call(sources.relay(), Optional.empty(), doing, work);
    }

    /**
     * Works over all tenants as the relay, with a single statement. Where connections commit by themselves there is no
     * transaction around it, which saves two round trips; a single statement is one picture at any isolation.
     *
     * @param doing what is done, for which tenant or key, for messages
     * @param statement whose runs, if they are several, need not be one transaction
     * @param use sets its binds, runs it and reads; may be called more than once
     * @return what the use returned
     */
    public <T> T query(String doing, Rendered statement, OneStatement<T> use) {
        String sql = statement.in(current());
        return single(doing, connection -> {
            try (PreparedStatement prepared = connection.prepareStatement(sql)) {
                return use.on(prepared);
            }
        });
    }

    /**
     * Reads over all tenants as the relay, with a single statement, as {@link #query} does.
     *
     * @param doing what is done, for messages
     * @param work one statement that only reads; may run more than once
     * @return what the work returned
     */
    public <T> T look(String doing, Function<Tx, T> work) {
        Opened current = current();
        return single(doing, connection -> work.apply(new Tx(current.dialect(), current.sql(connection))));
    }

    private <T> T single(String doing, OwnTransaction.Work<T> work) {
        for (int attempt = 1; ; attempt++) {
            RuntimeException failure;
            try {
                return single(work);
            } catch (SQLException e) {
                failure = SqlFailures.translate(doing, e);
            } catch (DataAccessException e) {
                failure = SqlFailures.translate(doing, e);
            }
            if (!(failure instanceof TransactionLostException) || attempt == ATTEMPTS) {
                throw failure;
            }
        }
    }

    private <T> T single(OwnTransaction.Work<T> work) throws SQLException {
        try (Connection connection = sources.relay().getConnection()) {
            if (connection.getAutoCommit()) {
                return work.on(connection);
            }
        }
        return OwnTransaction.call(sources.relay(), work);
    }

    /** Sets the binds of a statement, runs it and reads what it answers. */
    @FunctionalInterface
    public interface OneStatement<T> {

        /** Uses the statement, which is closed afterwards. */
        T on(PreparedStatement statement) throws SQLException;
    }

    /**
     * Works for one tenant as the host, in a transaction of its own at READ COMMITTED, again when it lost against
     * another one.
     *
     * @param tenant whose rows
     * @param doing what is done, for which key, for messages
     * @param work may run more than once
     * @return what the work returned
     */
    public <T> T call(TenantId tenant, String doing, Function<Tx, T> work) {
        return call(sources.host(), Optional.of(tenant), doing, work);
    }

    /**
     * Prepares a transaction for its tenant, see {@link dev.inlay.spi.store.Stores#begin}.
     *
     * @param tx nothing done in it
     * @param terms for whom, and whether it may write
     * @throws SQLException as the driver does
     */
    public void begin(Connection tx, TransactionTerms terms) throws SQLException {
        Dialect dialect = current().dialect();
        if (terms.readOnly()) {
            dialect.refuseWrites(tx);
        }
        if (sources.rowLevelSecurity()) {
            dialect.setTenant(tx, terms.tenant().id().value());
        }
    }

    /**
     * Undoes what {@link #begin} set for longer than a transaction, also when the stores were closed meanwhile.
     *
     * @param connection rolled back
     * @throws SQLException as the driver does
     */
    public void giveBack(Connection connection) throws SQLException {
        Dialect dialect = known;
        if (dialect != null) {
            dialect.allowWrites(connection);
        }
    }

    private <T> T call(DataSource source, Optional<TenantId> tenant, String doing, Function<Tx, T> work) {
        Opened current = current();
        for (int attempt = 1; ; attempt++) {
            try {
                return inOwn(source, current, tenant, doing, work);
            } catch (TransactionLostException e) {
                if (attempt == ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    /**
     * Works in the caller's transaction.
     *
     * @param connection autocommit off
     * @param doing what is done, for which tenant or key, for messages
     * @param work runs once
     * @return what the work returned
     * @throws InvalidValueException for {@code tx} in autocommit mode
     */
    public <T> T join(Connection connection, String doing, Function<Tx, T> work) {
        Opened current = current();
        try {
            requireTransaction(connection);
            return work.apply(new Tx(current.dialect(), current.sql(connection)));
        } catch (SQLException e) {
            throw SqlFailures.translate(doing, e);
        } catch (DataAccessException e) {
            throw SqlFailures.translate(doing, e);
        }
    }

    /**
     * Works in the caller's transaction by plain JDBC, as what is asked for on every request must.
     *
     * @param connection autocommit off
     * @param doing what is done, for which tenant or key, for messages; asked when it failed
     * @param work runs once
     * @return what the work returned
     * @throws InvalidValueException for {@code tx} in autocommit mode
     */
    public <T> T join(Connection connection, Supplier<String> doing, Plainly<T> work) {
        Opened current = current();
        try {
            requireTransaction(connection);
            return work.on(connection, current.statements());
        } catch (SQLException e) {
            throw SqlFailures.translate(doing.get(), e);
        } catch (DataAccessException e) {
            throw SqlFailures.translate(doing.get(), e);
        }
    }

    private static void requireTransaction(Connection connection) throws SQLException {
        if (connection.getAutoCommit()) {
            throw new InvalidValueException(
                    "tx", "must not be in autocommit mode; call setAutoCommit(false) and commit yourself");
        }
    }

    /** Work by plain JDBC. */
    @FunctionalInterface
    public interface Plainly<T> {

        /** Works; what it throws is translated. */
        T on(Connection tx, Statements statements) throws SQLException;
    }

    private Dialect recognise() {
        try (Connection connection = sources.host().getConnection()) {
            Dialect dialect = Dialects.of(connection);
            dialect.verifyDurability(new Opened(dialect, 0).sql(connection));
            return dialect;
        } catch (SQLException e) {
            throw SqlFailures.translate("opening the database", e);
        } catch (DataAccessException e) {
            throw SqlFailures.translate("opening the database", e);
        }
    }

    private <T> T inOwn(
            DataSource source, Opened current, Optional<TenantId> tenant, String doing, Function<Tx, T> work) {
        try {
            return OwnTransaction.call(source, connection -> {
                if (sources.rowLevelSecurity() && tenant.isPresent()) {
                    current.dialect().setTenant(connection, tenant.get().value());
                }
                return work.apply(new Tx(current.dialect(), current.sql(connection)));
            });
        } catch (SQLException e) {
            throw SqlFailures.translate(doing, e);
        } catch (DataAccessException e) {
            throw SqlFailures.translate(doing, e);
        }
    }

    private Opened current() {
        Opened current = opened;
        if (current == null) {
            throw new StoreException("store.closed", false, "the stores are not open; start the instance first", null);
        }
        return current;
    }
}
