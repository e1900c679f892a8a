package dev.inlay.core.internal.tenant;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Wrapper;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A statement, a result or the metadata of one tenant's connection: writes for that tenant only, and leads back to that
 * connection and to no other, see {@link TenantDataSource}.
 */
final class ConnectionPart implements InvocationHandler {

    private static final Set<String> CHANGING_ROWS = Set.of("insertRow", "updateRow", "deleteRow");

    private static final Set<String> MOVING =
            Set.of("next", "previous", "first", "last", "absolute", "relative", "getMoreResults");

    private final Wrapper part;
    private final Connection connection;
    private final BoundTransaction transaction;
    private final @Nullable Origin origin;

    private ConnectionPart(Wrapper part, Connection connection, BoundTransaction transaction, @Nullable Origin origin) {
        this.part = part;
        this.connection = connection;
        this.transaction = transaction;
        this.origin = origin;
    }

    /** Wraps what a method of the connection answered, if it leads to the connection; else answers it as it is. */
    static @Nullable Object of(@Nullable Object answer, Connection connection, BoundTransaction transaction) {
        return of(answer, connection, transaction, null);
    }

    private static @Nullable Object of(
            @Nullable Object answer, Connection connection, BoundTransaction transaction, @Nullable Origin origin) {
        if (answer instanceof Connection) {
            return connection;
        }
        if (!(answer instanceof Wrapper part)) {
            return answer;
        }
        Class<?> type = type(part);
        return type == null
                ? part
                : Proxy.newProxyInstance(
                        ConnectionPart.class.getClassLoader(),
                        new Class<?>[] {type},
                        new ConnectionPart(part, connection, transaction, origin));
    }

    private static @Nullable Class<?> type(Wrapper part) {
        if (part instanceof ResultSet) {
            return ResultSet.class;
        }
        if (part instanceof CallableStatement) {
            return CallableStatement.class;
        }
        if (part instanceof PreparedStatement) {
            return PreparedStatement.class;
        }
        if (part instanceof Statement) {
            return Statement.class;
        }
        return part instanceof DatabaseMetaData ? DatabaseMetaData.class : null;
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] args) throws Throwable {
        return switch (method.getName()) {
            case "equals" -> proxy == TenantConnection.first(args);
            case "hashCode" -> System.identityHashCode(proxy);
            case "unwrap" -> unwrap((Class<?>) TenantConnection.first(args));
            case "isWrapperFor" -> isWrapperFor((Class<?>) TenantConnection.first(args));
            default -> {
                if (method.getName().startsWith("execute") || CHANGING_ROWS.contains(method.getName())) {
                    transaction.requireBegun();
                } else if (MOVING.contains(method.getName())) {
                    transaction.require();
                }
                yield led(proxy, TenantConnection.call(part, method, args));
            }
        };
    }

    private @Nullable Object led(Object proxy, @Nullable Object answer) {
        return origin != null && answer == origin.part
                ? origin.wrapped
                : of(answer, connection, transaction, new Origin(part, proxy));
    }

    private Object unwrap(Class<?> type) throws SQLException {
        return type.isInstance(part) ? part : part.unwrap(type);
    }

    private boolean isWrapperFor(Class<?> type) throws SQLException {
        return type.isInstance(part) || part.isWrapperFor(type);
    }

    /** What a part came from, so that a result leads to the very statement that it was asked of. */
    private record Origin(Wrapper part, Object wrapped) {}
}
