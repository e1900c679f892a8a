package dev.inlay.provider.jooq.internal.database;

import java.sql.Connection;
import java.sql.SQLException;

/** Leads the unqualified names of a transaction to another schema of the same database. */
public interface SchemaSwitch {

    /**
     * The schema that Inlay's tables lie in.
     *
     * @param connection as its pool hands it out
     * @return as the database writes it
     * @throws SQLException as the driver does
     */
    String home(Connection connection) throws SQLException;

    /**
     * Leads unqualified names to a schema and to no other, until the transaction ends or {@link #leave} is called.
     *
     * @param tx nothing done in it yet
     * @param schema letters, digits and underscores, compared exactly
     * @return {@code false} when there is no such schema, or the role may not use it; nothing is changed then
     * @throws SQLException as the driver does
     */
    boolean enter(Connection tx, String schema) throws SQLException;

    /**
     * Leads unqualified names where they led before, whether or not {@link #enter} was called.
     *
     * @param connection rolled back
     * @param home what {@link #home} answered
     * @throws SQLException as the driver does
     */
    void leave(Connection connection, String home) throws SQLException;
}
