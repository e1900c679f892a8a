package dev.inlay.provider.jooq.internal.database;

import dev.inlay.api.error.InlayException;
import dev.inlay.api.error.StoreException;
import dev.inlay.api.error.TransactionLostException;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientConnectionException;
import java.util.Set;
import org.jooq.exception.DataAccessException;

/** Says what a database's error means for the one who called. Codes of different databases do not overlap. */
public final class SqlFailures {

    /** MariaDB: lock wait time-out, deadlock, snapshot overtaken. H2: lock time-out, concurrent update. */
    private static final Set<Integer> LOST_CODES = Set.of(1205, 1213, 1020, 50200, 90131);

    /** MariaDB: too many connections, killed. H2: connection broken, database closed, closed at exit. */
    private static final Set<Integer> UNAVAILABLE_CODES = Set.of(1040, 1927, 90067, 90098, 90121);

    /** PostgreSQL: too many connections, shutdown by an administrator, crash of another session, starting up. */
    private static final Set<String> UNAVAILABLE_STATES = Set.of("53300", "57P01", "57P02", "57P03");

    private SqlFailures() {}

    /**
     * Translates what jOOQ threw.
     *
     * @param doing what was being done, for which tenant or key
     * @param failure what came of it
     * @return what to throw, with the SQLException as the cause
     */
    public static InlayException translate(String doing, DataAccessException failure) {
        SQLException sql = failure.getCause(SQLException.class);
        return sql == null
                ? new StoreException("store.failed", false, doing + " failed: " + failure.getMessage(), failure)
                : translate(doing, sql);
    }

    /**
     * Translates what the driver threw.
     *
     * @param doing what was being done, for which tenant or key
     * @param failure what came of it
     * @return what to throw, with the SQLException as the cause
     */
    public static InlayException translate(String doing, SQLException failure) {
        if (isLost(failure)) {
            return new TransactionLostException(doing + " lost against another transaction", failure);
        }
        if (isUnavailable(failure)) {
            return new StoreException(
                    "store.unavailable", true, doing + " failed: the database does not answer; try again", failure);
        }
        if (state(failure).startsWith("22")) { // ISO/IEC 9075-2, class 22: data exception
            return new StoreException(
                    "store.value",
                    false,
                    doing + " failed: the database cannot hold a value of it, see the cause",
                    failure);
        }
        return new StoreException(
                "store.failed", false, doing + " failed: the database refused it, see the cause", failure);
    }

    /** Whether a row with this key is there already. Only where the statement alone fails, not the transaction. */
    static boolean isDuplicateKey(DataAccessException failure) {
        SQLException sql = failure.getCause(SQLException.class);
        return sql != null && isDuplicateKey(sql);
    }

    /** Whether a row with this key is there already. Only where the statement alone fails, not the transaction. */
    public static boolean isDuplicateKey(SQLException failure) {
        return "23505".equals(failure.getSQLState());
    }

    private static boolean isLost(SQLException failure) {
        String state = state(failure);
        return state.startsWith("40") || state.equals("55P03") || LOST_CODES.contains(failure.getErrorCode());
    }

    private static boolean isUnavailable(SQLException failure) {
        String state = state(failure);
        return state.startsWith("08")
                || UNAVAILABLE_STATES.contains(state)
                || UNAVAILABLE_CODES.contains(failure.getErrorCode())
                || failure instanceof SQLTransientConnectionException
                || failure instanceof SQLNonTransientConnectionException
                || failure instanceof SQLRecoverableException;
    }

    private static String state(SQLException failure) {
        String state = failure.getSQLState();
        return state == null ? "" : state;
    }
}
