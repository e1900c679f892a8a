package dev.inlay.provider.jooq.internal.rowsecurity;

import dev.inlay.api.error.StoreException;
import dev.inlay.provider.jooq.internal.database.Dialect;
import dev.inlay.provider.jooq.internal.database.OwnTransaction;
import dev.inlay.provider.jooq.internal.database.Sources;
import dev.inlay.provider.jooq.internal.database.SqlFailures;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jooq.SQLDialect;

/** Refuses to start where row-level security is asked for and would not hold. Does nothing where it is not. */
public final class RowSecurityCheck {

    /** A function may well run as its owner for a reason; the host's own tests look at these. */
    private static final String ONLY_REPORTED = "FUNCTION_AS_OWNER";

    private final Sources sources;
    private final Dialect dialect;

    /**
     * Checks nothing yet.
     *
     * @param sources who works as whom
     * @param dialect what is there
     */
    public RowSecurityCheck(Sources sources, Dialect dialect) {
        this.sources = sources;
        this.dialect = dialect;
    }

    /**
     * Checks as whom the data sources work.
     *
     * @throws StoreException {@code store.role} where the host's role is kept by no policy, {@code store.unsupported}
     *     for another database than PostgreSQL
     */
    public void verifyRoles() {
        if (!sources.rowLevelSecurity()) {
            return;
        }
        if (dialect.sql() != SQLDialect.POSTGRES) {
            throw new StoreException(
                    "store.unsupported",
                    false,
                    "row-level security was asked for, which " + dialect.sql().getName()
                            + " does not have; use PostgreSQL, or leave withRowLevelSecurity out",
                    null);
        }
        RoleFacts host = facts(sources.host());
        if (in(sources.host(), RoleFacts::passesOver)) {
            throw refused("role " + host.role() + " of the host's data source, or who it logged in as, is a superuser,"
                    + " has BYPASSRLS, CREATEROLE or REPLICATION, or may act as one who does; connect as a role that"
                    + " PostgresRoles.creation() made");
        }
        if (in(sources.host(), RoleFacts::mayMakeTemporary)) {
            throw refused("role " + host.role() + " of the host's data source may make temporary tables, which outlive"
                    + " a tenant's work on a connection and are kept by no policy; revoke temporary on the database"
                    + " from it and from public, as PostgresRoles.creation() does");
        }
        verifyOther(host, "relay", "relayedBy", sources.relay());
        sources.migrator().ifPresent(source -> verifyOther(host, "migrator", "migratedBy", source));
    }

    /** Writes the policies and grants where they are missing. */
    public void secure(DataSource migrator) {
        if (!sources.rowLevelSecurity() || found().isEmpty()) {
            return;
        }
        RoleFacts host = facts(sources.host());
        String owner = facts(migrator).role();
        String relay = facts(sources.relay()).role();
        List<String> statements = new OwnPolicies(host.schema(), owner, host.role(), relay).statements();
        in(migrator, connection -> {
            try (Statement statement = connection.createStatement()) {
                for (String sql : statements) {
                    statement.execute(sql);
                }
            }
            return true;
        });
    }

    /**
     * Checks the policies of Inlay's own tables.
     *
     * @throws StoreException {@code store.role} where one lacks them
     */
    public void verifyTables() {
        if (!sources.rowLevelSecurity()) {
            return;
        }
        List<Inspection.Found> found = found();
        if (!found.isEmpty()) {
            throw refused("tables that are not kept apart for role "
                    + facts(sources.host()).role() + ": "
                    + found.stream().map(Inspection.Found::toString).collect(Collectors.joining(", "))
                    + "; run PostgresRoles.script() as the owner of the tables");
        }
    }

    private List<Inspection.Found> found() {
        return in(sources.host(), connection -> {
            RoleFacts host = RoleFacts.of(connection);
            List<Inspection.Found> found = new ArrayList<>(OwnPrivileges.tooMany(connection, host.schema()));
            new Inspection(host.schema(), OwnTables.TENANT, host.role())
                    .of(connection, OwnTables.ofTenants()).stream()
                            .filter(some -> !some.problem().equals(ONLY_REPORTED))
                            .forEach(found::add);
            return found;
        });
    }

    private void verifyOther(RoleFacts host, String name, String method, DataSource source) {
        RoleFacts other = facts(source);
        if (!other.place().equals(host.place())) {
            throw refused("the " + name + " works in " + other.place() + ", the host in " + host.place()
                    + "; let both data sources lead to the same, with currentSchema where it is not public");
        }
        if (in(sources.host(), connection -> RoleFacts.mayActAs(connection, other.role()))) {
            throw refused("role " + host.role() + " of the host's data source is, or may act as, the " + name
                    + "'s role " + other.role() + "; give the " + name + " a role and a data source of its own with "
                    + method);
        }
    }

    private static RoleFacts facts(DataSource source) {
        return in(source, RoleFacts::of);
    }

    private static <T> T in(DataSource source, OwnTransaction.Work<T> work) {
        try {
            return OwnTransaction.call(source, work);
        } catch (SQLException e) {
            throw SqlFailures.translate("looking at roles and policies", e);
        }
    }

    private static StoreException refused(String what) {
        return new StoreException("store.role", false, "row-level security would not hold: " + what, null);
    }
}
