package dev.inlay.provider.jooq.internal.database;

import dev.inlay.api.error.StoreException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jooq.BatchBindStep;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Delete;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Result;
import org.jooq.SQLDialect;
import org.jooq.Table;
import org.jooq.TableField;
import org.jooq.TableRecord;

/** What differs between the databases; everything else is one code path. */
public interface Dialect {

    /** What jOOQ calls it. */
    SQLDialect sql();

    /** The folder of its scripts. */
    String folder();

    /**
     * The database's clock in microseconds of UTC, read anew by every statement; on H2 by every transaction, so that a
     * transaction which asks it must be short.
     */
    Field<Long> clock();

    /** How a connection is led to a tenant's schema. */
    SchemaSwitch schemas();

    /**
     * Inserts a row unless its primary key is taken; never fails the transaction because of that. Waits for another
     * transaction that is inserting the same key. Does not lock a row that is committed already.
     *
     * @param sql the transaction
     * @param row every column
     * @param mark a column by which the row is known from one that somebody else inserted under the same key
     * @return the row that was there; empty when this one was inserted
     */
    <R extends TableRecord<R>> Optional<R> insertUnlessThere(DSLContext sql, R row, TableField<R, ?> mark);

    /**
     * Inserts a row, or changes the one that has its primary key. Either way the row is locked until the transaction
     * ends.
     *
     * @param sql the transaction
     * @param row every column
     * @param change what to do with a row that is there
     * @return the row as it is now
     */
    <R extends TableRecord<R>> R insertOrChange(DSLContext sql, R row, Map<TableField<R, ?>, ?> change);

    /** How a number is taken from a row that counts, and that stays locked until the transaction ends. */
    Counting counting();

    /** Ways to count, by what holds against a concurrent transaction. */
    enum Counting {
        /** An upsert that answers and that another insert can read from, all in one statement. */
        WITHIN_A_STATEMENT,
        /** An upsert that answers. */
        BY_UPSERT,
        /** An update; where there was no row, an insert that may fail, under a savepoint. */
        BY_UPDATE
    }

    /**
     * Deletes rows by a number that is unique among those of a condition. One by one in one batch: a list makes MariaDB
     * wait for rows that hosts are adding.
     *
     * @param sql the transaction
     * @param table where
     * @param among a condition that the rows share, with the same binds in every call for the table
     * @param id the number
     * @param ids which, in rising order
     * @return how many rows were there
     */
    default int delete(DSLContext sql, Table<?> table, Condition among, Field<Long> id, List<Long> ids) {
        Delete<?> one = sql.deleteFrom(table).where(among).and(id.eq(0L));
        List<Object> binds = new ArrayList<>(one.getBindValues());
        BatchBindStep batch = sql.batch(one);
        for (long each : ids) {
            binds.set(binds.size() - 1, each);
            batch = batch.bind(binds.toArray());
        }
        return Arrays.stream(batch.execute()).map(count -> rows(count, 1)).sum();
    }

    /**
     * How many rows a statement of a batch changed, where drivers need not tell.
     *
     * @param count what the driver answered
     * @param most what it stands for when it does not tell
     * @return the rows
     */
    static int rows(int count, int most) {
        return count == Statement.SUCCESS_NO_INFO ? most : count;
    }

    /** Whether a statement takes any number of values as one bind, and is planned well with it. */
    default boolean bindsArrays() {
        return false;
    }

    /**
     * The groups of values that the first columns of an index have under some values of its first one.
     *
     * @param sql a connection
     * @param columns of one table, the first ones of an index in its order
     * @param of values of the first column
     * @return the groups, in order
     */
    default Result<? extends Record> groups(DSLContext sql, List<TableField<?, ?>> columns, Collection<Integer> of) {
        Field<Integer> first = columns.get(0).coerce(Integer.class);
        return sql.selectDistinct(columns)
                .from(columns.get(0).getTable())
                .where(first.in(of))
                .orderBy(columns)
                .fetch();
    }

    /**
     * Moves rows that nobody else takes away meanwhile.
     *
     * @param sql the transaction
     * @param moving from where, and to where
     * @param among a condition that the rows share
     * @param ids which of them, in rising order
     * @return how many were moved
     */
    default int move(DSLContext sql, Moving moving, Condition among, List<Long> ids) {
        if (ids.isEmpty()) {
            return 0;
        }
        sql.insertInto(moving.into(), moving.target())
                .select(sql.select(moving.source(moving.from()))
                        .from(moving.from())
                        .where(among)
                        .and(moving.id().in(ids)))
                .execute();
        return delete(sql, moving.from(), among, moving.id(), ids);
    }

    /**
     * Moves rows as {@link #move} does, though others may take some away; what they take first stays out.
     *
     * @param sql the transaction
     * @param moving from where, and to where
     * @param among a condition that the rows share
     * @param ids which of them, in rising order
     * @return how many were moved
     */
    default int moveWhatIsLeft(DSLContext sql, Moving moving, Condition among, List<Long> ids) {
        List<Long> locked = sql.select(moving.id())
                .from(moving.from())
                .where(among)
                .and(moving.id().in(ids))
                .orderBy(moving.id())
                .forUpdate()
                .fetch(moving.id());
        return move(sql, moving, among, locked);
    }

    /** SHA-256 of bytes, as 64 lower-case hex digits. */
    Field<String> sha256(Field<byte[]> bytes);

    /**
     * Refuses a database that is set up so that acknowledged commits may be lost.
     *
     * @param sql a connection to it
     * @throws dev.inlay.api.error.StoreException not retryable, with what to change
     */
    default void verifyDurability(DSLContext sql) {}

    /**
     * Whether a commit can be seen before it survives a kill, so that {@link #settle} must come before others hear of
     * it.
     */
    default boolean showsCommitsEarly() {
        return false;
    }

    /**
     * Waits until all commits that can be seen now survive a kill.
     *
     * @param sql a connection that commits by itself
     */
    default void settle(DSLContext sql) {}

    /**
     * Tells the database whose transaction it is, until it ends.
     *
     * @param tx nothing done in it but what prepares it
     * @param tenant the tenant's id
     * @throws StoreException where the database has no row-level security
     */
    default void setTenant(Connection tx, String tenant) throws SQLException {
        throw new StoreException(
                "store.unsupported",
                false,
                "row-level security was asked for, which " + sql().getName() + " does not have; use PostgreSQL, or"
                        + " leave withRowLevelSecurity out",
                null);
    }

    /**
     * Keeps a transaction from writing, without a way back before it ends; and those that follow it on the same
     * connection, though no more than by a default, until {@link #allowWrites}.
     *
     * @param tx nothing done in it
     * @throws StoreException {@code store.read-only} where the database cannot see to that
     */
    default void refuseWrites(Connection tx) throws SQLException {
        throw new StoreException(
                "store.read-only",
                false,
                sql().getName() + " cannot keep a transaction from writing; ask for a grant that may write, or use"
                        + " PostgreSQL or MariaDB",
                null);
    }

    /**
     * Undoes what {@link #refuseWrites} set for longer than a transaction.
     *
     * @param connection rolled back
     */
    default void allowWrites(Connection connection) throws SQLException {}
}
