package dev.inlay.core.internal.tenant;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/** A statement that is executed for one tenant only, see {@link TenantDataSource}. */
final class TenantStatement implements InvocationHandler {

    private final Statement statement;
    private final Connection connection;
    private final BoundTenant tenant;

    private TenantStatement(Statement statement, Connection connection, BoundTenant tenant) {
        this.statement = statement;
        this.connection = connection;
        this.tenant = tenant;
    }

    /** Wraps a statement as the interface of JDBC that the connection's method promises. */
    static Object of(Statement statement, Class<?> type, Connection connection, BoundTenant tenant) {
        return Proxy.newProxyInstance(
                TenantStatement.class.getClassLoader(),
                new Class<?>[] {type},
                new TenantStatement(statement, connection, tenant));
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] args) throws Throwable {
        return switch (method.getName()) {
            case "equals" -> proxy == TenantConnection.first(args);
            case "hashCode" -> System.identityHashCode(proxy);
            case "getConnection" -> connection;
            case "unwrap" -> unwrap((Class<?>) TenantConnection.first(args));
            case "isWrapperFor" -> isWrapperFor((Class<?>) TenantConnection.first(args));
            default -> {
                if (method.getName().startsWith("execute")) {
                    tenant.require();
                }
                yield TenantConnection.call(statement, method, args);
            }
        };
    }

    private Object unwrap(Class<?> type) throws SQLException {
        return type.isInstance(statement) ? statement : statement.unwrap(type);
    }

    private boolean isWrapperFor(Class<?> type) throws SQLException {
        return type.isInstance(statement) || statement.isWrapperFor(type);
    }
}
