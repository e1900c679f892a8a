package dev.inlay.provider.jooq.tenant;

import static dev.inlay.provider.jooq.tenant.HostTable.CLAIM;
import static dev.inlay.provider.jooq.tenant.HostTable.CLAIM_VIEW;
import static dev.inlay.provider.jooq.tenant.HostTable.COUNTRY;
import static dev.inlay.provider.jooq.tenant.HostTable.PATIENT;
import static org.jooq.impl.DSL.condition;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.exists;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.lateral;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.not;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectFrom;
import static org.jooq.impl.DSL.selectOne;
import static org.jooq.impl.DSL.table;
import static org.jooq.impl.DSL.val;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;

/** Statements that reach, or might reach, another tenant's rows. */
final class StrayStatements {

    private static final String SOUTH = "south-clinic";

    private final DSLContext sql;
    private final TenantScope scope;
    private final Map<String, Callable<?>> statements = new LinkedHashMap<>();

    StrayStatements(DSLContext sql, TenantScope scope) {
        this.sql = sql;
        this.scope = scope;
    }

    Map<String, Callable<?>> all(SQLDialect dialect) {
        selects();
        joins();
        subqueries();
        inserts();
        changes();
        others();
        if (dialect == SQLDialect.POSTGRES) {
            statements.put(
                    "delete using",
                    () -> sql.deleteFrom(CLAIM)
                            .using(PATIENT)
                            .where(scope.scoped(CLAIM.tenant))
                            .execute());
            statements.put(
                    "lateral",
                    () -> sql.select(PATIENT.id)
                            .from(
                                    PATIENT,
                                    lateral(selectFrom(CLAIM).where(CLAIM.id.eq(PATIENT.id)))
                                            .as("l"))
                            .where(scope.scoped(PATIENT.tenant))
                            .fetch());
        }
        return statements;
    }

    private void selects() {
        HostTable c = CLAIM.as("c");
        statements.put("no condition", () -> sql.selectFrom(CLAIM).fetch());
        statements.put(
                "no condition on the alias",
                () -> sql.selectFrom(c).where(scope.scoped(CLAIM.tenant)).fetch());
        statements.put(
                "another tenant",
                () -> sql.selectFrom(CLAIM).where(CLAIM.tenant.eq(SOUTH)).fetch());
        statements.put(
                "two tenants",
                () -> sql.selectFrom(CLAIM)
                        .where(CLAIM.tenant.in("north-clinic", SOUTH))
                        .fetch());
        statements.put(
                "not equal",
                () -> sql.selectFrom(CLAIM)
                        .where(CLAIM.tenant.ne("north-clinic"))
                        .fetch());
        statements.put(
                "or",
                () -> sql.selectFrom(CLAIM)
                        .where(scope.scoped(CLAIM.tenant))
                        .or(CLAIM.id.eq(1))
                        .fetch());
        statements.put(
                "not",
                () -> sql.selectFrom(CLAIM)
                        .where(not(scope.scoped(CLAIM.tenant)))
                        .fetch());
        statements.put(
                "having",
                () -> sql.select(CLAIM.tenant)
                        .from(CLAIM)
                        .groupBy(CLAIM.tenant)
                        .having(scope.scoped(CLAIM.tenant))
                        .fetch());
        statements.put(
                "column compared with itself",
                () -> sql.selectFrom(CLAIM).where(CLAIM.tenant.eq(CLAIM.tenant)).fetch());
        statements.put(
                "first arm of a union",
                () -> sql.select(CLAIM.id)
                        .from(CLAIM)
                        .union(select(PATIENT.id).from(PATIENT).where(scope.scoped(PATIENT.tenant)))
                        .fetch());
        statements.put(
                "last arm of a union",
                () -> sql.select(PATIENT.id)
                        .from(PATIENT)
                        .where(scope.scoped(PATIENT.tenant))
                        .unionAll(select(COUNTRY.id).from(COUNTRY))
                        .unionAll(select(CLAIM.id).from(CLAIM))
                        .fetch());
        statements.put(
                "window",
                () -> sql.select(count().over().partitionBy(CLAIM.tenant))
                        .from(CLAIM)
                        .fetch());
        statements.put(
                "cte",
                () -> sql.with("all_")
                        .as(select(CLAIM.id).from(CLAIM))
                        .select()
                        .from(table(name("all_")))
                        .fetch());
        statements.put(
                "derived table",
                () -> sql.select().from(selectFrom(CLAIM).asTable("d")).fetch());
        statements.put("derived table with the condition outside", () -> {
            var d = selectFrom(CLAIM).asTable("claim");
            return sql.select()
                    .from(d)
                    .where(d.field(CLAIM.tenant).eq("north-clinic"))
                    .fetch();
        });
        statements.put(
                "Table.where that dropped its condition by two aliases",
                () -> sql.selectFrom(
                                CLAIM.where(scope.scoped(CLAIM.tenant)).as("a").as("b"))
                        .fetch());
        statements.put(
                "table by name", () -> sql.select().from(table(name("claim"))).fetch());
        statements.put(
                "table by a name in capitals",
                () -> sql.select().from(table(name("CLAIM"))).fetch());
    }

