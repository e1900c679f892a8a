package dev.inlay.testkit.contracts.memory;

import dev.inlay.api.error.InlayException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What stands behind a connection of an {@link InMemoryDatabase}. */
final class InMemoryConnection implements InvocationHandler {

    private final InMemoryDatabase database;
    private InMemoryTransaction transaction;
    private boolean autoCommit = true;
    private boolean readOnly;
    private boolean closed;

    InMemoryConnection(InMemoryDatabase database) {
        this.database = database;
        this.transaction = database.begin();
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] args)
            throws SQLException {
        return switch (method.getName()) {
            case "equals" -> proxy == argument(args);
            case "hashCode" -> System.identityHashCode(proxy);
            case "toString" -> "InMemoryDatabase connection" + (closed ? " (closed)" : "");
            case "close" -> done(this::close);
            case "isClosed" -> closed;
            case "isValid" -> !closed;
            default -> {
                if (closed) {
                    throw new SQLException("the connection is closed", "08003");
                }
                yield whileOpen(method, args);
            }
        };
    }

    private @Nullable Object whileOpen(Method method, @Nullable Object @Nullable [] args) throws SQLException {
        return switch (method.getName()) {
            case "getAutoCommit" -> autoCommit;
            case "setAutoCommit" -> done(() -> setAutoCommit((Boolean) argument(args)));
            case "isReadOnly" -> readOnly;
            case "setReadOnly" -> done(() -> readOnly = (Boolean) argument(args));
            case "getTransactionIsolation" -> Connection.TRANSACTION_READ_COMMITTED;
            case "setTransactionIsolation", "clearWarnings" -> null;
            case "commit" -> done(this::commit);
            case "rollback" -> args == null ? done(this::rollback) : unsupported(method);
            case "isWrapperFor" -> argument(args) == InMemoryTransaction.class;
            case "unwrap" -> argument(args) == InMemoryTransaction.class ? transaction : unsupported(method);
            default -> unsupported(method);
        };
    }

    private static @Nullable Object unsupported(Method method) throws SQLException {
        throw new SQLFeatureNotSupportedException(
                "an InMemoryDatabase has transactions, but no savepoints and no SQL: " + method.getName());
    }

    private static @Nullable Object done(Step step) throws SQLException {
        step.take();
        return null;
    }

    private void setAutoCommit(boolean value) throws SQLException {
        if (value && !autoCommit) {
            end();
        }
        autoCommit = value;
    }

    private void commit() throws SQLException {
        requireManualCommit();
        end();
    }

    private void end() throws SQLException {
        InMemoryTransaction ending = transaction;
        transaction = database.begin();
        try {
            ending.commit();
        } catch (InlayException e) {
            ending.rollback();
            throw new SQLException("rolled back instead of committed: " + e.getMessage(), "40001", e);
        }
    }

    private void rollback() throws SQLException {
        requireManualCommit();
        transaction.rollback();
        transaction = database.begin();
    }

    private void close() {
        if (!closed) {
            closed = true;
            transaction.rollback();
        }
    }

    private void requireManualCommit() throws SQLException {
        if (autoCommit) {
            throw new SQLException("the connection is in autocommit mode", "25000");
        }
    }

    private static Object argument(@Nullable Object @Nullable [] args) {
        return Objects.requireNonNull(Objects.requireNonNull(args)[0]);
    }

    @FunctionalInterface
    private interface Step {
        void take() throws SQLException;
    }
}
