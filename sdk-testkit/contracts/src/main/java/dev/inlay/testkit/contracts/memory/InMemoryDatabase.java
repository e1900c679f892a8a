package dev.inlay.testkit.contracts.memory;

import dev.inlay.api.error.InvalidValueException;
import dev.inlay.api.error.StoreException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.time.Duration;
import java.util.function.Supplier;
import javax.sql.DataSource;

/**
 * A database without SQL: its connections have transactions, and stores hang their changes on them.
 *
 * <p>A store asks {@link #transactionOf(Connection)} for the transaction of the connection that it was given, locks
 * what it is about to change, and leaves a change to be applied at the commit. Everything read at READ COMMITTED is
 * read inside {@link #atomically(Supplier)}, so that a commit shows all at once.
 *
 * <p>Thread-safe; a connection, as everywhere, is for one thread at a time. Holds no thread and no file.
 *
 * @since 0.1
 */
public final class InMemoryDatabase {

    private final Object commits = new Object();
    private final InMemoryLocks locks;
    private final DataSource dataSource = dataSourceOf(this);

    /** Creates an empty database whose locks are waited for 5 seconds at most. */
    public InMemoryDatabase() {
        this(Duration.ofSeconds(5));
    }

    /**
     * Creates an empty database.
     *
     * @param lockTimeout how long a transaction waits for another's lock before it is given up; a deadlock is seen at
     *     once
     */
    public InMemoryDatabase(Duration lockTimeout) {
        this.locks = new InMemoryLocks(lockTimeout);
    }

    /**
     * Hands out connections. They begin in autocommit mode, know transactions but no savepoints, and answer every
     * statement with {@link SQLFeatureNotSupportedException}.
     *
     * @return the same object each time
     */
    public DataSource dataSource() {
        return dataSource;
    }

    /**
     * The transaction that a connection is in.
     *
     * @param tx a connection of such a database, wrapped or not
     * @return its transaction, until commit or rollback
     * @throws InvalidValueException for {@code tx} when it is in autocommit mode or belongs to another kind of database
     * @throws StoreException when the connection is closed
     */
    public static InMemoryTransaction transactionOf(Connection tx) {
        try {
            if (!tx.isWrapperFor(InMemoryTransaction.class)) {
                throw new InvalidValueException("tx", "must be a connection of an InMemoryDatabase");
            }
            if (tx.getAutoCommit()) {
                throw new InvalidValueException("tx", "must not be in autocommit mode; call setAutoCommit(false)");
            }
            return tx.unwrap(InMemoryTransaction.class);
        } catch (SQLException e) {
            throw new StoreException("store.connection", false, "the connection does not answer", e);
        }
    }

    /**
     * Does work in a transaction of its own, and commits it.
     *
     * @param work what to do
     * @param <T> what it returns
     * @return what the work returned
     * @throws dev.inlay.api.error.TransactionLostException when a lock was not to be had
     */
    public <T> T inTransaction(Work<T> work) {
        InMemoryTransaction transaction = begin();
        try {
            T result = work.in(transaction);
            transaction.commit();
            return result;
        } finally {
            transaction.rollback();
        }
    }

    /**
     * Reads while no commit is being applied. Commits are applied here too, so that work must be short and must not
     * take a transaction's lock.
     *
     * @param read what to do
     * @param <T> what it returns
     * @return what the work returned
     */
    public <T> T atomically(Supplier<T> read) {
        synchronized (commits) {
            return read.get();
        }
    }

    InMemoryTransaction begin() {
        return new InMemoryTransaction(this, locks);
    }

    Connection connect() {
        return (Connection) Proxy.newProxyInstance(
                InMemoryDatabase.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                new InMemoryConnection(this));
    }

    private static DataSource dataSourceOf(InMemoryDatabase database) {
        return (DataSource) Proxy.newProxyInstance(
                InMemoryDatabase.class.getClassLoader(),
                new Class<?>[] {DataSource.class},
                (proxy, method, args) -> switch (method.getName()) {
                    case "getConnection" -> database.connect();
                    case "isWrapperFor" -> false;
                    case "equals" -> proxy == args[0];
                    case "hashCode" -> System.identityHashCode(proxy);
                    case "toString" -> "InMemoryDatabase.dataSource()";
                    default -> throw new SQLFeatureNotSupportedException(method.getName());
                });
    }

    /**
     * Work in a transaction.
     *
     * @param <T> what it returns
     */
    @FunctionalInterface
    public interface Work<T> {

        /**
         * Does the work.
         *
         * @param transaction ends when this returns
         * @return its result
         */
        T in(InMemoryTransaction transaction);
    }
}
