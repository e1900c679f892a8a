package dev.inlay.provider.jooq.tenant;

import static dev.inlay.provider.jooq.tenant.HostTable.CLAIM;
import static dev.inlay.provider.jooq.tenant.HostTable.COUNTRY;
import static dev.inlay.provider.jooq.tenant.HostTable.PATIENT;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.exists;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.lateral;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.notExists;
import static org.jooq.impl.DSL.or;
import static org.jooq.impl.DSL.row;
import static org.jooq.impl.DSL.rowNumber;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectFrom;
import static org.jooq.impl.DSL.selectOne;
import static org.jooq.impl.DSL.table;
import static org.jooq.impl.DSL.val;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.SQLDialect;
import org.jooq.Table;

/** Statements that keep to the bound tenant, and that nobody may stop. */
final class LegitimateStatements {

    private final DSLContext sql;
    private final TenantScope scope;
    private final Map<String, Callable<?>> statements = new LinkedHashMap<>();

    LegitimateStatements(DSLContext sql, TenantScope scope) {
        this.sql = sql;
        this.scope = scope;
    }

    Map<String, Callable<?>> all(SQLDialect dialect) {
        selects();
        joins();
        subqueries();
        inserts();
        changes();
        if (dialect == SQLDialect.POSTGRES) {
            statements.put(
                    "delete using",
                    () -> sql.deleteFrom(CLAIM)
                            .using(PATIENT)
                            .where(scope.scoped(CLAIM.tenant))
                            .and(PATIENT.tenant.eq(CLAIM.tenant))
                            .and(PATIENT.id.eq(CLAIM.other))
                            .execute());
            statements.put(
                    "lateral",
                    () -> sql.select(PATIENT.id)
                            .from(
                                    PATIENT,
                                    lateral(selectFrom(CLAIM).where(CLAIM.tenant.eq(PATIENT.tenant)))
                                            .as("l"))
                            .where(scope.scoped(PATIENT.tenant))
                            .fetch());
            statements.put(
                    "update returning",
                    () -> sql.update(CLAIM)
                            .set(CLAIM.other, 2)
                            .where(scope.scoped(CLAIM.tenant))
                            .returning()
                            .fetch());
            statements.put(
                    "cte that deletes",
                    () -> sql.with(name("gone")
                                    .as(sql.deleteFrom(CLAIM)
                                            .where(scope.scoped(CLAIM.tenant))
                                            .returning(CLAIM.id)))
                            .select()
                            .from(table(name("gone")))
                            .fetch());
        }
        return statements;
    }

    private void selects() {
        HostTable c = CLAIM.as("c");
        statements.put(
                "select",
                () -> sql.selectFrom(CLAIM)
                        .where(scope.scoped(CLAIM.tenant))
                        .and(CLAIM.id.gt(0))
                        .and(or(CLAIM.other.isNull(), CLAIM.other.eq(3)))
                        .orderBy(CLAIM.id)
                        .limit(10)
                        .fetch());
        statements.put(
                "alias",
                () -> sql.selectFrom(c)
                        .where(c.id.eq(1))
                        .and(scope.scoped(c.tenant))
                        .fetch());
        statements.put(
                "reversed comparison",
                () -> sql.selectFrom(c).where(val("north-clinic").eq(c.tenant)).fetch());
        statements.put(
                "inlined",
                () -> sql.selectFrom(c)
                        .where(c.tenant.eq(inline("north-clinic")))
                        .fetch());
        statements.put(
                "no tenants' table",
                () -> sql.selectFrom(COUNTRY).where(COUNTRY.id.eq(1)).fetch());
        statements.put(
                "count and exists",
                () -> sql.fetchCount(CLAIM, scope.scoped(CLAIM.tenant)) > 0
                        && sql.fetchExists(CLAIM, scope.scoped(CLAIM.tenant)));
        statements.put(
                "window",
                () -> sql.select(rowNumber().over().partitionBy(CLAIM.other).orderBy(CLAIM.id), CLAIM.id)
                        .from(CLAIM)
                        .where(scope.scoped(CLAIM.tenant))
                        .fetch());
        statements.put(
                "group and having",
                () -> sql.select(CLAIM.other, count())
                        .from(CLAIM)
                        .where(scope.scoped(CLAIM.tenant))
                        .groupBy(CLAIM.other)
                        .having(count().gt(0))
                        .fetch());
        statements.put("union of three", () -> selectFrom3().fetch());
        statements.put(
                "for update",
                () -> sql.selectFrom(CLAIM)
                        .where(scope.scoped(CLAIM.tenant))
                        .forUpdate()
                        .fetch());
        statements.put("derived table", () -> {
            Table<Record> rows = scope.rows(CLAIM.tenant);
            return sql.select(rows.field(CLAIM.id))
                    .from(rows)
                    .where(rows.field(CLAIM.id).eq(1))
                    .fetch();
        });
        statements.put(
                "cte",
                () -> sql.with("mine")
                        .as(select(CLAIM.id).from(CLAIM).where(scope.scoped(CLAIM.tenant)))
                        .select()
                        .from(table(name("mine")))
                        .fetch());
    }

