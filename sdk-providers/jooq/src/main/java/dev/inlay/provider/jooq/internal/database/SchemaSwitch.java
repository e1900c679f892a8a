package dev.inlay.provider.jooq.internal.database;

import java.sql.Connection;
import java.sql.SQLException;

/** Leads the unqualified names of a session to another schema of the same database. */
interface SchemaSwitch {

    /**
     * Where names lead now.
     *
     * @param connection as its pool hands it out
     * @return the schema that Inlay's tables lie in, and the way back to it
     * @throws SQLException as the driver does
     */
    Home home(Connection connection) throws SQLException;

    /**
     * Leads unqualified names to a schema and to no other, until {@link #leave} is called, whoever commits or rolls
     * back meanwhile.
     *
     * @param tx nothing done in it yet; may end, so that another begins with the next statement
     * @param schema letters, digits and underscores, compared exactly
     * @return {@code false} when there is no such schema, or the role may not use it; nothing is changed then
     * @throws SQLException as the driver does
     */
    boolean enter(Connection tx, String schema) throws SQLException;

    /**
     * Leads unqualified names where they led before, whether or not {@link #enter} was called.
     *
     * @param connection rolled back; nothing is left open on it
     * @param home what {@link #home} answered
     * @throws SQLException as the driver does
     */
    void leave(Connection connection, Home home) throws SQLException;
}