    private void joins() {
        HostTable one = CLAIM.as("one");
        HostTable two = CLAIM.as("two");
        statements.put(
                "right side of a join",
                () -> sql.select(CLAIM.id)
                        .from(CLAIM)
                        .join(PATIENT)
                        .on(PATIENT.id.eq(CLAIM.other))
                        .where(scope.scoped(CLAIM.tenant))
                        .fetch());
        statements.put(
                "left side of a join",
                () -> sql.select(CLAIM.id)
                        .from(CLAIM)
                        .join(PATIENT)
                        .on(PATIENT.id.eq(CLAIM.other))
                        .where(scope.scoped(PATIENT.tenant))
                        .fetch());
        statements.put(
                "self-join",
                () -> sql.select(one.id)
                        .from(one)
                        .join(two)
                        .on(one.id.eq(two.other).and(scope.scoped(one.tenant)))
                        .fetch());
        statements.put(
                "kept side of a left join in on",
                () -> sql.select(CLAIM.id)
                        .from(CLAIM)
                        .leftJoin(PATIENT)
                        .on(scope.scoped(CLAIM.tenant).and(scope.scoped(PATIENT.tenant)))
                        .fetch());
        statements.put(
                "kept side of a left join by the optional one",
                () -> sql.select(CLAIM.id)
                        .from(CLAIM)
                        .leftJoin(PATIENT)
                        .on(CLAIM.tenant.eq(PATIENT.tenant).and(scope.scoped(PATIENT.tenant)))
                        .fetch());
        statements.put(
                "kept side of a right join",
                () -> sql.select(CLAIM.id)
                        .from(CLAIM)
                        .rightJoin(PATIENT)
                        .on(scope.scoped(PATIENT.tenant).and(scope.scoped(CLAIM.tenant)))
                        .fetch());
        statements.put(
                "cross join",
                () -> sql.select(CLAIM.id)
                        .from(CLAIM, PATIENT)
                        .where(scope.scoped(CLAIM.tenant))
                        .fetch());
        statements.put(
                "or in on",
                () -> sql.select(CLAIM.id)
                        .from(CLAIM)
                        .join(PATIENT)
                        .on(PATIENT.tenant.eq(CLAIM.tenant).or(PATIENT.id.eq(1)))
                        .where(scope.scoped(CLAIM.tenant))
                        .fetch());
        statements.put(
                "using",
                () -> sql.select(CLAIM.id)
                        .from(CLAIM)
                        .join(PATIENT)
                        .using(CLAIM.id)
                        .where(scope.scoped(CLAIM.tenant))
                        .fetch());
    }