    private org.jooq.Select<?> selectFrom3() {
        return sql.select(CLAIM.id)
                .from(CLAIM)
                .where(scope.scoped(CLAIM.tenant))
                .unionAll(select(PATIENT.id).from(PATIENT).where(scope.scoped(PATIENT.tenant)))
                .union(select(COUNTRY.id).from(COUNTRY));
    }

    private void joins() {
        HostTable one = CLAIM.as("one");
        HostTable two = CLAIM.as("two");
        statements.put(
                "join, both in where",
                () -> sql.select(CLAIM.id)
                        .from(CLAIM)
                        .join(PATIENT)
                        .on(PATIENT.id.eq(CLAIM.other))
                        .where(scope.scoped(CLAIM.tenant))
                        .and(scope.scoped(PATIENT.tenant))
                        .fetch());
        statements.put(
                "join by the tenant's columns",
                () -> sql.select(CLAIM.id)
                        .from(CLAIM)
                        .join(PATIENT)
                        .on(PATIENT.tenant.eq(CLAIM.tenant).and(PATIENT.id.eq(CLAIM.other)))
                        .where(scope.scoped(PATIENT.tenant))
                        .fetch());
        statements.put(
                "left join, optional side in on",
                () -> sql.select(CLAIM.id, PATIENT.id)
                        .from(CLAIM)
                        .leftJoin(PATIENT)
                        .on(PATIENT.id.eq(CLAIM.other).and(PATIENT.tenant.eq(CLAIM.tenant)))
                        .where(scope.scoped(CLAIM.tenant))
                        .fetch());
        statements.put(
                "right join, optional side in on",
                () -> sql.select(CLAIM.id, PATIENT.id)
                        .from(CLAIM)
                        .rightJoin(PATIENT)
                        .on(PATIENT.id.eq(CLAIM.other).and(scope.scoped(CLAIM.tenant)))
                        .where(scope.scoped(PATIENT.tenant))
                        .fetch());
        statements.put(
                "self-join",
                () -> sql.select(one.id, two.id)
                        .from(one)
                        .join(two)
                        .on(one.id.eq(two.other).and(scope.scoped(two.tenant)).and(scope.scoped(one.tenant)))
                        .fetch());
        statements.put(
                "cross join",
                () -> sql.select(one.id)
                        .from(one, two, COUNTRY)
                        .where(scope.scoped(one.tenant))
                        .and(two.tenant.eq(one.tenant))
                        .fetch());
        statements.put(
                "left semi join",
                () -> sql.select(CLAIM.id)
                        .from(CLAIM)
                        .leftSemiJoin(PATIENT)
                        .on(PATIENT.id.eq(CLAIM.other).and(scope.scoped(PATIENT.tenant)))
                        .where(scope.scoped(CLAIM.tenant))
                        .fetch());
        statements.put("left join of a derived table", () -> {
            Table<Record> rows = scope.rows(PATIENT.tenant);
            return sql.select(CLAIM.id, rows.field(PATIENT.id))
                    .from(CLAIM)
                    .leftJoin(rows)
                    .on(rows.field(PATIENT.id).eq(CLAIM.other))
                    .where(scope.scoped(CLAIM.tenant))
                    .fetch();
        });
    }

    private void subqueries() {
        HostTable inner = CLAIM.as("deep");
        statements.put(
                "in",
                () -> sql.selectFrom(PATIENT)
                        .where(scope.scoped(PATIENT.tenant))
                        .and(PATIENT.id.in(select(CLAIM.other).from(CLAIM).where(scope.scoped(CLAIM.tenant))))
                        .fetch());
        statements.put(
                "correlated exists",
                () -> sql.selectFrom(PATIENT)
                        .where(scope.scoped(PATIENT.tenant))
                        .and(exists(selectOne()
                                .from(CLAIM)
                                .where(CLAIM.tenant.eq(PATIENT.tenant))
                                .and(CLAIM.other.eq(PATIENT.id))))
                        .and(notExists(selectOne()
                                .from(inner)
                                .where(scope.scoped(inner.tenant))
                                .and(inner.id.eq(9))))
                        .fetch());
        statements.put(
                "in the select list",
                () -> sql.select(
                                PATIENT.id,
                                sql.select(count())
                                        .from(CLAIM)
                                        .where(CLAIM.tenant.eq(PATIENT.tenant))
                                        .asField("claims"))
                        .from(PATIENT)
                        .where(scope.scoped(PATIENT.tenant))
                        .fetch());
    }

