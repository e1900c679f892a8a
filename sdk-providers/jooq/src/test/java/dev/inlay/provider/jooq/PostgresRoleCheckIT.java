package dev.inlay.provider.jooq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.inlay.api.error.InvalidValueException;
import dev.inlay.api.error.StoreException;
import dev.inlay.provider.jooq.Finding.Problem;
import dev.inlay.testkit.contracts.Proves;
import javax.sql.DataSource;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What row-level security is refused for, and what the inspection finds. */
@Proves("TEN-5")
final class PostgresRoleCheckIT {

    private final PostgresDatabase database = PostgresDatabase.in("public");

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void securesTheTablesWhenTheMigratorMadeThemAndLeavesThemAloneThen() throws Exception {
        OpenStores.start(database.plugin());
        long before = OpenStores.number(database.migrator, "select max(oid::bigint) from pg_policy");

        OpenStores.start(database.plugin());

        assertThat(OpenStores.number(database.migrator, "select max(oid::bigint) from pg_policy"))
                .isEqualTo(before);
    }

    @Test
    void startsWithoutAMigratorOnceItsScriptsHaveRunAnyNumberOfTimes() {
        OpenStores.start(JooqStores.on(database.migrator));
        JooqStores plugin =
                JooqStores.on(database.host).relayedBy(database.relay).withRowLevelSecurity();
        assertThatThrownBy(() -> OpenStores.start(plugin)).isInstanceOf(StoreException.class);

        database.administratorRuns(database.roles.creation());
        PostgresDatabase.execute(database.migrator, database.roles.script());
        PostgresDatabase.execute(database.migrator, database.roles.script());

        assertThatCode(() -> OpenStores.start(plugin)).doesNotThrowAnyException();
    }

    @Test
    void refusesASuperuser() {
        refused(
                () -> OpenStores.start(JooqStores.on(database.administrator)
                        .relayedBy(database.relay)
                        .withRowLevelSecurity()),
                "superuser");
    }

    @ParameterizedTest
    @ValueSource(strings = {"bypassrls", "superuser", "createrole", "replication"})
    void refusesARoleThatPassesOverPolicies(String attribute) {
        database.administratorRuns("alter role " + database.hostRole() + " " + attribute);

        refused(() -> OpenStores.start(database.plugin()), "BYPASSRLS");
    }

    @Test
    void refusesARoleThatMayBecomeOneThatPassesOver() {
        database.administratorRuns("grant postgres to " + database.hostRole());

        refused(() -> OpenStores.start(database.plugin()), "may act as");
    }

    @ParameterizedTest
    @ValueSource(strings = {"public", "host"})
    void refusesARoleThatMayMakeTemporaryTables(String whom) {
        database.administratorRuns("do $do$ begin execute format('grant temporary on database %I to "
                + (whom.equals("host") ? database.hostRole() : whom)
                + "', current_database()); end $do$");

        refused(() -> OpenStores.start(database.plugin()), "temporary");
        database.administratorRuns(database.roles.creation());
        assertThatCode(() -> OpenStores.start(database.plugin())).doesNotThrowAnyException();
    }

    @Test
    void refusesTheHostsRoleAsRelayOrMigrator() {
        refused(() -> OpenStores.start(JooqStores.on(database.host).withRowLevelSecurity()), "relayedBy");
        refused(() -> OpenStores.start(database.plugin().migratedBy(database.hostAgain())), "migratedBy");
    }

    @Test
    void refusesARoleThatMayActAsTheRelay() {
        database.administratorRuns("grant " + database.relayRole() + " to " + database.hostRole());

        refused(() -> OpenStores.start(database.plugin()), "the relay's role");
    }