    private void subqueries() {
        statements.put(
                "in",
                () -> sql.selectFrom(PATIENT)
                        .where(scope.scoped(PATIENT.tenant))
                        .and(PATIENT.id.in(select(CLAIM.other).from(CLAIM)))
                        .fetch());
        statements.put(
                "exists",
                () -> sql.selectFrom(PATIENT)
                        .where(scope.scoped(PATIENT.tenant))
                        .and(exists(selectOne().from(CLAIM).where(CLAIM.other.eq(PATIENT.id))))
                        .fetch());
        statements.put(
                "exists by the condition outside",
                () -> sql.selectOne()
                        .where(exists(selectFrom(CLAIM)))
                        .and(scope.scoped(CLAIM.tenant))
                        .fetch());
        statements.put(
                "hidden by the same name outside",
                () -> sql.selectFrom(CLAIM)
                        .where(scope.scoped(CLAIM.tenant))
                        .and(exists(selectOne().from(CLAIM).where(CLAIM.id.eq(2))))
                        .fetch());
        statements.put(
                "in the select list",
                () -> sql.select(select(count()).from(CLAIM).asField()).fetch());
        statements.put(
                "in order by",
                () -> sql.select(COUNTRY.id)
                        .from(COUNTRY)
                        .orderBy(field(select(count()).from(CLAIM)))
                        .fetch());
        statements.put(
                "in values",
                () -> sql.insertInto(COUNTRY, COUNTRY.tenant, COUNTRY.id)
                        .values(val("x"), field(select(count()).from(CLAIM)))
                        .execute());
        statements.put(
                "in set",
                () -> sql.update(COUNTRY)
                        .set(COUNTRY.other, select(CLAIM.id).from(CLAIM).limit(1))
                        .execute());
    }

    private void inserts() {
        statements.put(
                "insert without the tenant",
                () -> sql.insertInto(CLAIM).set(CLAIM.id, 5).execute());
        statements.put(
                "insert of defaults",
                () -> sql.insertInto(CLAIM).defaultValues().execute());
        statements.put(
                "insert for another",
                () -> sql.insertInto(CLAIM, CLAIM.tenant, CLAIM.id)
                        .values(SOUTH, 5)
                        .execute());
        statements.put(
                "insert with one row for another",
                () -> sql.insertInto(CLAIM, CLAIM.tenant, CLAIM.id)
                        .values("north-clinic", 5)
                        .values(SOUTH, 5)
                        .execute());
        statements.put(
                "insert of a select for another",
                () -> sql.insertInto(CLAIM, CLAIM.tenant, CLAIM.id)
                        .select(select(val(SOUTH), COUNTRY.id).from(COUNTRY))
                        .execute());
        statements.put(
                "insert of a select of another table's tenant",
                () -> sql.insertInto(CLAIM, CLAIM.tenant, CLAIM.id)
                        .select(select(COUNTRY.tenant, COUNTRY.id).from(COUNTRY))
                        .execute());
        statements.put(
                "insert of everybody's rows",
                () -> sql.insertInto(CLAIM, CLAIM.tenant, CLAIM.id)
                        .select(select(scope.tenant(CLAIM.tenant), PATIENT.id).from(PATIENT))
                        .execute());
        statements.put(
                "insert of a union for another",
                () -> sql.insertInto(CLAIM, CLAIM.tenant, CLAIM.id)
                        .select(select(scope.tenant(CLAIM.tenant), COUNTRY.id)
                                .from(COUNTRY)
                                .union(select(val(SOUTH), COUNTRY.id).from(COUNTRY)))
                        .execute());
        statements.put(
                "insert that moves a row",
                () -> sql.insertInto(CLAIM, CLAIM.tenant, CLAIM.id)
                        .values("north-clinic", 1)
                        .onConflict(CLAIM.tenant, CLAIM.id)
                        .doUpdate()
                        .set(CLAIM.tenant, SOUTH)
                        .execute());
        statements.put(
                "insert or update by a key without the tenant",
                () -> sql.insertInto(CLAIM, CLAIM.tenant, CLAIM.id)
                        .values("north-clinic", 1)
                        .onConflict(CLAIM.id)
                        .doUpdate()
                        .set(CLAIM.other, 5)
                        .execute());
        statements.put(
                "batch of statements",
                () -> sql.batch(scope.insert(sql, CLAIM.tenant).set(CLAIM.id, 20), sql.deleteFrom(CLAIM))
                        .execute());
        statements.put(
                "batch of values",
                () -> sql.batch(scope.insert(sql, CLAIM.tenant).set(CLAIM.id, 20))
                        .bind(SOUTH, 20)
                        .execute());
        statements.put("batched connection", () -> {
            sql.batched(batched -> batched.dsl()
                    .insertInto(CLAIM, CLAIM.tenant, CLAIM.id)
                    .values(SOUTH, 5)
                    .execute());
            return true;
        });
    }