    private void inserts() {
        statements.put(
                "insert",
                () -> scope.insert(sql, CLAIM.tenant).set(CLAIM.id, 10).execute());
        statements.put(
                "insert of two rows",
                () -> sql.insertInto(CLAIM, CLAIM.id, CLAIM.tenant)
                        .values(val(11), scope.tenant(CLAIM.tenant))
                        .values(12, "north-clinic")
                        .execute());
        statements.put("insert of a record", () -> {
            Record record = sql.newRecord(CLAIM);
            record.set(CLAIM.tenant, "north-clinic");
            record.set(CLAIM.id, 13);
            return sql.insertInto(CLAIM).set(record).execute();
        });
        statements.put(
                "insert of a select",
                () -> sql.insertInto(CLAIM, CLAIM.tenant, CLAIM.id)
                        .select(select(PATIENT.tenant, PATIENT.id.plus(100))
                                .from(PATIENT)
                                .where(scope.scoped(PATIENT.tenant)))
                        .execute());
        statements.put(
                "insert of a union",
                () -> sql.insertInto(CLAIM, CLAIM.tenant, CLAIM.id)
                        .select(select(scope.tenant(CLAIM.tenant), COUNTRY.id.plus(200))
                                .from(COUNTRY)
                                .union(select(PATIENT.tenant, PATIENT.id.plus(300))
                                        .from(PATIENT)
                                        .where(scope.scoped(PATIENT.tenant))))
                        .execute());
        statements.put(
                "insert or update by the key",
                () -> sql.insertInto(CLAIM, CLAIM.tenant, CLAIM.id)
                        .values("north-clinic", 1)
                        .onConflict(CLAIM.tenant, CLAIM.id)
                        .doUpdate()
                        .set(CLAIM.other, 5)
                        .execute());
        statements.put(
                "insert on duplicate key",
                () -> sql.insertInto(CLAIM, CLAIM.tenant, CLAIM.id)
                        .values("north-clinic", 1)
                        .onDuplicateKeyUpdate()
                        .set(CLAIM.other, 5)
                        .execute());
        statements.put(
                "insert unless there",
                () -> sql.insertInto(CLAIM, CLAIM.tenant, CLAIM.id)
                        .values("north-clinic", 1)
                        .onConflictDoNothing()
                        .execute());
        statements.put(
                "batch of statements",
                () -> sql.batch(
                                scope.insert(sql, CLAIM.tenant).set(CLAIM.id, 20),
                                scope.insert(sql, CLAIM.tenant).set(CLAIM.id, 21))
                        .execute());
        statements.put("batched connection", () -> {
            sql.batched(batched -> {
                scope.insert(batched.dsl(), CLAIM.tenant).set(CLAIM.id, 22).execute();
                scope.insert(batched.dsl(), CLAIM.tenant).set(CLAIM.id, 23).execute();
            });
            return true;
        });
        statements.put(
                "batch of values with an inlined tenant",
                () -> sql.batch(sql.deleteFrom(CLAIM)
                                .where(CLAIM.tenant.eq(inline("north-clinic")))
                                .and(CLAIM.id.eq(0)))
                        .bind(7)
                        .bind(8)
                        .execute());
    }

    private void changes() {
        statements.put(
                "update",
                () -> sql.update(CLAIM)
                        .set(CLAIM.other, 4)
                        .where(scope.scoped(CLAIM.tenant))
                        .execute());
        statements.put(
                "update of several columns at once",
                () -> sql.update(CLAIM)
                        .set(row(CLAIM.other, CLAIM.id), row(val(4), CLAIM.id))
                        .where(scope.scoped(CLAIM.tenant))
                        .execute());
        statements.put(
                "update by a subquery",
                () -> sql.update(CLAIM)
                        .set(
                                CLAIM.other,
                                select(PATIENT.id)
                                        .from(PATIENT)
                                        .where(PATIENT.tenant.eq(CLAIM.tenant))
                                        .limit(1))
                        .where(scope.scoped(CLAIM.tenant))
                        .execute());
        statements.put(
                "update from",
                () -> sql.update(CLAIM)
                        .set(CLAIM.other, PATIENT.id)
                        .from(PATIENT)
                        .where(scope.scoped(CLAIM.tenant))
                        .and(PATIENT.tenant.eq(CLAIM.tenant))
                        .execute());
        statements.put(
                "delete",
                () -> sql.deleteFrom(CLAIM)
                        .where(scope.scoped(CLAIM.tenant))
                        .and(CLAIM.id.eq(99))
                        .execute());
    }
}