    @Test
    void refusesARelayThatWorksElsewhere() {
        PostgresDatabase.execute(database.administrator, "create schema elsewhere");

        refused(() -> OpenStores.start(database.plugin().relayedBy(database.relayIn("elsewhere"))), "currentSchema");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "alter table inlay_usage no force row level security | NOT_FORCED public.inlay_usage",
                "alter table inlay_usage disable row level security | NOT_ENABLED public.inlay_usage",
                "drop policy inlay_host on inlay_audit | POLICY_MISSING public.inlay_audit",
                "create policy open on inlay_audit to public using (true) | POLICY_OPEN public.inlay_audit policy open",
                "create view all_audit as select * from inlay_audit; grant select on all_audit to public"
                        + " | VIEW_AS_OWNER public.all_audit",
                "grant truncate on inlay_usage to public | TRUNCATE_GRANTED public.inlay_usage",
                "drop policy inlay_host on inlay_audit; create policy inlay_host on inlay_audit to public"
                        + " using (tenant = (select inlay_tenant()) or true) with check (tenant = (select inlay_tenant()))"
                        + " | POLICY_OPEN public.inlay_audit policy inlay_host",
                "create view all_audit as select * from inlay_audit; grant delete on all_audit to public"
                        + " | VIEW_AS_OWNER public.all_audit",
                "grant delete on inlay_audit to public | GRANTED delete on \"public\".\"inlay_audit\"",
                "grant update (actor) on inlay_audit to public | GRANTED update on \"public\".\"inlay_audit\"",
                "grant select on inlay_tenant to public | GRANTED select on \"public\".\"inlay_tenant\"",
                "grant trigger on inlay_stream to public | GRANTED trigger on \"public\".\"inlay_stream\""
            })
    void refusesTablesThatAreNotKeptApart(String damage, String named) {
        OpenStores.start(database.plugin());
        PostgresDatabase.execute(database.migrator, damage);

        refused(() -> OpenStores.start(database.plugin().withMigration(Migration.BY_HOST)), named);
    }

    @Test
    void refusesATableThatTheHostsRoleOwns() {
        OpenStores.start(database.plugin());
        database.administratorRuns("alter table inlay_usage owner to " + database.hostRole());

        refused(
                () -> OpenStores.start(database.plugin().withMigration(Migration.BY_HOST)),
                "OWNED_BY_HOST public.inlay_usage");
    }

    @ParameterizedTest
    @ValueSource(strings = {"h2", "mariadb"})
    void refusesAnotherDatabase(String engine) {
        DataSource other = engine.equals("h2") ? Engines.h2() : Engines.mariadb();

        assertThatThrownBy(() -> OpenStores.start(JooqStores.on(other).withRowLevelSecurity()))
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.code()).isEqualTo("store.unsupported"));
    }

    @Test
    void findsWhatUndoesTheHostsOwnPolicies() {
        OpenStores.start(database.plugin());
        PostgresDatabase.execute(database.migrator, """
                create table good (tenant varchar(64), id int, primary key (tenant, id));
                create table open_ (tenant varchar(64), id int primary key);
                create table child (tenant varchar(64) not null, id int, good int, other varchar(64),
                    primary key (tenant, id), foreign key (other, good) references good (tenant, id));
                create table shared (id int primary key);
                create table lax (tenant text not null, id int, primary key (tenant, id));
                create view few as select * from good;
                create view writable as select * from good;
                create materialized view narrow as select * from good;
                grant select (id) on few, narrow to public;
                grant delete on writable to public;
                create view loose as select * from good;
                create view tight with (security_invoker = true) as select * from good;
                create view outer_ as select * from tight;
                create materialized view frozen as select * from good;
                create function definer() returns int language sql security definer as 'select 1';
                grant select on loose, tight, outer_, frozen to public""");
        PostgresDatabase.execute(
                database.migrator, RowLevelSecurity.on(database.roles, "good").script());
        PostgresDatabase.execute(
                database.migrator, RowLevelSecurity.on(database.roles, "child").script());
        PostgresDatabase.execute(
                database.migrator, RowLevelSecurity.on(database.roles, "lax").script());
        PostgresDatabase.execute(database.migrator, """
                create policy lax on lax to public
                    using (tenant = (select inlay_tenant()) or tenant like 'shared%')""");

        assertThat(RowLevelSecurity.inspect(database.host, database.roles, "tenant"))
                .containsExactlyInAnyOrder(
                        new Finding(Problem.POLICY_OPEN, "public.lax policy lax"),
                        new Finding(Problem.VIEW_AS_OWNER, "public.few"),
                        new Finding(Problem.VIEW_AS_OWNER, "public.writable"),
                        new Finding(Problem.MATERIALIZED_VIEW, "public.narrow"),
                        new Finding(Problem.NOT_ENABLED, "public.open_"),
                        new Finding(Problem.NOT_FORCED, "public.open_"),
                        new Finding(Problem.POLICY_MISSING, "public.open_"),
                        new Finding(Problem.TENANT_NULLABLE, "public.open_"),
                        new Finding(Problem.KEY_WITHOUT_TENANT, "public.open_ key open__pkey"),
                        new Finding(Problem.REFERENCE_WITHOUT_TENANT, "public.child key child_other_good_fkey"),
                        new Finding(Problem.VIEW_AS_OWNER, "public.loose"),
                        new Finding(Problem.VIEW_AS_OWNER, "public.outer_"),
                        new Finding(Problem.MATERIALIZED_VIEW, "public.frozen"),
                        new Finding(Problem.FUNCTION_AS_OWNER, "public.definer()"));
    }

    @Test
    void takesNoNameThatIsNone() {
        assertThatThrownBy(() -> PostgresRoles.of("a", "b", "a")).isInstanceOf(InvalidValueException.class);
        assertThatThrownBy(() -> PostgresRoles.of("a", "", "c")).isInstanceOf(InvalidValueException.class);
        assertThatThrownBy(() -> PostgresRoles.of("a", "b\n", "c")).isInstanceOf(InvalidValueException.class);
        assertThatThrownBy(() -> RowLevelSecurity.on(database.roles, "x".repeat(64)))
                .isInstanceOf(InvalidValueException.class);
        assertThat(RowLevelSecurity.on(database.roles, "a\"; drop table b; --").script())
                .contains("alter table \"public\".\"a\"\"; drop table b; --\" enable");
    }

    private static void refused(ThrowingCallable start, String... named) {
        assertThatThrownBy(start).isInstanceOfSatisfying(StoreException.class, e -> {
            assertThat(e.retryable()).isFalse();
            assertThat(e.code()).isEqualTo("store.role");
            assertThat(e).hasMessageContainingAll(named);
        });
    }
}