    private void changes() {
        statements.put("update", () -> sql.update(CLAIM).set(CLAIM.other, 4).execute());
        statements.put(
                "update of another",
                () -> sql.update(CLAIM)
                        .set(CLAIM.other, 4)
                        .where(CLAIM.tenant.eq(SOUTH))
                        .execute());
        statements.put(
                "update that moves rows",
                () -> sql.update(CLAIM)
                        .set(CLAIM.tenant, SOUTH)
                        .where(scope.scoped(CLAIM.tenant))
                        .execute());
        statements.put(
                "update from",
                () -> sql.update(CLAIM)
                        .set(CLAIM.other, PATIENT.id)
                        .from(PATIENT)
                        .where(scope.scoped(CLAIM.tenant))
                        .execute());
        statements.put("delete", () -> sql.deleteFrom(CLAIM).execute());
        statements.put(
                "delete or",
                () -> sql.deleteFrom(CLAIM)
                        .where(scope.scoped(CLAIM.tenant))
                        .or(CLAIM.id.eq(1))
                        .execute());
        statements.put(
                "merge into",
                () -> sql.mergeInto(CLAIM)
                        .using(PATIENT)
                        .on(CLAIM.tenant.eq(PATIENT.tenant))
                        .whenMatchedThenUpdate()
                        .set(CLAIM.other, 1)
                        .execute());
        statements.put(
                "merge using",
                () -> sql.mergeInto(COUNTRY)
                        .using(CLAIM)
                        .on(CLAIM.id.eq(COUNTRY.id))
                        .whenMatchedThenUpdate()
                        .set(COUNTRY.other, 1)
                        .execute());
        statements.put("truncate", () -> sql.truncate(CLAIM).execute());
        statements.put("drop", () -> sql.dropTable(CLAIM).execute());
    }

    private void others() {
        statements.put("view", () -> sql.selectFrom(CLAIM_VIEW).fetch());
        statements.put(
                "view by name",
                () -> sql.select().from(table(name("claim_view"))).fetch());
        statements.put("plain query", () -> sql.fetch("select 1"));
        statements.put("plain statement", () -> sql.execute("delete from claim"));
        statements.put(
                "plain statements",
                () -> sql.batch("delete from claim", "delete from patient").execute());
        statements.put(
                "plain condition",
                () -> sql.selectFrom(COUNTRY).where(condition("1 = 1")).fetch());
        statements.put(
                "plain field",
                () -> sql.select(field("(select count(*) from claim)")).fetch());
        statements.put(
                "plain field with parts",
                () -> sql.select(field("max({0})", COUNTRY.id)).from(COUNTRY).fetch());
        statements.put("plain table", () -> sql.select().from(table("claim")).fetch());
        statements.put("plain cursor", () -> sql.fetchLazy("select 1"));
        statements.put(
                "parsed",
                () -> sql.parser()
                        .parseQuery("select * from claim where id = 1")
                        .execute());
    }
}
