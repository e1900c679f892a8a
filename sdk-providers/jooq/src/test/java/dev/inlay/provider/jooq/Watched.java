package dev.inlay.provider.jooq;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;

/**
 * A data source whose user can be disturbed: something happens before a connection is given or a statement prepared.
 */
final class Watched {

    /** What happens in between. */
    @FunctionalInterface
    interface Disturbance {
        void before(String what) throws SQLException;
    }

    static final String BORROWING = "getConnection";

    private Watched() {}

    static DataSource watch(DataSource source, Disturbance disturbance) {
        return proxy(DataSource.class, (method, arguments) -> {
            if (method.getName().equals(BORROWING)) {
                disturbance.before(BORROWING);
                return watch((Connection) method.invoke(source, arguments), disturbance);
            }
            return method.invoke(source, arguments);
        });
    }

    private static Connection watch(Connection connection, Disturbance disturbance) {
        return proxy(Connection.class, (method, arguments) -> {
            if (method.getName().equals("prepareStatement")) {
                disturbance.before(((String) arguments[0]).toLowerCase(Locale.ROOT));
            }
            return method.invoke(connection, arguments);
        });
    }

    /** The same data source; says of each row that is read from it that it was. */
    static DataSource counting(DataSource source, Runnable row) {
        return preparing(
                source,
                statement -> proxy(PreparedStatement.class, (method, arguments) -> {
                    Object answer = method.invoke(statement, arguments);
                    return answer instanceof ResultSet rows ? counting(rows, row) : answer;
                }));
    }

    /** The same data source; does not tell how many rows the statements of a batch changed. */
    static DataSource secretive(DataSource source) {
        return preparing(
                source,
                statement -> proxy(PreparedStatement.class, (method, arguments) -> {
                    Object answer = method.invoke(statement, arguments);
                    if (method.getName().equals("executeBatch")) {
                        Arrays.fill((int[]) answer, Statement.SUCCESS_NO_INFO);
                    }
                    return answer;
                }));
    }

    private static DataSource preparing(DataSource source, UnaryOperator<PreparedStatement> as) {
        return proxy(DataSource.class, (method, arguments) -> {
            Object answer = method.invoke(source, arguments);
            return answer instanceof Connection connection ? preparing(connection, as) : answer;
        });
    }

    private static Connection preparing(Connection connection, UnaryOperator<PreparedStatement> as) {
        return proxy(Connection.class, (method, arguments) -> {
            Object answer = method.invoke(connection, arguments);
            return answer instanceof PreparedStatement statement ? as.apply(statement) : answer;
        });
    }

    private static ResultSet counting(ResultSet rows, Runnable row) {
        return proxy(ResultSet.class, (method, arguments) -> {
            Object answer = method.invoke(rows, arguments);
            if (method.getName().equals("next") && Boolean.TRUE.equals(answer)) {
                row.run();
            }
            return answer;
        });
    }

    static <T> T proxy(Class<T> type, Call call) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> {
                    try {
                        return call.on(method, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }

    /** What a proxy does. */
    @FunctionalInterface
    interface Call {
        Object on(Method method, Object[] arguments) throws Throwable;
    }
}
