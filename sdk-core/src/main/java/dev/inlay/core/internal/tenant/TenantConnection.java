package dev.inlay.core.internal.tenant;

import dev.inlay.api.error.InvalidValueException;
import dev.inlay.api.tenant.TenantContext;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A connection that belongs to one tenant, see {@link TenantDataSource}. */
final class TenantConnection implements InvocationHandler {

    private static final Logger LOG = LoggerFactory.getLogger(TenantConnection.class);

    /** What may be called whoever is bound, besides reading methods: whatever only ends or describes. */
    private static final Set<String> ALWAYS = Set.of("abort", "clearWarnings", "toString");

    /** What drivers answer by a statement, which must not be the first of a transaction that nobody has prepared. */
    private static final Set<String> ASKING_THE_DATABASE = Set.of("getMetaData", "getSchema", "getCatalog");

    /** What is set before a transaction begins, so that it must not begin one. */
    private static final Set<String> BEFORE_IT_BEGINS =
            Set.of("setTransactionIsolation", "setHoldability", "setNetworkTimeout", "setClientInfo", "setTypeMap");

    private final Connection connection;
    private final BoundTransaction transaction;
    private final boolean autoCommitBefore;
    private final Consumer<TenantContext> afterCommit;
    private boolean closed;

    private TenantConnection(
            Connection connection,
            BoundTransaction transaction,
            boolean autoCommitBefore,
            Consumer<TenantContext> afterCommit) {
        this.connection = connection;
        this.transaction = transaction;
        this.autoCommitBefore = autoCommitBefore;
        this.afterCommit = afterCommit;
    }

    static Connection of(
            Connection connection,
            BoundTransaction transaction,
            boolean autoCommitBefore,
            Consumer<TenantContext> afterCommit) {
        return (Connection) Proxy.newProxyInstance(
                TenantConnection.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                new TenantConnection(connection, transaction, autoCommitBefore, afterCommit));
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] args) throws Throwable {
        switch (method.getName()) {
            case "equals" -> {
                return proxy == first(args);
            }
            case "hashCode" -> {
                return System.identityHashCode(proxy);
            }
            case "close" -> {
                close();
                return null;
            }
            case "commit" -> {
                commit();
                return null;
            }
            case "rollback" -> {
                rollback(method, args);
                return null;
            }
            case "setReadOnly" -> {
                // what the tenant's access says stays, whatever a framework thinks of the connection
                if (transaction.isReadOnly()) {
                    return null;
                }
                transaction.require();
            }
            case "setSchema", "setCatalog" ->
                throw new InvalidValueException(
                        method.getName(),
                        "is not for a connection of Inlay.dataSource(): the tenant's placement says where its names lead");
            case "setAutoCommit" -> requireOff((Boolean) first(args));
            case "unwrap" -> {
                return unwrap((Class<?>) first(args));
            }
            case "isWrapperFor" -> {
                Class<?> type = (Class<?>) first(args);
                return type.isInstance(connection) || connection.isWrapperFor(type);
            }
            default -> requireTenant(method.getName());
        }
        return ConnectionPart.of(call(connection, method, args), (Connection) proxy, transaction);
    }

    static @Nullable Object call(Object target, Method method, @Nullable Object @Nullable [] args) throws Throwable {
        try {
            return method.invoke(target, args);
        } catch (InvocationTargetException e) {
            throw e.getCause() == null ? e : e.getCause();
        }
    }

    static Object first(@Nullable Object @Nullable [] args) {
        return Objects.requireNonNull(Objects.requireNonNull(args)[0]);
    }

    private void requireTenant(String method) throws SQLException {
        if (ASKING_THE_DATABASE.contains(method)) {
            transaction.requireBegun();
            return;
        }
        if (method.startsWith("get") || method.startsWith("is") || ALWAYS.contains(method)) {
            return;
        }
        if (BEFORE_IT_BEGINS.contains(method)) {
            transaction.require();
        } else {
            transaction.requireBegun();
        }
    }

    /** A rollback to a savepoint leaves the transaction open; a whole one is always welcome. */
    private void rollback(Method method, @Nullable Object @Nullable [] args) throws Throwable {
        call(connection, method, args);
        if (args == null) {
            transaction.ended();
        }
    }

    private static void requireOff(boolean autoCommit) {
        if (autoCommit) {
            throw new InvalidValueException(
                    "autoCommit",
                    "must stay off on a connection of Inlay.dataSource(); commit when the work is done, or take a"
                            + " connection from the host's own data source");
        }
    }

    private Object unwrap(Class<?> type) throws SQLException {
        return type.isInstance(connection) ? connection : connection.unwrap(type);
    }

    private void commit() throws SQLException {
        transaction.require();
        connection.commit();
        transaction.ended();
        try {
            afterCommit.accept(transaction.tenant());
        } catch (RuntimeException e) {
            LOG.debug("what follows a commit failed; the commit stands", e);
        }
    }

    /** Where the rollback fails the connection is given up: switching autocommit on would commit what is open. */
    private void close() throws SQLException {
        if (closed) {
            return;
        }
        closed = true;
        try (connection) {
            if (!connection.isClosed()) {
                endOrAbort();
                if (autoCommitBefore) {
                    connection.setAutoCommit(true);
                }
            }
        }
    }

    private void endOrAbort() throws SQLException {
        try {
            connection.rollback();
            transaction.giveBack();
        } catch (SQLException | RuntimeException e) {
            try {
                connection.abort(Runnable::run);
            } catch (SQLException alsoFailed) {
                e.addSuppressed(alsoFailed);
            }
            throw e;
        }
    }
}
